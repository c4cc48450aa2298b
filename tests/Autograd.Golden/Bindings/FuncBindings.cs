namespace Autograd.Golden;

/// <summary>Products with the Jacobian of whole functions, in reverse and in forward mode.</summary>
internal static class FuncBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "func.vjp", Vjp },
        { "func.jvp", Jvp },
    };

    private static Tensor[] Vjp(CaseArguments a)
    {
        var xs = Inputs(a);
        var y = Evaluate(a.Text("function"), xs);
        var gradients = Gradient.Of(y, xs, a.OptionalTensor("v"), allowUnused: true);
        return [y.Detach(), .. gradients.Select((g, i) => g ?? Tensor.ZerosLike(xs[i]))];
    }

    private static Tensor[] Jvp(CaseArguments a)
    {
        var xs = Inputs(a);
        var y = Evaluate(a.Text("function"), xs);
        return [y.Detach(), Gradient.Jvp([y], xs, a.Tensors("vs"))[0] ?? Tensor.ZerosLike(y)];
    }

    private static Tensor[] Inputs(CaseArguments a)
    {
        var xs = a.Tensors("xs");
        foreach (var x in xs) x.RequiresGrad = true;
        return xs;
    }

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
