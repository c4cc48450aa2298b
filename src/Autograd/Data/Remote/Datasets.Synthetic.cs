namespace Autograd.Data;

/// <content>Points that a seed makes: scikit-learn's, spirals and the noisy sinusoid of the text-books.</content>
public static partial class Datasets
{
    /// <summary>Points on arms that wind about the origin, a class each: points float32 <c>[N, 2]</c>, classes int64 <c>[N]</c>.</summary>
    /// <remarks>The point i of n of arm a of A: radius r = (i + 1) / n, angle 2 pi (turns r + a / A), plus normal noise in both coordinates.</remarks>
    /// <param name="count">How many points; the first arms have one more where they cannot be shared out evenly. They come arm by arm.</param>
    /// <param name="arms">How many arms.</param>
    /// <param name="turns">How often an arm winds about the origin.</param>
    /// <param name="noise">The standard deviation of the noise; an arm ends at radius 1.</param>
    /// <param name="generator">The source of the noise; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1 (of points: below 0), or the noise is negative or not finite.</exception>
    public static TensorDataset Spirals(int count, int arms = 2, double turns = 1, double noise = 0.02, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(arms);
        return Classes(nameof(Spirals), count, arms, noise, generator, (arm, i, n) =>
        {
            double r = (i + 1.0) / n, angle = Math.Tau * ((turns * r) + ((double)arm / arms));
            return (r * Math.Cos(angle), r * Math.Sin(angle));
        });
    }

    /// <summary>Two half circles that reach into each other (scikit-learn's <c>make_moons(shuffle=False)</c>): points float32 <c>[N, 2]</c>, classes int64 <c>[N]</c>.</summary>
    /// <param name="count">How many points; the upper moon, class 0, comes first.</param>
    /// <param name="noise">The standard deviation of the noise in both coordinates.</param>
    /// <param name="generator">The source of the noise; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 0, or the noise is negative or not finite.</exception>
    public static TensorDataset Moons(int count, double noise = 0.1, Generator? generator = null) =>
        Classes(nameof(Moons), count, 2, noise, generator, static (moon, i, n) =>
        {
            double angle = n == 1 ? 0 : Math.PI * i / (n - 1);
            return moon == 0 ? (Math.Cos(angle), Math.Sin(angle)) : (1 - Math.Cos(angle), 0.5 - Math.Sin(angle));
        });

    /// <summary>A circle within a circle (scikit-learn's <c>make_circles(shuffle=False)</c>): points float32 <c>[N, 2]</c>, classes int64 <c>[N]</c>.</summary>
    /// <param name="count">How many points; the outer circle, class 0, comes first.</param>
    /// <param name="noise">The standard deviation of the noise in both coordinates.</param>
    /// <param name="factor">The radius of the inner circle; that of the outer one is 1.</param>
    /// <param name="generator">The source of the noise; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 0, the noise is negative or not finite, or the factor is not in [0, 1).</exception>
    public static TensorDataset Circles(int count, double noise = 0.05, double factor = 0.8, Generator? generator = null)
    {
        if (factor is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "Circles: the factor lies in [0, 1)");
        return Classes(nameof(Circles), count, 2, noise, generator, (inner, i, n) =>
        {
            double angle = Math.Tau * i / n, radius = inner == 0 ? 1 : factor;
            return (radius * Math.Cos(angle), radius * Math.Sin(angle));
        });
    }

    /// <summary>Normal clouds about centres drawn uniformly from [-10, 10] in each coordinate (scikit-learn's <c>make_blobs(shuffle=False)</c>): points float32 <c>[N, 2]</c>, classes int64 <c>[N]</c>.</summary>
    /// <param name="count">How many points; they come cloud by cloud.</param>
    /// <param name="centers">How many clouds.</param>
    /// <param name="std">The standard deviation of a cloud.</param>
    /// <param name="generator">The source of the centres and the points; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1 (of points: below 0), or the standard deviation is negative or not finite.</exception>
    public static TensorDataset Blobs(int count, int centers = 3, double std = 1, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(centers);
        var source = generator ?? Generator.Default;
        var places = new (double X, double Y)[centers];
        for (int i = 0; i < centers; i++) places[i] = (Uniform.Between(source, -10, 10), Uniform.Between(source, -10, 10));
        return Classes(nameof(Blobs), count, centers, std, source, (cloud, _, _) => places[cloud]);
    }

    /// <summary>y = sin(2 pi x) plus normal noise, x uniform in [0, 1) (Bishop, Pattern Recognition and Machine Learning, 1.1): x and y float32 <c>[N, 1]</c>.</summary>
    /// <param name="count">How many points.</param>
    /// <param name="noise">The standard deviation of the noise.</param>
    /// <param name="generator">The source of x and the noise; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 0, or the noise is negative or not finite.</exception>
    public static TensorDataset Sinusoid(int count, double noise = 0.1, Generator? generator = null)
    {
        CheckNoise(nameof(Sinusoid), count, noise);
        var x = Tensor.Rand([count, 1], DType.Float32, generator);
        return new TensorDataset(x, (x * Math.Tau).Sin() + (Tensor.Randn([count, 1], DType.Float32, generator) * noise));
    }

    /// <summary>Points of classes, class by class, where a function puts the point i of the n of a class, and noise moves it.</summary>
    private static TensorDataset Classes(string name, int count, int classes, double noise, Generator? generator, Func<int, int, int, (double X, double Y)> place)
    {
        CheckNoise(name, count, noise);
        float[] points = new float[2L * count];
        long[] labels = new long[count];
        for (int label = 0, at = 0; label < classes; label++)
        {
            int n = (count / classes) + (label < count % classes ? 1 : 0);
            for (int i = 0; i < n; i++, at++)
            {
                var (x, y) = place(label, i, n);
                (points[2 * at], points[(2 * at) + 1], labels[at]) = ((float)x, (float)y, label);
            }
        }
        var drawn = Tensor.Randn([count, 2], DType.Float32, generator) * noise;
        return new TensorDataset(Tensor.From<float>(points, count, 2) + drawn, Tensor.From(labels));
    }

    private static void CheckNoise(string name, int count, double noise)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!(noise >= 0 && double.IsFinite(noise))) throw new ArgumentOutOfRangeException(nameof(noise), noise, $"{name}: the standard deviation of the noise is a number from 0 on");
    }
}
