using Autograd.Checks;
using Autograd.NN;

namespace Autograd.Tests.NN;

public class PackedSequenceTests
{
    private static readonly Tensor[] Sequences = [Tensor.From([1.0, 2]), Tensor.From([3.0, 4, 5]), Tensor.From([6.0])];

    [Fact]
    public void Sequences_are_padded_and_cut_again()
    {
        Assert.Equal([1, 3, 6, 2, 4, -1, -1, 5, -1.0], Utils.PadSequence(Sequences, paddingValue: -1).ToArray<double>());
        var padded = Utils.PadSequence(Sequences, batchFirst: true);
        Assert.Equal([1, 2, 0, 3, 4, 5, 6, 0, 0.0], padded.ToArray<double>());
        var cut = Utils.UnpadSequence(padded, Tensor.From([2L, 3, 1]), batchFirst: true);
        Assert.All(Sequences.Zip(cut), pair => Assert.Equal(pair.First.ToArray<double>(), pair.Second.ToArray<double>()));
    }

    [Fact]
    public void Packing_sorts_by_length_and_back()
    {
        var packed = Utils.PackSequence(Sequences, enforceSorted: false);
        Assert.Equal([3, 1, 6, 4, 2, 5.0], packed.Data.ToArray<double>());
        Assert.Equal([3, 2, 1L], packed.BatchSizes.ToArray<long>());
        Assert.Equal([1, 0, 2L], packed.SortedIndices!.ToArray<long>());
        Assert.Equal([1, 0, 2L], packed.UnsortedIndices!.ToArray<long>());
        Assert.All(Sequences.Zip(Utils.UnpackSequence(packed)), pair => Assert.Equal(pair.First.ToArray<double>(), pair.Second.ToArray<double>()));
        var (padded, lengths) = Utils.PadPackedSequence(packed with { Data = packed.Data * 10 }, batchFirst: true, paddingValue: 7, totalLength: 4);
        Assert.Equal([10, 20, 7, 7, 30, 40, 50, 7, 60, 7, 7, 7.0], padded.ToArray<double>());
        Assert.Equal([2, 3, 1L], lengths.ToArray<long>());
    }

    [Fact]
    public void Packing_and_padding_are_differentiable()
    {
        var x = Tensor.Randn([4, 3, 2], DType.Float64, new Generator(1)).RequiresGradInPlace();
        GradCheck.Run(
            v => [Utils.PadPackedSequence(Utils.PackPaddedSequence(v[0], [2, 4, 1], enforceSorted: false)).Padded.Sin(), .. Utils.UnpadSequence(v[0], Tensor.From([0L, 4, 1])).Select(static y => y.Exp())],
            [x],
            new GradCheckOptions { Order = 2 }).ThrowIfFailed();
        GradCheck.Run(v => [Utils.PadSequence([v[0][0], v[0][1][..1], v[0][2]]).Sin()], [x], new GradCheckOptions { Order = 2 }).ThrowIfFailed();
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var x = Tensor.Ones(4, 3, 2);
        Says("give the longest first", () => Utils.PackPaddedSequence(x, [2, 4, 1]));
        Says("a length of 5", () => Utils.PackPaddedSequence(x, [5, 4, 1]));
        Says("sequence 2 has no step", () => Utils.PackPaddedSequence(x, [4, 4, 0]));
        Says("one for each of the 3 sequences", () => Utils.PackPaddedSequence(x, [4, 4]));
        Says("PackSequence: sequence 1 has no step", () => Utils.PackSequence([Tensor.Ones(2), Tensor.Ones(0)]));
        Says("PackSequence: there are no sequences", () => Utils.PackSequence([]));
        Says("differ in more than their length", () => Utils.PadSequence([Tensor.Ones(2, 3), Tensor.Ones(2, 4)]));
        Says("below the greatest length", () => Utils.PadPackedSequence(Utils.PackPaddedSequence(x, [4, 3, 1]), totalLength: 3));
        Says("never grow", () => Utils.UnpackSequence(new PackedSequence(Tensor.Ones(3, 2), Tensor.From([1L, 2]))));
        Says("do not fit data of shape", () => Utils.UnpackSequence(new PackedSequence(Tensor.Ones(4, 2), Tensor.From([2L, 1]))));
        Says("no order of 2 sequences", () => Utils.UnpackSequence(new PackedSequence(Tensor.Ones(3, 2), Tensor.From([2L, 1]), Tensor.From([0L]))));
    }

    private static void Says(string text, Func<object> call) => Assert.Contains(text, Assert.Throws<ShapeException>(call).Message, StringComparison.Ordinal);
}
