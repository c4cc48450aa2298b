using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Autograd.Testing;

/// <summary>One point of a property test; the same draw gives the same inputs.</summary>
/// <param name="Seed">The seed of shapes and values.</param>
/// <param name="Size">The largest size of a drawn dimension; 0 for empty tensors.</param>
/// <param name="Layout">The layout of the inputs.</param>
public sealed record Draw(int Seed, int Size, InputLayout Layout)
{
    /// <summary>The dice of this draw.</summary>
    public Dice Dice() => new((ulong)Seed, Size, Layout);
}

/// <summary>Checks a property on draws of every case of a row, of an op or of a module, with FsCheck: failures are shrunk to small contiguous inputs.</summary>
/// <remarks>
/// Draws depend on the row's name alone, so that a failure comes back in every run; the environment variable
/// AUTOGRAD_PROPERTY_SEED (a number) gives others.
/// </remarks>
public static class OpProperty
{
    /// <summary>The values of so many elements are written out where a property fails.</summary>
    private const int FewElements = 6;

    private static readonly ulong Salt =
        ulong.TryParse(Environment.GetEnvironmentVariable("AUTOGRAD_PROPERTY_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong salt) ? salt : 0;

    /// <summary>Checks a property of an op; it fails by throwing.</summary>
    /// <param name="row">The row.</param>
    /// <param name="draws">How many draws for each case.</param>
    /// <param name="property">Gets the case and the draw.</param>
    /// <param name="maxSize">The largest size of a drawn dimension.</param>
    /// <param name="layout">The layout of the inputs.</param>
    /// <exception cref="Exception">The property failed; the message has the row, the case and the smallest failing draw.</exception>
    public static void Check(OpRow row, int draws, Action<OpCase, Draw> property, int maxSize = 3, InputLayout layout = InputLayout.Mixed)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(property);
        Check(row.Name, row.Cases, draws, Shown, maxSize, layout);

        // A draw says nothing to a reader; its tensors do. What failed stands behind it, as the cause.
        void Shown(OpCase @case, Draw draw)
        {
            try
            {
                property(@case, draw);
            }
            catch (Exception failure)
            {
                throw new AutogradException($"on {string.Join(", ", @case.Inputs(draw.Dice()).Select(Text))}", failure);
            }
        }
    }

    /// <summary>Checks a property of a module; it fails by throwing.</summary>
    /// <param name="row">The row.</param>
    /// <param name="draws">How many draws for each case.</param>
    /// <param name="property">Gets the case and the draw.</param>
    /// <param name="layout">The layout of the inputs.</param>
    /// <exception cref="Exception">The property failed; the message has the row, the case and the smallest failing draw.</exception>
    public static void Check(ModuleRow row, int draws, Action<ModuleCase, Draw> property, InputLayout layout = InputLayout.Contiguous)
    {
        ArgumentNullException.ThrowIfNull(row);
        Check(row.Name, row.Cases, draws, property, 3, layout);
    }

    private static void Check<TCase>(string name, IReadOnlyList<TCase> cases, int draws, Action<TCase, Draw> property, int maxSize, InputLayout layout)
    {
        for (int i = 0; i < cases.Count; i++)
        {
            var @case = cases[i];
            ulong seed = Hash(name) + (ulong)i + Salt;
            // The second half of a SplitMix state must be odd.
            var config = Config.QuickThrowOnFailure
                .WithMaxTest(draws)
                .WithName(string.Create(CultureInfo.InvariantCulture, $"{name}, case {i}, seed {seed}"))
                .WithReplay(new Replay(new Rnd(seed, 0x9E3779B97F4A7C15), FSharpOption<int>.None));
            FsCheck.Check.One(config, Prop.ForAll(Draws(maxSize, layout), draw => property(@case, draw)));
        }
    }

    /// <summary>Draws: one in eight is empty; smaller sizes and plain layouts are tried when one fails.</summary>
    public static Arbitrary<Draw> Draws(int maxSize, InputLayout layout) => Arb.From(
        from seed in Gen.Choose(1, 1_000_000_000)
        from size in Gen.Frequency((7, Gen.Choose(1, maxSize)), (1, Gen.Constant(0)))
        select new Draw(seed, size, layout),
        Smaller);

    private static IEnumerable<Draw> Smaller(Draw draw)
    {
        if (draw.Layout != InputLayout.Contiguous) yield return draw with { Layout = InputLayout.Contiguous };
        for (int size = 1; size < draw.Size; size++) yield return draw with { Size = size };
    }

    private static string Text(Tensor x)
    {
        string form = $"{x.DType.Name} {x.Shape}";
        return x.Numel > FewElements ? form : string.Create(CultureInfo.InvariantCulture, $"{form} {{{string.Join(", ", x.Detach().To(DType.Float64).ToArray<double>().Select(static v => v.ToString("R", CultureInfo.InvariantCulture)))}}}");
    }

    /// <summary>FNV-1a: the same in every process, as string.GetHashCode is not.</summary>
    private static ulong Hash(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in name) hash = (hash ^ c) * 1099511628211;
        return hash;
    }
}
