using Autograd.Kernels;

namespace Autograd;

/// <summary>The input below an output, as PyTorch: floor(output scale), rounded in float32.</summary>
/// <param name="scale">Inputs an output.</param>
internal readonly struct NearestSampling(double scale) : ISampling
{
    public long MostTaps(int inputs, int outputs) => outputs;

    public void Taps(int output, int inputs, int outputs, ref TapTable table) =>
        table.Add((int)Math.Min(MathF.Floor(output * (float)scale), inputs - 1), 1);
}

/// <summary>The input nearest to the middle of the output: floor((output + 1/2) scale), as Pillow and scikit-image.</summary>
/// <param name="scale">Inputs an output.</param>
internal readonly struct NearestExactSampling(double scale) : ISampling
{
    public long MostTaps(int inputs, int outputs) => outputs;

    public void Taps(int output, int inputs, int outputs, ref TapTable table) =>
        table.Add((int)Math.Min(MathF.Floor((float)((output + 0.5) * (float)scale)), inputs - 1), 1);
}

/// <summary>Between the two inputs around the output.</summary>
/// <param name="scale">Inputs an output.</param>
/// <param name="alignCorners">Whether the middles of the outermost elements meet, not their edges.</param>
internal readonly struct LinearSampling(double scale, bool alignCorners) : ISampling
{
    public long MostTaps(int inputs, int outputs) => 2L * outputs;

    public void Taps(int output, int inputs, int outputs, ref TapTable table)
    {
        if (inputs == outputs)
        {
            table.Add(output, 1);
            return;
        }
        double at = alignCorners ? output * scale : Math.Max(((output + 0.5) * scale) - 0.5, 0);
        int low = (int)Math.Min(at, inputs - 1);
        double part = Math.Clamp(at - low, 0, 1);
        int high = Math.Min(low + 1, inputs - 1);
        table.Add(low, 1 - part);
        table.Add(high, part);
    }
}

/// <summary>The cubic through four inputs around the output, those beyond the ends repeated (Keys, 1981, with a = -3/4).</summary>
/// <param name="scale">Inputs an output.</param>
/// <param name="alignCorners">Whether the middles of the outermost elements meet, not their edges.</param>
internal readonly struct CubicSampling(double scale, bool alignCorners) : ISampling
{
    private const double A = -0.75;

    public long MostTaps(int inputs, int outputs) => 4L * outputs;

    public void Taps(int output, int inputs, int outputs, ref TapTable table)
    {
        double at = alignCorners ? output * scale : ((output + 0.5) * scale) - 0.5;
        double low = Math.Floor(at), part = at - low;
        for (int tap = -1; tap <= 2; tap++)
            table.Add((int)Math.Clamp(low + tap, 0, inputs - 1), Weight(Math.Abs(part - tap)));
    }

    /// <summary>Of an input this far away: (a + 2) d^3 - (a + 3) d^2 + 1 up to 1, a d^3 - 5 a d^2 + 8 a d - 4 a up to 2.</summary>
    private static double Weight(double d) => d <= 1 ? ((((A + 2) * d) - (A + 3)) * d * d) + 1 : (((((A * d) - (5 * A)) * d) + (8 * A)) * d) - (4 * A);
}

/// <summary>The mean of the inputs that an output covers: from floor(o inputs / outputs) to ceil((o + 1) inputs / outputs), as adaptive pooling.</summary>
internal readonly struct AreaSampling : ISampling
{
    public long MostTaps(int inputs, int outputs) => inputs + (2L * outputs);

    public void Taps(int output, int inputs, int outputs, ref TapTable table)
    {
        long first = (long)output * inputs / outputs, end = ((((long)output + 1) * inputs) + outputs - 1) / outputs;
        for (long i = first; i < end; i++) table.Add((int)i, 1.0 / (end - first));
    }
}
