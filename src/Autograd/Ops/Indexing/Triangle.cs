using Autograd.Kernels;

namespace Autograd;

/// <summary>One triangle of the last two dimensions, zeros in the other: its own transpose.</summary>
internal struct TriangleOp(string name, int diagonal, bool upper) : IOp, IBroadcasts, IElementBody, IBuiltInLinear
{
    public static string Name => "Triangle";

    public readonly Form Infer(ref OpCall c) => c.X.Rank >= 2
        ? Form.Like(c.X)
        : throw new ShapeException($"{name}: a tensor of shape {c.X.Shape} is no matrix");

    public void Compute(in OpCall c) => c.Element(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged => TriangleKernel.Keep(c.In<T>(0), c.X.Layout, diagonal, upper, c.Out<T>());

    public readonly Node Record(in OpCall c) => c.Linear(this);

    public readonly Tensor Apply(Tensor x) => Op.Call(this, x);

    public readonly Tensor Adjoint(Tensor g) => Op.Call(this, g);

    public readonly void Visit(ref SavedVisitor saved)
    {
    }
}

public partial class Tensor
{
    /// <summary>The lower triangle of the last two dimensions, zeros above diagonal k (<c>torch.tril</c>).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public Tensor Tril(int diagonal = 0) => Op.Call(new TriangleOp("Tril", diagonal, false), this);

    /// <summary>The upper triangle of the last two dimensions, zeros below diagonal k (<c>torch.triu</c>).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public Tensor Triu(int diagonal = 0) => Op.Call(new TriangleOp("Triu", diagonal, true), this);
}
