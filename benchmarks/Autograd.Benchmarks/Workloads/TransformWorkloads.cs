using Autograd.Checks;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Benchmarks;

/// <summary>Derivatives beyond one gradient, and the gradient check.</summary>
internal static class TransformWorkloads
{
    public static IEnumerable<Workload> All { get; } =
    [
        new("transform/hessian-of-mlp-20-inputs", () =>
        {
            var model = Models.Mlp([20, 32, 1], () => new Tanh());
            var x = Tensor.Randn(20);
            return () => Gradient.Hessian(v => model.Forward(v).Sum(), x);
        }),
        new("transform/jacobian-64-to-64", () =>
        {
            var model = Models.Mlp([64, 64, 64], () => new Tanh());
            var x = Tensor.Randn(64);
            return () => Gradient.Jacobian(v => model.Forward(v), x);
        }),
        // The gradient of every sample, and that of the batch beside it: at most three times as dear.
        new("transform/per-sample-mlp-64", () =>
        {
            var (loss, parameters, x, labels) = Classifier();
            var each = Func.Vmap(xs => Gradient.Of(loss(xs[0].Unsqueeze(0), xs[1].Unsqueeze(0)), parameters)!);
            return () => each([x, labels]);
        }),
        new("transform/batch-mlp-64", () =>
        {
            var (loss, parameters, x, labels) = Classifier();
            return () => Gradient.Of(loss(x, labels), parameters);
        }),
        new("gradcheck/mlp-8-16-4-batch4", () =>
        {
            var model = new Sequential(new Linear(8, 16, dtype: DType.Float64), new Tanh(), new Linear(16, 4, dtype: DType.Float64));
            var x = Tensor.Randn([4, 8], DType.Float64).RequiresGradInPlace();
            Tensor[] inputs = [x, .. model.Parameters().Select(p => p.Detach().Clone().RequiresGradInPlace())];
            return () => GradCheck.Run(v => F.Linear(F.Tanh(F.Linear(v[0], v[1], v[2])), v[3], v[4]), inputs).ThrowIfFailed();
        }),
    ];

    private static (Func<Tensor, Tensor, Tensor> Loss, Tensor[] Parameters, Tensor X, Tensor Labels) Classifier()
    {
        var model = Models.Mlp([64, 128, 10], () => new Tanh());
        return ((x, labels) => F.CrossEntropy(model.Forward(x), labels), [.. model.Parameters()], Tensor.Randn(64, 64), Tensor.RandInt(0, 10, [64]));
    }
}
