using System.Globalization;

namespace Autograd;

/// <summary>How many samples are computed at a time, where the user says so.</summary>
internal static class ChunkSize
{
    /// <summary>What was given, if it is a size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static int? Checked(string op, int? chunkSize) => chunkSize is null or > 0
        ? chunkSize
        : throw new ArgumentOutOfRangeException(nameof(chunkSize), chunkSize, string.Create(CultureInfo.InvariantCulture, $"{op}: the number of samples computed at a time is at least 1"));

    /// <summary>The parts of a number of samples: where each begins, and how many it has.</summary>
    public static IEnumerable<(int Start, int Count)> Parts(int samples, int atATime)
    {
        for (int start = 0; start < samples; start += Math.Min(atATime, samples - start)) yield return (start, Math.Min(atATime, samples - start));
    }
}
