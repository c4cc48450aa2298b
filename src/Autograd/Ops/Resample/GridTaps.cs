using System.Numerics;

namespace Autograd;

/// <summary>Which elements a point of a grid is made of, along one dimension: a number of neighbours, the first of which is the floor of its place and a shift.</summary>
internal interface IGridKernel
{
    /// <summary>The number of neighbours.</summary>
    static abstract int Taps { get; }

    /// <summary>The first neighbour of a place.</summary>
    static abstract double First(double place);

    /// <summary>The weights of the neighbours, [.., Taps], from how far the place lies above the second of them (the first of two).</summary>
    static abstract Tensor Weights(Tensor part);
}

/// <summary>One neighbour, the nearest; halves go to the even one.</summary>
internal readonly struct NearestKernel : IGridKernel
{
    public static int Taps => 1;

    public static double First(double place) => Math.Round(place, MidpointRounding.ToEven);

    public static Tensor Weights(Tensor part) => Tensor.Ones(part.Shape, part.DType).Unsqueeze(-1);
}

/// <summary>Two neighbours: 1 - t, t.</summary>
internal readonly struct LinearKernel : IGridKernel
{
    public static int Taps => 2;

    public static double First(double place) => Math.Floor(place);

    public static Tensor Weights(Tensor part) => Tensor.Stack([1.0 - part, part], -1);
}

/// <summary>Four neighbours, the cubic of Keys (1981) with a = -3/4.</summary>
internal readonly struct CubicKernel : IGridKernel
{
    private const double A = -0.75;

    public static int Taps => 4;

    public static double First(double place) => Math.Floor(place) - 1;

    public static Tensor Weights(Tensor part) => Tensor.Stack([Far(part + 1.0), Near(part), Near(1.0 - part), Far(2.0 - part)], -1);

    /// <summary>(a + 2) d^3 - (a + 3) d^2 + 1, of a neighbour up to 1 away.</summary>
    private static Tensor Near(Tensor d) => (d * (A + 2) - (A + 3)) * d.Square() + 1.0;

    /// <summary>a d^3 - 5 a d^2 + 8 a d - 4 a, of one up to 2 away.</summary>
    private static Tensor Far(Tensor d) => ((d * A - 5 * A) * d + 8 * A) * d - 4 * A;
}

/// <summary>
/// The flat index in a plane of every neighbour of every point, int64: places [N, P, D] -> [N, P, Taps^D], the first dimension outermost; -1 for a neighbour
/// outside of the plane.
/// </summary>
/// <typeparam name="K">The neighbours along a dimension.</typeparam>
/// <param name="sizes">The sizes of the plane.</param>
/// <param name="padding">Where neighbours beyond the ends are found; zeros are outside.</param>
/// <param name="alignCorners">Whether a reflection is at the middle of the outermost elements, not at their edge.</param>
internal struct GridIndexOp<K>(int[] sizes, GridPadding padding, bool alignCorners) : IOp, IFolds, IRowMajor, IFloatBody
    where K : struct, IGridKernel
{
    public static string Name => "GridIndex";

    public readonly Form Infer(ref OpCall c)
    {
        int taps = 1;
        foreach (int _ in sizes) taps *= K.Taps;
        return new Form([c.X.Layout.Sizes[0], c.X.Layout.Sizes[1], taps], DType.Int64);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var places = c.Elements<T>(0);
        var index = c.Out<long>();
        int taps = c.Result.Layout.Sizes[2], rank = sizes.Length;
        for (int i = 0; i < index.Length; i++)
        {
            int tap = i % taps;
            long flat = 0, step = 1;
            for (int d = rank - 1; d >= 0; d--, tap /= K.Taps)
            {
                long at = Neighbour(K.First(double.CreateTruncating(places[(i / taps * rank) + d])) + (tap % K.Taps), sizes[d]);
                flat = at < 0 || flat < 0 ? -1 : flat + (at * step);
                step *= sizes[d];
            }
            index[i] = flat;
        }
    }

    public readonly Node? Record(in OpCall c) => null;

    private readonly long Neighbour(double at, int size)
    {
        // NaN and places beyond all integers are outside.
        if (padding != GridPadding.Zeros) at = GridPlace.Padded(at, size, padding, alignCorners);
        return at >= 0 && at < size ? (long)at : -1;
    }
}
