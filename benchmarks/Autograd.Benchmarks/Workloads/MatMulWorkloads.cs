using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>Matrix products.</summary>
internal static class MatMulWorkloads
{
    public static IEnumerable<Workload> All { get; } =
    [
        .. new[] { 16, 64, 128, 256, 512, 1024, 2048 }.Select(n => Product(Invariant($"matmul/f32/{n}"), [n, n], [n, n])),
        .. new[] { 256, 1024 }.Select(n => Product(Invariant($"matmul/f64/{n}"), [n, n], [n, n], DType.Float64)),
        new("matmul/f32/transposed-1024", 2.0 * 1024 * 1024 * 1024, "flop", () =>
        {
            Tensor a = Tensor.Randn(1024, 1024), b = Tensor.Randn(1024, 1024);
            return () => a.T.MatMul(b.T);
        }),
        Product("matmul/f32/batched-64x128x64x128", [64, 128, 64], [64, 64, 128]),
        Product("matmul/f32/skinny-1x1024x4096", [1, 1024], [1024, 4096]),
        Product("matmul/f32/tall-20000x64x64", [20000, 64], [64, 64]),
    ];

    private static Workload Product(string name, int[] left, int[] right, DType dtype = DType.Float32)
    {
        double work = 2 * left.Aggregate(1.0, (n, size) => n * size) * right[^1];
        return new(name, work, "flop", () =>
        {
            Tensor a = Tensor.Randn(left, dtype), b = Tensor.Randn(right, dtype);
            return () => a.MatMul(b);
        })
        { DType = dtype };
    }
}
