using System.Diagnostics;
using System.Globalization;
using Autograd;

namespace YourOwnOp;

/// <summary>An op of your own beside the same function composed of ops: that they agree, and what each costs.</summary>
internal static class Race
{
    public const int Rows = 512;
    public const int Width = 512;

    private const int Rounds = 15;

    /// <summary>A line with the median times of forward and backward, measured in turns so that both meet the same weather.</summary>
    /// <exception cref="InvalidOperationException">Their values or gradients differ.</exception>
    public static string Between(string name, Func<Tensor, Tensor> own, Func<Tensor, Tensor> composed)
    {
        var x = Tensor.Randn(Rows, Width).RequiresGradInPlace();
        Tensor mine = Step(own, x), theirs = Step(composed, x);
        if (!own(x).AllClose(composed(x), 1e-4, 1e-6) || !mine.AllClose(theirs, 1e-4, 1e-6)) throw new InvalidOperationException($"{name}: not the same function");

        double[] first = new double[Rounds], second = new double[Rounds];
        for (int i = 0; i < Rounds; i++) (first[i], second[i]) = (Time(own, x), Time(composed, x));
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {Median(first):F2} ms, composed of ops {Median(second):F2} ms (forward and backward of {Rows} x {Width})");
    }

    private static double Time(Func<Tensor, Tensor> f, Tensor x)
    {
        long start = Stopwatch.GetTimestamp();
        _ = Step(f, x);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The gradient of the sum of f(x).</summary>
    private static Tensor Step(Func<Tensor, Tensor> f, Tensor x) => Gradient.Of(f(x).Sum(), x);

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
