using Autograd;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Gpt;

/// <summary>The sizes of a model.</summary>
/// <param name="Context">T, how many characters are seen at once.</param>
/// <param name="Size">D, the elements of a position, a multiple of the heads.</param>
/// <param name="Heads">The heads of an attention.</param>
/// <param name="Layers">The blocks.</param>
/// <param name="IsTied">Whether the table of characters is also the weight of the last layer.</param>
internal sealed record GptSizes(int Context = 128, int Size = 192, int Heads = 6, int Layers = 4, bool IsTied = false);

/// <summary>A block: what a position takes from those before it, and what it makes of that.</summary>
internal sealed class Block(int size, int heads) : Module
{
    private readonly LayerNorm n1 = new(size);
    private readonly LayerNorm n2 = new(size);
    private readonly Linear qkv = new(size, 3 * size);
    private readonly Linear proj = new(size, size);
    private readonly Linear up = new(size, 4 * size);
    private readonly Linear down = new(4 * size, size);

    protected override Tensor ForwardCore(Tensor x)
    {
        // [N, T, 3 D] -> three of [N, heads, T, D / heads]
        var parts = qkv.Forward(n1.Forward(x)).Chunk(3, -1);
        var (q, k, v) = (Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));
        var attended = F.ScaledDotProductAttention(q, k, v, isCausal: true);
        x += proj.Forward(attended.Transpose(1, 2).Flatten(2));
        return x + down.Forward(F.GELU(up.Forward(n2.Forward(x))));
    }

    private Tensor Heads(Tensor x) => x.Unflatten(-1, heads, x.Shape[^1] / heads).Transpose(1, 2);
}

/// <summary>Characters in, scores of the next character out: <c>[N, T]</c>, int64, to <c>[N T, vocabulary]</c>.</summary>
internal sealed class GptModel : Module
{
    private readonly Embedding tok;
    private readonly Embedding pos;
    private readonly Sequential blocks;
    private readonly LayerNorm norm;
    private readonly Linear head;

    public GptModel(int vocabulary, GptSizes sizes)
    {
        Context = sizes.Context;
        tok = new Embedding(vocabulary, sizes.Size);
        pos = new Embedding(sizes.Context, sizes.Size);
        blocks = new Sequential(Enumerable.Range(0, sizes.Layers).Select(_ => new Block(sizes.Size, sizes.Heads)).ToArray());
        norm = new LayerNorm(sizes.Size);
        head = new Linear(sizes.Size, vocabulary);
        if (!sizes.IsTied) return;
        // One parameter in two places (Press and Wolf, 2017): learned once, of the size that suits scores.
        head.Weight = tok.Weight;
        Init.Normal(tok.Weight, std: 0.02);
    }

    /// <summary>T.</summary>
    public int Context { get; }

    protected override Tensor ForwardCore(Tensor characters)
    {
        var x = tok.Forward(characters) + pos.Forward(Tensor.Arange(characters.Shape[1]));
        return head.Forward(norm.Forward(blocks.Forward(x))).Flatten(0, 1);
    }
}
