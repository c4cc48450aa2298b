using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>What the slopes of a formula read, found by reading its text: only that is saved.</summary>
internal static class SlopeFacts
{
    public static (bool X, bool Y) Of<F>(F f)
        where F : struct, IUnaryFormula
    {
        // A formula without parameters reads the same every time.
        var reads = Unsafe.SizeOf<F>() == 1 ? Unary<F>.Reads : Reads.OfSlope(f);
        return ((reads & SlopeReads.X) != 0, (reads & SlopeReads.Y) != 0);
    }

    public static (SlopeReads ByX, SlopeReads ByY) OfBinary<F>(F f)
        where F : struct, IBinaryFormula =>
        Unsafe.SizeOf<F>() == 1 ? (Binary<F>.ByX, Binary<F>.ByY) : (Reads.OfSlope(new BinarySlopes<F>(f), 0), Reads.OfSlope(new BinarySlopes<F>(f), 1));

    /// <summary>What the slope along an argument, 0 to 2, reads.</summary>
    public static SlopeReads OfTernary<F>(F f, int along)
        where F : struct, ITernaryFormula => Reads.OfSlope(new TernarySlopes<F>(f), along);

    /// <summary>g times a constant slope: g itself for 1.</summary>
    public static Tensor TimesConstant(Tensor g, double slope) => slope == 1 ? g : slope == -1 ? -g : g * slope;

    private static class Unary<F>
        where F : struct, IUnaryFormula
    {
        public static readonly SlopeReads Reads = Formulas.Reads.OfSlope(default(F));
    }

    private static class Binary<F>
        where F : struct, IBinaryFormula
    {
        public static readonly SlopeReads ByX = Reads.OfSlope(default(BinarySlopes<F>), 0);
        public static readonly SlopeReads ByY = Reads.OfSlope(default(BinarySlopes<F>), 1);
    }
}
