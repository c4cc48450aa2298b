using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// X = T^-1 B for a triangle T: gB = T^-T gX, gT = -gB X^T in the triangle that is read (without its diagonal, where that is taken
/// for ones). T is read by its strides: a transposed triangle costs nothing.
/// </summary>
internal struct SolveTriangularOp(string name, bool upper, bool unit) : IOp, IBroadcasts, IFloatBody, IBuiltInRule
{
    private Layout triangles = null!;
    private Layout right = null!;
    private Layout tl = null!;
    private Layout bl = null!;
    private Saved triangle;
    private Saved x;

    public static string Name => "SolveTriangular";

    public Form Infer(ref OpCall c)
    {
        (tl, bl) = (c.X.Layout, c.Y.Layout);
        int n = tl.Sizes[^1], k = bl.Sizes[^1];
        var batch = Matrices.Batch(name, c.X, c.Y);
        triangles = tl.TryExpand([.. batch, n, n])!;
        right = bl.TryExpand([.. batch, n, k])!;
        c.Flops = (long)Matrices.Count(right) * n * n * k;
        return new Form([.. batch, n, k], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var solution = c.Out<T>();
        CopyKernel.Copy(c.In<T>(1), right, solution);
        for (int item = 0; item < Matrices.Count(triangles); item++)
        {
            var matrix = Matrices.Read(c.In<T>(0), triangles, item);
            if (!unit) Matrices.NeedRegular(name, matrix, triangles, item);
            TriangularKernel.Solve(matrix, upper, unit, Matrices.At(solution, c.Result.Layout, item));
        }
    }

    public Node Record(in OpCall c)
    {
        (triangle, x) = (Saved.Of(c.X), c.Save());
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var gb = Op.Call(new SolveTriangularOp(name, !upper, unit), triangle.Value.MT, g);
        if (c.Needs(0)) c.Add(0, Part(-gb.MatMul(x.Value.MT)).SumTo(tl));
        if (c.Needs(1)) c.Add(1, gb.SumTo(bl));
    }

    // dX = T^-1 (dB - dT X).
    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } da) t.Set(0, -Op.Call(new SolveTriangularOp(name, upper, unit), triangle.Value, Part(da).MatMul(x.Value)));
        if (t[1] is { } db) t.Set(0, Op.Call(new SolveTriangularOp(name, upper, unit), triangle.Value, db).Expand(t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref triangle, ref x);

    /// <summary>What of a matrix is read.</summary>
    private readonly Tensor Part(Tensor full) => upper ? full.Triu(unit ? 1 : 0) : full.Tril(unit ? -1 : 0);
}

public static partial class Linalg
{
    /// <summary>
    /// The solution of T X = B for a triangle T, batches broadcast (<c>torch.linalg.solve_triangular</c>). Of T one triangle is read,
    /// and gets the gradient.
    /// </summary>
    /// <param name="a">T: <c>[..., N, N]</c>.</param>
    /// <param name="b">B: <c>[..., N, K]</c>; <c>[..., K, N]</c> where <paramref name="left"/> is false.</param>
    /// <param name="upper">Which triangle T is.</param>
    /// <param name="left">Otherwise X T = B is solved.</param>
    /// <param name="unitriangular">The diagonal of T is taken for ones and not read.</param>
    /// <exception cref="ShapeException">T is not square, or the shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes are not float32 or float64, or differ.</exception>
    /// <exception cref="LinAlgException">There is a zero on the diagonal, where PyTorch gives infinities.</exception>
    public static Tensor SolveTriangular(Tensor a, Tensor b, bool upper, bool left = true, bool unitriangular = false) =>
        SolveTriangular("SolveTriangular", a, b, upper, left, unitriangular);

    /// <summary>The same for an op that is composed of it.</summary>
    internal static Tensor SolveTriangular(string op, Tensor a, Tensor b, bool upper, bool left = true, bool unitriangular = false)
    {
        int n = Matrices.NeedSquare(op, a);
        Matrices.Need(op, b);
        Matrices.NeedOneDType(op, a, b);
        if (b.Shape[left ? -2 : -1] != n)
            throw new ShapeException($"{op}: B of shape {b.Shape} does not fit the triangle of shape {a.Shape}: {(left ? "its rows" : "its columns")} must be {n}");
        // X T = B is T^T X^T = B^T.
        return left
            ? Op.Call(new SolveTriangularOp(op, upper, unitriangular), a, b)
            : Op.Call(new SolveTriangularOp(op, !upper, unitriangular), a.MT, b.MT).MT;
    }
}

public partial class Tensor
{
    /// <summary>
    /// The solution of T X = B, this tensor being B, and T as it was given (<c>torch.triangular_solve</c>, which PyTorch has replaced by
    /// <c>linalg.solve_triangular</c>: <see cref="Linalg.SolveTriangular(Tensor, Tensor, bool, bool, bool)"/>).
    /// </summary>
    /// <param name="a">T: <c>[..., N, N]</c>.</param>
    /// <param name="upper">Which triangle T is.</param>
    /// <param name="transpose">Solves T^T X = B instead.</param>
    /// <param name="unitriangular">The diagonal of T is taken for ones and not read.</param>
    /// <exception cref="ShapeException">T is not square, or the shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes are not float32 or float64, or differ.</exception>
    /// <exception cref="LinAlgException">There is a zero on the diagonal.</exception>
    public (Tensor Solution, Tensor Coefficient) TriangularSolve(Tensor a, bool upper = true, bool transpose = false, bool unitriangular = false)
    {
        Matrices.NeedSquare("TriangularSolve", a);
        return (Linalg.SolveTriangular("TriangularSolve", transpose ? a.MT : a, this, upper != transpose, left: true, unitriangular), a);
    }
}
