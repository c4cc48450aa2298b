namespace Autograd.Benchmarks;

/// <summary>Elements that only move.</summary>
internal static class CopyWorkloads
{
    public static IEnumerable<Workload> All { get; } =
    [
        new("copy/transpose-2048", 2048 * 2048, "element", () =>
        {
            var x = Tensor.Randn(2048, 2048);
            return () => x.T.Contiguous();
        }) { Traffic = Traffic.Of(2048 * 2048, 1, 1) },
        new("copy/permute-16x64x32x32", 16 * 64 * 32 * 32, "element", () =>
        {
            var x = Tensor.Randn(16, 64, 32, 32);
            return () => x.Permute(0, 2, 3, 1).Contiguous();
        }) { Traffic = Traffic.Of(16 * 64 * 32 * 32, 1, 1) },
        new("copy/cat-8x250000", 2_000_000, "element", () =>
        {
            Tensor[] xs = [.. Enumerable.Range(0, 8).Select(_ => Tensor.Randn(250_000))];
            return () => Tensor.Cat(xs);
        }) { Traffic = Traffic.Of(2_000_000, 1, 1) },
    ];
}
