using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels.Tests;

/// <summary>Every kernel that goes to addresses refuses, before it does, a span that is shorter than what it will read or write.</summary>
public class BoundsTests
{
    private static readonly Layout Square = Layout.Contiguous([4, 4]);
    private static readonly Layout Turned = Layout.Strided([4, 4], [1, 4], 0);

    public static TheoryData<string, Action<int>> Kernels => new()
    {
        { "map, input", n => MapKernel.Unary(default(Same), Floats(n), Square, Floats(16)) },
        { "map, strided input", n => MapKernel.Unary(default(Same), Floats(n), Turned, Floats(16)) },
        { "map, output", n => MapKernel.Unary(default(Same), Floats(16), Square, Floats(n)) },
        { "copy, source", n => CopyKernel.Copy<float>(Floats(n), Turned, Floats(16), Square) },
        { "copy, target", n => CopyKernel.Copy<float>(Floats(16), Square, Floats(n), Turned) },
        { "cast, source", n => CastKernel.Cast<float, double>(Floats(n), Turned, new double[16]) },
        { "cast, target", n => CastKernel.Cast<double, float>(new double[16], Turned, Floats(n)) },
        { "select", n => MapKernel.Masked(default(Pick), new byte[16], Square, Floats(n), Turned, Floats(16), Square, Floats(16)) },
        { "gather, data", n => GatherKernel.TryGather<float>(Floats(n), Square, 0, new long[4], Layout.Contiguous([1, 4]), Floats(4)) },
        { "gather, output", n => GatherKernel.TryGather<float>(Floats(16), Square, 0, new long[16], Square, Floats(n)) },
        { "gather, index", n => GatherKernel.TryGather<float>(Floats(16), Square, 0, new long[n], Square, Floats(16)) },
        { "read, data", n => GatherKernel.Read<float>(Floats(n), Layout.Scalar, [12], Layout.Contiguous([4]), Floats(4)) },
        { "read, output", n => GatherKernel.Read<float>(Floats(16), Layout.Scalar, [0, 4, 8, 12], Layout.Contiguous([4]), Floats(n)) },
        { "scatter, target", n => ScatterKernel.Scatter<float>(Floats(n), Square, 0, new long[4], Layout.Contiguous([1, 4]), Floats(4), Layout.Contiguous([1, 4])) },
        { "scatter, source", n => ScatterKernel.ScatterAdd<float>(Floats(16), Square, 0, new long[16], Square, Floats(n), Square) },
        { "scatter, index", n => ScatterKernel.ScatterAdd<float>(Floats(16), Square, 0, new long[n], Square, Floats(16), Square) },
        { "accumulate, target", n => BlockKernel.Accumulate<float>(Floats(n), Layout.Scalar, [12], Layout.Contiguous([4]), Floats(4)) },
        { "accumulate, source", n => BlockKernel.Accumulate<float>(Floats(16), Layout.Scalar, [0, 4, 8, 12], Layout.Contiguous([4]), Floats(n)) },
        { "reduce, data", n => ReduceKernel.Reduce<float, SumMonoid>(Floats(n), Square, 0b11, Floats(1)) },
        { "reduce, output", n => ReduceKernel.Reduce<float, SumMonoid>(Floats(64), Layout.Contiguous([16, 4]), 0b10, Floats(n)) },
        { "extreme, data", n => ReduceArg.Extreme<float, MaxMonoid>(Floats(n), Square, 0b01, Floats(4), new long[4]) },
        { "extreme, indices", n => ReduceArg.Extreme<float, MaxMonoid>(Floats(64), Layout.Contiguous([16, 4]), 0b10, Floats(16), new long[n]) },
        { "scan, input", n => ScanKernel.CumSum<float>(Floats(n), Floats(16), 4, 4, 1) },
        { "scan, output", n => ScanKernel.CumSum<float>(Floats(16), Floats(n), 4, 4, 1) },
        { "sort", n => SortKernel.Sort<float>(Floats(16), 4, false, Floats(n), new long[16]) },
        { "rows, input", n => RowKernel.Run<float, Copied>(default, 4, 4, Floats(n), default, Floats(16)) },
        { "rows, output", n => RowKernel.Run<float, Copied>(default, 4, 4, Floats(16), default, Floats(n)) },
    };

    [Theory]
    [MemberData(nameof(Kernels))]
    public void ASpanThatIsTooShortIsRefused(string kernel, Action<int> run)
    {
        run(16);
        var refused = Assert.Throws<ShapeException>(() => run(15));
        Assert.True(refused.Message.Contains("A kernel was given", StringComparison.Ordinal), $"{kernel}: {refused.Message}");
    }

    [Fact]
    public void AViewOfNothingNeedsNoMemory() =>
        MapKernel.Unary(default(Same), default(Span<float>), Layout.Strided([0, 4], [1, 5], 2), default);

    [Fact]
    public void OperandsOfOtherSizesAreRefused() =>
        Assert.Throws<ShapeException>(() => MapKernel.Masked(default(Pick), new byte[16], Square, Floats(16), Layout.Contiguous([2, 8]), Floats(16), Square, Floats(16)));

    private static float[] Floats(int n) => new float[n];

    private readonly struct Copied : IRowBody<float>
    {
        public void Run(in RowBlock<float> rows) => rows.Map(default(Same), rows.A, rows.Y);
    }

    private readonly struct Pick : IMaskedFormula
    {
        public V Value<V>(Mask<V> mask, V x, V y)
            where V : struct, INumeric<V> => V.Select(mask, x, y);
    }

    private readonly struct Same : IUnaryFormula
    {
        public static string Name => "Same";

        public V Value<V>(V x)
            where V : struct, IReal<V> => x;

        public V Slope<V>(V x, V y)
            where V : struct, IReal<V> => V.One;
    }
}
