namespace Autograd.Golden;

/// <summary>Products with the Jacobian of whole functions, in reverse and in forward mode.</summary>
internal static class FuncBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "func.vjp", a => Value(Gradient.Vjp(Function(a), a.Tensors("xs"), a.OptionalTensor("v"))) },
        { "func.jvp", a => Jvp(a) },
        { "func.hvp", a => Value(Gradient.Hvp(Function(a), a.Tensors("xs"), a.Tensors("vs"))) },
        { "func.jacobian", a => Gradient.Jacobian(Function(a), a.Tensors("xs")) },
        { "func.hessian", a => [.. Gradient.Hessian(Function(a), a.Tensors("xs")).SelectMany(row => row)] },
    };

    private static Func<Tensor[], Tensor> Function(CaseArguments a) => xs => Evaluate(a.Text("function"), xs);

    private static Tensor[] Jvp(CaseArguments a)
    {
        var (output, product) = Gradient.Jvp(Function(a), a.Tensors("xs"), a.Tensors("vs"));
        return [output, product];
    }

    private static Tensor[] Value((Tensor Output, Tensor[] Products) found) => [found.Output, .. found.Products];

    private static Tensor Evaluate(string function, Tensor[] x) => function switch
    {
        "f0" => (x[0].Sin() * x[0] * x[0]).Sum(),
        "f1" => x[1].MatMul(x[0]).Exp().Sum(),
        "f2" => x[0].Tanh() * x[0].CumSum(0),
        "f3" => x[0].Softmax(1),
        "f4" => Rosenbrock(x[0]),
        "f5" => (x[0] * x[1]).LogSumExp(0),
        "f6" => LogDeterminant(x[0].MatMul(x[0].T) + Tensor.Eye(2, dtype: DType.Float64)),
        "f7" => x[0].MatMul(x[1]),
        "f8" => ((x[0] * x[0]).Sum() + 1).Sqrt() * x[0].Prod(),
        "f9" => x[2].MatMul(x[1].MatMul(x[0]).Tanh()).Sigmoid().Sum(),
        _ => throw new UnboundException($"function {function}"),
    };

    private static Tensor LogDeterminant(Tensor m) =>
        (m.Select(0, 0).Select(0, 0) * m.Select(0, 1).Select(0, 1) - m.Select(0, 0).Select(0, 1) * m.Select(0, 1).Select(0, 0)).Log();

    private static Tensor Rosenbrock(Tensor x)
    {
        int n = x.Numel;
        var (head, tail) = (x.Narrow(0, 0, n - 1), x.Narrow(0, 1, n - 1));
        var valley = tail - head * head;
        var slope = 1 - head;
        return (100 * valley * valley + slope * slope).Sum();
    }
}
