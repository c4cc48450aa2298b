namespace Autograd.Kernels;

/// <summary>Walks over the outputs of one plane of a pool, row after row.</summary>
/// <typeparam name="TAxis">Which inputs an output sees along a dimension.</typeparam>
internal ref struct PoolWindow<TAxis>(in PoolShape<TAxis> shape)
    where TAxis : struct, IPoolAxis
{
    private readonly PoolShape<TAxis> shape = shape;
    private int d;
    private int h;
    private int w = -1;

    /// <summary>What the output sees along the depth.</summary>
    public PoolSpan Depth { get; private set; }

    /// <summary>What the output sees along the height.</summary>
    public PoolSpan Height { get; private set; }

    /// <summary>What the output sees along the width.</summary>
    public PoolSpan Width { get; private set; }

    /// <summary>How many inputs it sees.</summary>
    public readonly double Count => (double)Depth.Count * Height.Count * Width.Count;

    /// <summary>How many it sees with the padding.</summary>
    public readonly double Size => (double)Depth.Size * Height.Size * Width.Size;

    /// <summary>Goes to the next output; the caller knows how many there are.</summary>
    public void Next()
    {
        if (++w == shape.Width.Output)
        {
            w = 0;
            if (++h == shape.Height.Output)
            {
                h = 0;
                d++;
            }
        }
        if (w == 0)
        {
            Depth = shape.Depth.At(d);
            Height = shape.Height.At(h);
        }
        Width = shape.Width.At(w);
    }
}
