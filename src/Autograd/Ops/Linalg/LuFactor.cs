using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// P^T A = L U with partial pivoting, L and U in one matrix, and the exchanges of rows (int32, counted from 1).
/// With M = L^-1 P^T dA U^-1 of the leading square: dL = L tril(M, -1), dU = triu(M) U; what is beyond the square follows
/// from L2 = A2 U^-1 or U2 = L^-1 A2.
/// </summary>
internal struct LuFactorOp(string name) : IOp, IBroadcasts, IFloatBody, IBuiltInRule
{
    private Saved factors;
    private Saved exchanges;

    public static string Name => "LuFactor";

    /// <summary>The factors of the values, outside of the graph: what another op computes with.</summary>
    public static (Tensor Lu, Tensor Pivots) Detached(string op, Tensor a)
    {
        Matrices.NeedSquare(op, a);
        return Op.CallTwo(new LuFactorOp(op), a.Detach());
    }

    public readonly Form Infer(ref OpCall c)
    {
        Matrices.Need(name, c.X);
        long m = c.X.Layout.Sizes[^2], n = c.X.Layout.Sizes[^1], k = Math.Min(m, n);
        c.Flops = Matrices.Count(c.X.Layout) * (2 * m * n * k - (m + n) * k * k + 2 * k * k * k / 3);
        c.Also(new Form([.. c.X.Layout.Sizes[..^2], (int)k], DType.Int32));
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = c.X.Layout;
        var factored = c.Out<T>();
        var pivots = c.Out<int>(1);
        CopyKernel.Copy(c.In<T>(0), layout, factored);
        int k = Math.Min(layout.Sizes[^2], layout.Sizes[^1]);
        for (int item = 0; item < Matrices.Count(layout); item++)
            LuKernel.Factor(Matrices.At(factored, layout, item), pivots.Slice(item * k, k));
    }

    public Node Record(in OpCall c)
    {
        (factors, exchanges) = (c.Save(), c.Save(1));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var lu = factors.Value;
        int m = lu.Shape[-2], n = lu.Shape[-1], k = Math.Min(m, n);
        Tensor lower = Linalg.UnitLower(lu), upper = lu.Narrow(-2, 0, k).Triu();
        Tensor gl = g.Narrow(-1, 0, k).Tril(-1), gu = g.Narrow(-2, 0, k).Triu();
        Tensor l1 = lower.Narrow(-2, 0, k), l2 = lower.Narrow(-2, k, m - k), u1 = upper.Narrow(-1, 0, k), u2 = upper.Narrow(-1, k, n - k);
        Tensor gl1 = gl.Narrow(-2, 0, k), gl2 = gl.Narrow(-2, k, m - k), gu1 = gu.Narrow(-1, 0, k), gu2 = gu.Narrow(-1, k, n - k);
        var inner = (l1.MT.MatMul(gl1) - gu2.MatMul(u2.MT)).Tril(-1) + (gu1.MatMul(u1.MT) - l2.MT.MatMul(gl2)).Triu();
        var square = Linalg.SolveTriangular(u1.MT, inner, upper: false, left: false);
        var top = Linalg.SolveTriangular(l1.MT, Tensor.Cat([square, gu2], -1), upper: true, unitriangular: true);
        var bottom = Linalg.SolveTriangular(u1.MT, gl2, upper: false, left: false);
        // Beyond the square there are rows or columns, not both.
        var all = m > n ? Tensor.Cat([top, bottom], -2) : top;
        c.Add(0, Linalg.Permutation(exchanges.Value, m, lu.DType).MatMul(all));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } da) return;
        var lu = factors.Value;
        int m = lu.Shape[-2], n = lu.Shape[-1], k = Math.Min(m, n);
        Tensor lower = Linalg.UnitLower(lu), upper = lu.Narrow(-2, 0, k).Triu();
        Tensor l1 = lower.Narrow(-2, 0, k), l2 = lower.Narrow(-2, k, m - k), u1 = upper.Narrow(-1, 0, k), u2 = upper.Narrow(-1, k, n - k);
        var moved = Linalg.Permutation(exchanges.Value, m, lu.DType).MT.MatMul(da);
        var top = Linalg.SolveTriangular(l1, moved.Narrow(-2, 0, k), upper: false, unitriangular: true);
        var inner = Linalg.SolveTriangular(u1, top.Narrow(-1, 0, k), upper: true, left: false);
        var du1 = inner.Triu().MatMul(u1);
        var square = l1.MatMul(inner.Tril(-1)) + du1;
        // L1^-1 (dA2 - dL1 U2), and (dA2 - L2 dU1) U1^-1.
        var right = top.Narrow(-1, k, n - k) - inner.Tril(-1).MatMul(u2);
        var bottom = Linalg.SolveTriangular(u1, moved.Narrow(-2, k, m - k).Narrow(-1, 0, k) - l2.MatMul(du1), upper: true, left: false);
        var all = Tensor.Cat([square, right], -1);
        t.Set(0, m > n ? Tensor.Cat([all, bottom], -2) : all);
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref factors, ref exchanges);
}

/// <summary>The permutation matrix P of <c>[..., m, m]</c> that exchanges of rows make: A = P L U. No derivative.</summary>
internal struct LuPermutationOp(int m, DType dtype) : IOp, IBroadcasts, IRowMajor, IFloatBody
{
    public static string Name => "LuPermutation";

    public readonly Form Infer(ref OpCall c) => new([.. c.X.Layout.Sizes[..^1], m, m], dtype);

    public void Compute(in OpCall c) => c.Float(dtype, ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var p = c.Out<T>();
        var pivots = c.Elements<int>(0);
        p.Clear();
        int k = c.X.Layout.Sizes[^1];
        for (int item = 0; item < Matrices.Count(c.Result.Layout); item++)
        {
            var matrix = Matrices.At(p, c.Result.Layout, item);
            for (int i = 0; i < m; i++) matrix[i, i] = T.One;
            LuKernel.PermuteBack(pivots.Slice(item * k, k), matrix);
        }
    }

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>
/// Linear algebra (<c>torch.linalg</c>): decompositions, solutions, determinants and norms of matrices <c>[..., M, N]</c>,
/// whose leading dimensions are a batch. In float32 and float64; other dtypes throw a <see cref="DTypeException"/>.
/// </summary>
public static partial class Linalg
{
    /// <summary>
    /// The factors of A = P L U in one matrix, L below the diagonal without its ones, and the exchanges of rows
    /// (<c>torch.linalg.lu_factor</c>): a singular matrix is factored as well, with a zero on the diagonal of U, and has no derivative there.
    /// </summary>
    /// <param name="a"><c>[..., M, N]</c>.</param>
    /// <returns>LU <c>[..., M, N]</c>, and pivots <c>[..., min(M, N)]</c>, int32: row k was exchanged with row pivots[k] - 1.</returns>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static (Tensor LU, Tensor Pivots) LuFactor(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return Op.CallTwo(new LuFactorOp("LuFactor"), a);
    }

    /// <summary>A = P L U with partial pivoting (<c>torch.linalg.lu</c>): a permutation, a lower triangle with ones on its diagonal, an upper one.</summary>
    /// <param name="a"><c>[..., M, N]</c>.</param>
    /// <returns>P <c>[..., M, M]</c>, L <c>[..., M, K]</c>, U <c>[..., K, N]</c> with K = min(M, N).</returns>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static (Tensor P, Tensor L, Tensor U) Lu(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        var (lu, pivots) = Op.CallTwo(new LuFactorOp("Lu"), a);
        return (Permutation(pivots, lu.Shape[-2], lu.DType), UnitLower(lu), lu.Narrow(-2, 0, Math.Min(lu.Shape[-2], lu.Shape[-1])).Triu());
    }

    /// <summary>Solves A X = B by the factors that <see cref="LuFactor"/> gave (<c>torch.linalg.lu_solve</c>); differentiable in the factors and in B.</summary>
    /// <param name="lu"><c>[..., N, N]</c>.</param>
    /// <param name="pivots"><c>[..., N]</c>, int32.</param>
    /// <param name="b"><c>[..., N, K]</c>; <c>[..., K, N]</c> where <paramref name="left"/> is false.</param>
    /// <param name="left">Otherwise X A = B is solved.</param>
    /// <param name="adjoint">A^T instead of A.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes are not float32 or float64, or differ, or the pivots are not int32.</exception>
    /// <exception cref="LinAlgException">A matrix is singular.</exception>
    public static Tensor LuSolve(Tensor lu, Tensor pivots, Tensor b, bool left = true, bool adjoint = false)
    {
        using var face = Face.Of(nameof(LuSolve));
        int n = Matrices.NeedSquare("LuSolve", lu);
        ArgumentNullException.ThrowIfNull(pivots);
        if (pivots.DType != DType.Int32) throw new DTypeException($"LuSolve: pivots are int32, as LuFactor gives them, not {pivots.DType.Name}");
        if (!pivots.Layout.Sizes.SequenceEqual(lu.Layout.Sizes[..^1])) throw new ShapeException($"LuSolve: pivots of shape {pivots.Shape} do not belong to factors of shape {lu.Shape}");
        Matrices.Need("LuSolve", b);
        Matrices.NeedOneDType("LuSolve", lu, b);
        if (b.Shape[left ? -2 : -1] != n)
            throw new ShapeException($"LuSolve: B of shape {b.Shape} does not fit factors of shape {lu.Shape}: {(left ? "its rows" : "its columns")} must be {n}");
        Matrices.Batch("LuSolve", lu, b);
        // X A = B is A^T X^T = B^T.
        if (!left) return LuSolve(lu, pivots, b.MT, left: true, !adjoint).MT;
        var p = Permutation(pivots, n, lu.DType);
        if (!adjoint) return Solve(lu, Solve(lu, p.MT.MatMul(b), upper: false, unit: true), upper: true, unit: false);
        return p.MatMul(Solve(lu.MT, Solve(lu.MT, b, upper: false, unit: false), upper: true, unit: true));

        static Tensor Solve(Tensor triangle, Tensor right, bool upper, bool unit) => SolveTriangular("LuSolve", triangle, right, upper, left: true, unit);
    }

    /// <summary>P of A = P L U.</summary>
    internal static Tensor Permutation(Tensor pivots, int m, DType dtype) => Op.Call(new LuPermutationOp(m, dtype), pivots.Contiguous());

    /// <summary>L <c>[..., M, K]</c> of both factors in one matrix.</summary>
    internal static Tensor UnitLower(Tensor lu)
    {
        int m = lu.Shape[-2], k = Math.Min(m, lu.Shape[-1]);
        return lu.Narrow(-1, 0, k).Tril(-1) + Tensor.Eye(m, k, lu.DType);
    }
}
