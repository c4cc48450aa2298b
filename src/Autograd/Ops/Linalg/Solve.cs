using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// X = A^-1 B, or A^-T B, by the factors of A, which are read and have no place in the graph of their own: as a function of A and B,
/// gB = A^-T gX and gA = -gB X^T (Giles, 2008, 2.2.3). The rule solves with the same factors.
/// </summary>
internal struct SolveOp(string name, bool adjoint) : IOp, IBroadcasts, IRowMajor, IFloatBody, IBuiltInRule
{
    private Layout factors = null!;
    private Layout right = null!;
    private Layout al = null!;
    private Layout bl = null!;
    private Saved x;
    private Saved lu;
    private Saved pivots;

    public static string Name => "Solve";

    /// <summary>A: <c>[..., N, N]</c>, of which the place in the graph is asked for alone, B: <c>[..., N, K]</c>, batches broadcast.</summary>
    public static Tensor Apply(string op, Tensor? a, Tensor b, Tensor lu, Tensor pivots, bool adjoint) =>
        Op.Call(new SolveOp(op, adjoint), a, b, lu, pivots);

    public Form Infer(ref OpCall c)
    {
        (al, bl) = (c.Input(2).Layout, c.Y.Layout);
        int n = al.Sizes[^1], k = bl.Sizes[^1];
        var batch = Matrices.Batch(name, c.Input(2), c.Y);
        factors = al.TryExpand([.. batch, n, n])!;
        right = bl.TryExpand([.. batch, n, k])!;
        c.Flops = 2L * Matrices.Count(right) * n * n * k;
        return new Form([.. batch, n, k], c.Y.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var solution = c.Out<T>();
        var rows = c.Elements<int>(3);
        CopyKernel.Copy(c.In<T>(1), right, solution);
        int n = factors.Sizes[^1];
        for (int item = 0; item < Matrices.Count(factors); item++)
        {
            var matrix = Matrices.Read(c.In<T>(2), factors, item);
            Matrices.NeedRegular(name, matrix, factors, item);
            LuKernel.Solve(matrix, rows.Slice(Matrices.Source(factors, item) * n, n), adjoint, Matrices.At(solution, c.Result.Layout, item));
        }
    }

    public Node Record(in OpCall c)
    {
        (x, lu, pivots) = (c.Save(), Saved.Of(c.Input(2)), Saved.Of(c.Input(3)));
        return c.Node(this, inputs: 2);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var gb = Apply(name, c.Place(0), g, lu.Value, pivots.Value, !adjoint);
        if (c.Needs(0))
        {
            var product = adjoint ? x.Value.MatMul(gb.MT) : gb.MatMul(x.Value.MT);
            c.Add(0, -product.SumTo(al));
        }
        if (c.Needs(1)) c.Add(1, gb.SumTo(bl));
    }

    // dX = A^-1 (dB - dA X).
    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } da) t.Set(0, -Apply(name, t.Place(0), (adjoint ? da.MT : da).MatMul(x.Value), lu.Value, pivots.Value, adjoint));
        if (t[1] is { } db) t.Set(0, Apply(name, t.Place(0), db, lu.Value, pivots.Value, adjoint).Expand(t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref lu, ref pivots);
}

public static partial class Linalg
{
    /// <summary>
    /// The solution of A X = B, batches broadcast (<c>torch.linalg.solve</c>). A B of shape <c>[N]</c>, or of the shape of A without its
    /// last dimension, is a vector for each matrix; any other B has columns.
    /// </summary>
    /// <param name="a">A: <c>[..., N, N]</c>.</param>
    /// <param name="b">B: <c>[..., N, K]</c>, or <c>[..., N]</c>; <c>[..., K, N]</c> where <paramref name="left"/> is false.</param>
    /// <param name="left">Otherwise X A = B is solved.</param>
    /// <exception cref="ShapeException">A is not square, or the shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes are not float32 or float64, or differ.</exception>
    /// <exception cref="LinAlgException">A matrix is singular: a pivot is 0.</exception>
    public static Tensor Solve(Tensor a, Tensor b, bool left = true)
    {
        int n = Matrices.NeedSquare("Solve", a);
        ArgumentNullException.ThrowIfNull(b);
        Matrices.NeedOneDType("Solve", a, b);
        bool isVector = b.Rank == 1 || (b.Rank == a.Rank - 1 && b.Layout.Sizes.SequenceEqual(a.Layout.Sizes[..^1]));
        if (isVector)
        {
            if (!left) throw new ShapeException($"Solve: X A = B with a B of shape {b.Shape} for A of shape {a.Shape}: vectors are solved from the left; make B a matrix with Unsqueeze(-2)");
            return Solve(a, b.Unsqueeze(-1)).Squeeze(-1);
        }
        if (b.Rank < 2 || b.Shape[left ? -2 : -1] != n)
            throw new ShapeException($"Solve: B of shape {b.Shape} does not fit A of shape {a.Shape}: {(left ? "its rows" : "its columns")} must be {n}");
        Matrices.Batch("Solve", a, b);
        var (lu, pivots) = LuFactorOp.Detached("Solve", a);
        // X A = B is A^T X^T = B^T.
        return left ? SolveOp.Apply("Solve", a, b, lu, pivots, adjoint: false) : SolveOp.Apply("Solve", a, b.MT, lu, pivots, adjoint: true).MT;
    }
}
