using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;
using static System.FormattableString;

namespace Autograd.Tests.Formulas;

/// <summary>A function with the largest error that it states, in units in the last place of the exact result, at every width of registers.</summary>
/// <param name="name">The member of <see cref="Tensor"/>.</param>
/// <param name="single">The largest error in float32.</param>
/// <param name="real">The largest error in float64.</param>
/// <param name="reference">The value of a float32 number, right to far less than its ulp.</param>
/// <param name="exact">The value of a float64 number.</param>
/// <param name="low">The smallest float64 number that is drawn.</param>
/// <param name="high">The largest.</param>
internal abstract class UlpRow(string name, double single, double real, Func<double, double> reference, Func<BigFloat, BigFloat> exact, double low, double high)
{
    public string Name => name;

    public double Single => single;

    public double Real => real;

    /// <summary>The error of a float32 result.</summary>
    public double Error(float x, float y)
    {
        double expected = reference(x);
        if (((float)expected).Equals(y) && (expected != 0 || double.IsNegative(expected) == float.IsNegative(y))) return 0.5;
        if (expected == 0 || !double.IsFinite(expected) || float.IsNaN(y)) return double.PositiveInfinity;
        // Infinity is what follows the largest number.
        double actual = float.IsInfinity(y) ? Math.CopySign(Math.ScaleB(1, 128), y) : y;
        return Math.Abs(expected - actual) / Math.ScaleB(1, Math.Clamp(Math.ILogB(expected), -126, 127) - 23);
    }

    /// <summary>The error of a float64 result.</summary>
    public double Error(double x, double y)
    {
        BigFloat expected = exact(x);
        if (double.IsNaN(y)) return double.PositiveInfinity;
        if (expected.IsZero) return y == 0 ? 0 : double.PositiveInfinity;
        BigFloat actual = double.IsInfinity(y) ? BigFloat.Scale(Math.Sign(y), 1024) : y;
        BigFloat error = BigFloat.Abs(expected - actual);
        return error.IsZero ? 0 : BigFloat.Scale(error, 52 - Math.Clamp(expected.Log2, -1022, 1023)).ToDouble();
    }

    /// <summary>A float64 number of the range: evenly from all of it, evenly near 0, or of an evenly drawn exponent.</summary>
    public double Draw(System.Random random)
    {
        while (true)
        {
            double u = random.NextDouble();
            double x = random.Next(3) switch
            {
                0 => low + (high - low) * u,
                1 => 8 * u - 4,
                _ => Math.ScaleB(1 + u, random.Next(-1000, 1000)) * (1 - 2 * random.Next(2)),
            };
            if (x >= low && x <= high) return x;
        }
    }

    /// <summary>Beyond this float32 number the kernel asks the runtime, which is the reference too, so that all of them say no more than a thousandth.</summary>
    public float Far { get; init; } = float.PositiveInfinity;

    /// <summary>What the documentation of the member says.</summary>
    public string Sentence => Invariant($"At most {Single} ulp from the exact value in float32, {Real} in float64.");

    public abstract void Apply(float[] x, float[] y);

    public abstract void Apply(double[] x, double[] y);
}

/// <inheritdoc cref="UlpRow"/>
internal sealed class UlpRow<F>(string name, F formula, double single, double real, Func<double, double> reference, Func<BigFloat, BigFloat> exact, double low, double high)
    : UlpRow(name, single, real, reference, exact, low, high)
    where F : struct, IUnaryFormula
{
    public override void Apply(float[] x, float[] y) => MapKernel.Unary<float, F>(formula, x, Layout.Contiguous([x.Length]), y);

    public override void Apply(double[] x, double[] y) => MapKernel.Unary<double, F>(formula, x, Layout.Contiguous([x.Length]), y);
}
