using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd.Tests.Formulas;

/// <summary>Powers, remainders and the error function; what functions of one number state is tested by <see cref="UlpTests"/>.</summary>
public sealed class LaneMathTests
{
    private const int Samples = 20000;

    [Fact]
    public void Pow_is_right_to_one_ulp()
    {
        foreach (double exponent in new[] { 0.125, 1.75, -3.375, 7, 50.5, -200.25 })
            Check(new PowConstantFormula(exponent), x => Math.Pow(x, exponent), -14, 14, 1, 2, logarithmic: true);
    }

    // Digits of the exact value from an evaluation in 60 decimal places.
    [Theory]
    [InlineData(0.1, 0.11246291601828489)]
    [InlineData(0.9, 0.7969082124228322)]
    [InlineData(1.1, 0.8802050695740817)]
    [InlineData(2.5, 0.999593047982555)]
    [InlineData(-3.5, -0.9999992569016276)]
    public void The_error_function_itself(double x, double erf)
    {
        Assert.Equal(erf, ScalarErf.Erf(x), 1e-15);
        var y = new double[1];
        MapKernel.Unary<double, ErfFormula>(default, [x], Layout.Contiguous([1]), y);
        Assert.Equal(erf, y[0], 3e-16);
    }

    [Fact]
    public void Power_keeps_the_special_cases_of_C()
    {
        double[] special = [0, -0.0, 1, -1, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 2, -2, 0.5, -0.5, 3, -3, 1e308, 1e-310, 1e17, -2.5];
        Layout one = Layout.Contiguous([1]);
        var z = new double[1];
        foreach (double x in special)
        {
            foreach (double y in special)
            {
                MapKernel.Binary<double, PowFormula>(default, [x], one, [y], one, z);
                double expected = Math.Pow(x, y);
                Assert.True(Ulps(expected, z[0]) <= 1 && (expected != 0 || double.IsNegative(expected) == double.IsNegative(z[0])), FormattableString.Invariant($"{x} ^ {y} = {z[0]}"));
                MapKernel.Binary<double, FmodFormula>(default, [x], one, [y], one, z);
                Assert.Equal(x % y, z[0]);
            }
        }
    }

    private static void Check<F>(F f, Func<double, double> exact, double low, double high, double single, double real, bool logarithmic = false)
        where F : struct, IUnaryFormula
    {
        // Where nothing is fused (DOTNET_EnableAVX2=0) each polynomial rounds once more.
        double slack = Vector128.IsHardwareAccelerated && !Fma.IsSupported ? 1 : 0;
        var x = new double[Samples];
        var random = new System.Random(13);
        for (int i = 0; i < Samples; i++)
        {
            double p = low + (high - low) * (i + random.NextDouble()) / Samples;
            x[i] = logarithmic ? Math.Exp(p) : p;
        }

        float[] xs = Array.ConvertAll(x, p => (float)p), ys = new float[Samples];
        var y = new double[Samples];
        Layout layout = Layout.Contiguous([Samples]);
        MapKernel.Unary<float, F>(f, xs, layout, ys);
        MapKernel.Unary<double, F>(f, x, layout, y);
        for (int i = 0; i < Samples; i++)
        {
            Assert.True(UlpsSingle(exact(xs[i]), ys[i]) <= single + slack, FormattableString.Invariant($"float {F.Name}({xs[i]:R}) = {ys[i]:R} instead of {exact(xs[i]):R}"));
            Assert.True(Ulps(exact(x[i]), y[i]) <= real + slack, FormattableString.Invariant($"double {F.Name}({x[i]:R}) = {y[i]:R} instead of {exact(x[i]):R}"));
        }
    }

    private static double Ulps(double expected, double actual)
    {
        if (expected.Equals(actual) || expected == actual) return 0;
        if (!double.IsFinite(expected) || !double.IsFinite(actual)) return double.PositiveInfinity;
        return Math.Abs(expected - actual) / (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));
    }

    private static double UlpsSingle(double expected, float actual)
    {
        float rounded = (float)expected;
        if (rounded.Equals(actual) || rounded == actual) return 0;
        if (!float.IsFinite(rounded) || !float.IsFinite(actual)) return double.PositiveInfinity;
        return Math.Abs(expected - actual) / (MathF.BitIncrement(MathF.Abs(rounded)) - MathF.Abs(rounded));
    }
}
