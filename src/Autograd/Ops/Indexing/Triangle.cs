using Autograd.Kernels;

namespace Autograd;

/// <summary>One triangle of the last two dimensions, zeros in the other: its own transpose.</summary>
internal readonly struct TriangleOp(int diagonal, bool upper) : ILinear
{
    public static string Name => "Triangle";

    public static Tensor Run(string op, Tensor x, int diagonal, bool upper)
    {
        if (x.Rank < 2) throw new ShapeException($"{op}: a tensor of shape {x.Shape} is no matrix");
        var y = Tensor.Allocate(x.Layout, x.DType);
        var work = new Work(x, diagonal, upper, y);
        DTypes.Element(x.DType, ref work);
        return Op.Records(op, x) ? Op.Record(op, y, new LinearRule<TriangleOp>(new(diagonal, upper)), x) : Op.Pass(op, y, x);
    }

    public Tensor Apply(Tensor x) => Run(Name, x, diagonal, upper);

    public Tensor Adjoint(Tensor g) => Run(Name, g, diagonal, upper);

    public void Visit(ref SavedVisitor saved)
    {
    }

    private readonly ref struct Work(Tensor x, int diagonal, bool upper, Tensor y) : IElementWork
    {
        public void Run<T>()
            where T : unmanaged
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            GatherMask.Triangle<T>(xs.Span, x.Layout, diagonal, upper, ys.Span[..y.Numel]);
        }
    }
}

public partial class Tensor
{
    /// <summary>The lower triangle of the last two dimensions, zeros above diagonal k (<c>torch.tril</c>).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public Tensor Tril(int diagonal = 0) => TriangleOp.Run("Tril", this, diagonal, false);

    /// <summary>The upper triangle of the last two dimensions, zeros below diagonal k (<c>torch.triu</c>).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public Tensor Triu(int diagonal = 0) => TriangleOp.Run("Triu", this, diagonal, true);
}
