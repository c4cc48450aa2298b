using Autograd.Checks;
using Autograd.Kernels;

namespace Autograd.Testing;

/// <summary>An element's value and gradient are the same bits wherever it lies and whoever computes it.</summary>
internal static class BitChecks
{
    /// <summary>The number of threads is the process's: two tests that change it wait for each other.</summary>
    private static readonly Lock Counting = new();

    public static void Layout(OpRow row) => OpProperty.Check(
        row,
        12,
        (@case, draw) =>
        {
            var inputs = @case.Inputs(draw.Dice());
            var reference = Run.Of(@case, Array.ConvertAll(inputs, x => x.Clone()));
            Same.Bits(reference, Run.Of(@case, inputs), "drawn layout");
            foreach (var layout in (ReadOnlySpan<InputLayout>)[InputLayout.Offset, InputLayout.Permuted, InputLayout.Sliced])
            {
                var random = new SplitMix((ulong)draw.Seed);
                Same.Bits(reference, Run.Of(@case, Array.ConvertAll(inputs, x => Embedding.Embed(x, layout, random))), layout.ToString());
            }
        },
        maxSize: 9,
        layout: InputLayout.Expanded);

    /// <summary>On inputs large enough that work is shared. The number of threads is the process's, and is put back.</summary>
    public static void Threads(OpRow row)
    {
        using var alone = Counting.EnterScope();
        int threads = Workers.Count;
        try
        {
            foreach (var @case in row.Cases)
            {
                var inputs = @case.Inputs(new Dice(seed: 7, size: 3, InputLayout.Contiguous, large: true));
                Workers.Count = 1;
                var serial = Run.Of(@case, inputs);
                foreach (int count in (ReadOnlySpan<int>)[2, 7])
                {
                    Workers.Count = count;
                    Same.Bits(serial, Run.Of(@case, inputs), FormattableString.Invariant($"{count} threads"));
                }
            }
        }
        finally
        {
            Workers.Count = threads;
        }
    }
}
