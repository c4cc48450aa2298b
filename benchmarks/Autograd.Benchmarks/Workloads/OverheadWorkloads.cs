using Autograd.NN;

namespace Autograd.Benchmarks;

/// <summary>Tensors so small that everything but the arithmetic is measured.</summary>
internal static class OverheadWorkloads
{
    public static IEnumerable<Workload> All { get; } =
    [
        new("overhead/add-4x4", 1, "op", () =>
        {
            Tensor x = Tensor.Randn(4, 4), y = Tensor.Randn(4, 4);
            return () => x + y;
        }),
        new("overhead/add-4x4-recorded", 1, "op", () =>
        {
            Tensor x = Tensor.Randn(4, 4).RequiresGradInPlace(), y = Tensor.Randn(4, 4);
            return () => x + y;
        }),
        new("overhead/mul-add-tanh-sum-backward-4x4", 4, "op", () =>
        {
            Tensor x = Tensor.Randn(4, 4).RequiresGradInPlace(), y = Tensor.Randn(4, 4);
            return () =>
            {
                (x * y + y).Tanh().Sum().Backward();
                x.Grad = null;
                return null;
            };
        }),
        new("overhead/chain-of-1000-fwd-bwd", 1000, "op", () =>
        {
            var x = Tensor.Randn(8).RequiresGradInPlace();
            return () =>
            {
                var y = x;
                for (int i = 0; i < 500; i++) y = y * 1.0001 + 0.0001;
                y.Sum().Backward();
                x.Grad = null;
                return null;
            };
        }),
        new("overhead/module-forward-linear-1x32", 1, "op", () =>
        {
            var linear = new Linear(32, 32);
            var x = Tensor.Randn(1, 32);
            return () =>
            {
                using (NoGrad.Scope) return linear.Forward(x);
            };
        }),
    ];
}
