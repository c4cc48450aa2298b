using Autograd;

namespace CharRnn;

/// <summary>A text as numbers: its characters in the order of their code points, and where each stands among them.</summary>
internal sealed class CharText
{
    private readonly char[] characters;

    public CharText(string text)
    {
        characters = [.. text.Distinct().Order()];
        Ids = Tensor.From(Array.ConvertAll(text.ToCharArray(), c => (long)Array.BinarySearch(characters, c)));
    }

    /// <summary>The characters of the text: <c>[length]</c>, int64.</summary>
    public Tensor Ids { get; }

    /// <summary>How many different characters there are.</summary>
    public int Vocabulary => characters.Length;

    /// <summary>Reads a file of text.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static CharText Load(string path) => new(File.ReadAllText(path));

    /// <summary>Windows at random places: characters <c>[batch, steps]</c>, and those that follow each of them.</summary>
    /// <exception cref="InvalidDataException">The text is shorter than a window.</exception>
    public (Tensor Characters, Tensor Next) Batch(int batch, int steps)
    {
        if (Ids.Numel <= steps + 1) throw new InvalidDataException(FormattableString.Invariant($"A text of {Ids.Numel} characters has no windows of {steps + 1}"));
        var starts = Tensor.RandInt(0, Ids.Numel - steps - 1, [batch]);
        var windows = Ids[starts.Unsqueeze(1) + Tensor.Arange(steps + 1)];
        return (windows[.., ..^1], windows[.., 1..]);
    }

    public string Decode(IEnumerable<long> ids) => string.Concat(ids.Select(id => characters[id]));
}
