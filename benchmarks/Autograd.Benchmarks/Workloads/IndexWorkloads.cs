namespace Autograd.Benchmarks;

/// <summary>Elements chosen by index, as wide as two of them, or by mask, as wide as a quarter.</summary>
internal static class IndexWorkloads
{
    public static IEnumerable<Workload> All { get; } =
    [
        new("index/embedding-fwd-bwd-50000x64-by-8192", 8192 * 64, "element", () =>
        {
            var weight = Tensor.Randn(50_000, 64).RequiresGradInPlace();
            var index = Tensor.RandInt(0, 50_000, [8192]);
            return Workload.ForwardBackward(() => weight.IndexSelect(0, index), weight);
        }) { Traffic = Traffic.Of(64, 8192 * 2 + 2 * 8192 * 2 / 64, 8192 + 50_000) },
        new("index/gather-dim1-1024x1024", 1024 * 1024, "element", () =>
        {
            Tensor x = Tensor.Randn(1024, 1024), index = Tensor.RandInt(0, 1024, [1024, 1024]);
            return () => x.Gather(1, index);
        }) { Traffic = Traffic.Of(1024 * 1024, 1 + 2, 1) },
        new("index/scatter-add-dim0-1024x1024", 1024 * 1024, "element", () =>
        {
            Tensor z = Tensor.Zeros(1024, 1024), x = Tensor.Randn(1024, 1024), index = Tensor.RandInt(0, 1024, [1024, 1024]);
            return () => z.ScatterAdd(0, index, x);
        }) { Traffic = Traffic.Of(1024 * 1024, 2 + 2, 1) },
        new("index/masked-fill-1024x1024", 1024 * 1024, "element", () =>
        {
            Tensor x = Tensor.Randn(1024, 1024), mask = Tensor.Rand(1024, 1024).Gt(0.5);
            return () => x.MaskedFill(mask, 0.0);
        }) { Traffic = Traffic.Of(1024 * 1024, 1.25, 1) },
    ];
}
