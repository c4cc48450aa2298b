namespace Autograd.Benchmarks;

/// <summary>Amdahl's law (Amdahl, 1967): of the time on one thread a share s stays serial, so that n threads take s + (1 - s) / n of it.</summary>
internal static class Amdahl
{
    /// <summary>s, from the times on one thread and on n; within [0, 1] whatever the noise says.</summary>
    public static double SerialShare(double one, double all, int n) => Math.Clamp((n * all / one - 1) / (n - 1), 0, 1);

    /// <summary>How many times as fast as one thread.</summary>
    public static double Speedup(double serial, int n) => 1 / (serial + (1 - serial) / n);
}
