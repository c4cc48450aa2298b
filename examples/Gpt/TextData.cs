using Autograd;

namespace Gpt;

/// <summary>A text as numbers: its characters in the order of their code points, and where each stands among them.</summary>
internal sealed class TextData
{
    private readonly char[] characters;
    private readonly Tensor ids;

    public TextData(string text)
    {
        characters = [.. text.Distinct().Order()];
        ids = Tensor.From(Array.ConvertAll(text.ToCharArray(), c => (long)Array.BinarySearch(characters, c)));
    }

    /// <summary>How many different characters there are.</summary>
    public int Vocabulary => characters.Length;

    /// <summary>Windows at random places: characters <c>[batch, length]</c>, and those that follow each of them, <c>[batch * length]</c>.</summary>
    /// <exception cref="InvalidDataException">The text is shorter than a window.</exception>
    public (Tensor Characters, Tensor Next) Batch(int batch, int length)
    {
        if (ids.Numel <= length) throw new InvalidDataException(FormattableString.Invariant($"A text of {ids.Numel} characters has no window of {length + 1}"));
        var starts = Tensor.RandInt(0, ids.Numel - length, [batch]);
        var windows = ids[starts.Unsqueeze(1) + Tensor.Arange(length + 1)];
        return (windows[.., ..^1], windows[.., 1..].Flatten());
    }

    public char Decode(long id) => characters[id];
}
