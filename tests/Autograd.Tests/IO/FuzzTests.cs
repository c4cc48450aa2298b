using System.Globalization;
using Autograd.IO;
using Xunit.Abstractions;

namespace Autograd.Tests.IO;

/// <summary>
/// Files that were good until something was changed in them: each is read, or refused with a <see cref="TensorFileException"/>, within its bound of memory.
/// A case is its number. AUTOGRAD_FUZZ=FIRST-LAST runs others than the first twenty thousand.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const string Variable = "AUTOGRAD_FUZZ";
    private const int MostFailures = 10;

    private static readonly (long First, long Last) Default = (1, 20_000);

    /// <summary>Cases that once found something.</summary>
    private static readonly long[] Kept = [4602];

    [Fact]
    public void Changed_files_are_read_or_refused()
    {
        using var files = new Files();
        var corpus = new Corpus(files);
        var (first, last) = Range();
        output.WriteLine(FormattableString.Invariant($"cases {first} to {last}"));
        // Compiled, and its tables made, before anything is measured.
        for (int warm = 0; warm < 200; warm++) Try(corpus, files, warm);

        var failures = new List<string>();
        long refused = 0;
        foreach (long number in Kept.Concat(Numbers(first, last)))
        {
            var (problem, wasRefused) = Try(corpus, files, number);
            if (wasRefused) refused++;
            if (problem is null) continue;
            failures.Add(FormattableString.Invariant($"{Variable}={number}-{number}: {problem}"));
            if (failures.Count == MostFailures) break;
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        output.WriteLine(FormattableString.Invariant($"{refused} of {last - first + 1} refused"));
        // Changes that nobody notices would test nothing.
        if (last - first > 1000) Assert.InRange(refused, (last - first) / 2, last - first);
    }

    /// <summary>Reads the file of a case; what is wrong with what came of it.</summary>
    private static (string? Problem, bool Refused) Try(Corpus corpus, Files files, long number)
    {
        var (name, bytes) = corpus.Case(number);
        string path = files.Write(name, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool refused = false;
        IEnumerable<Tensor> tensors = [];
        try
        {
            tensors = Corpus.Load(path);
        }
        catch (TensorFileException e)
        {
            refused = true;
            if (!e.Message.StartsWith(path, StringComparison.Ordinal)) return ($"{name}: the message does not name the file: {e.Message}", true);
        }
        catch (Exception e)
        {
            return ($"{name}: {e}", true);
        }
        long taken = GC.GetAllocatedBytesForCurrentThread() - before, bound = (4L * bytes.Length) + (1 << 20);
        if (taken > bound) return (FormattableString.Invariant($"{name}: {taken} bytes for a file of {bytes.Length}"), refused);
        // What was let through lies within its memory: all of it can be read. One element may stand for millions.
        foreach (var tensor in tensors.Where(static t => t.Numel < 1 << 20)) Files.Bits(tensor);
        return (null, refused);
    }

    private static IEnumerable<long> Numbers(long first, long last)
    {
        for (long number = first; number <= last; number++) yield return number;
    }

    private static (long First, long Last) Range()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } given) return Default;
        string[] ends = given.Split('-');
        return (long.Parse(ends[0], CultureInfo.InvariantCulture), long.Parse(ends[^1], CultureInfo.InvariantCulture));
    }
}
