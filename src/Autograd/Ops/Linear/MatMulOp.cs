using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// Batched matrix products: C[..., i, j] = sum_k A[..., i, k] B[..., k, j], with batch dimensions broadcast. gA = g B^T,
/// gB = A^T g, summed over what was broadcast. Transposes cost nothing: the kernel packs strides.
/// </summary>
internal struct MatMulOp : IOp, IBatches, INumberBody, IBuiltInRule
{
    private Layout al;
    private Layout bl;
    private Saved a;
    private Saved b;

    public static string Name => "MatMul";

    /// <summary>Both operands have at least two dimensions, of one dtype.</summary>
    public static Tensor Apply(Tensor a, Tensor b) => Op.Call(default(MatMulOp), a, b);

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, c.X.DType);
        (al, bl) = (c.X.Layout, c.Y.Layout);
        int m = al.Sizes[^2], k = al.Sizes[^1], n = bl.Sizes[^1];
        if (bl.Sizes[^2] != k)
            throw new ShapeException($"MatMul: {c.X.Shape} x {c.Y.Shape}: inner sizes {k} and {bl.Sizes[^2]} differ");
        if (al.Rank == 2 && bl.Rank == 2)
        {
            c.MultiplyAdds = (long)m * n * k;
            return new Form([m, n], c.X.DType);
        }
        var batch = LayoutViews.TryBroadcast(al.Sizes[..^2], bl.Sizes[..^2])
            ?? throw new ShapeException($"MatMul: {c.X.Shape} x {c.Y.Shape}: the batch dimensions do not broadcast");
        (al, bl) = (al.TryExpand([.. batch, m, k])!, bl.TryExpand([.. batch, k, n])!);
        var result = Layout.Contiguous([.. batch, m, n]);
        c.MultiplyAdds = (long)result.Count * k;
        return new Form(result, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public Node Record(in OpCall c)
    {
        if (c.Y.RequiresGrad) a = Saved.Of(c.X);
        if (c.X.RequiresGrad) b = Saved.Of(c.Y);
        (al, bl) = (c.X.Layout, c.Y.Layout);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, Apply(g, b.Value.MT).SumTo(al));
        if (c.Needs(1)) c.Add(1, Apply(a.Value.MT, g).SumTo(bl));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } da) t.Set(0, Apply(da, b.Value));
        if (t[1] is { } db) t.Set(0, Apply(a.Value, db));
    }

    /// <summary>One matrix times a batch is one tall product.</summary>
    public readonly Tensor[] Batch(in BatchOperands c)
    {
        int rank = Math.Max(c.Rank(0), c.Rank(1));
        Tensor x = c.Aligned(0, rank), y = c.Aligned(1, rank);
        if (!c.IsBatch(1) && y.Rank == 2) return [x.MatMul(y)];
        if (!c.IsBatch(0) && x.Rank == 2) return [y.MT.MatMul(x.MT).MT];
        return [Apply(x, y)];
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref a, ref b);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T>
    {
        Matrix<T> a = Matrix<T>.Of(c.In<T>(0), al), b = Matrix<T>.Of(c.In<T>(1), bl), y = Matrix<T>.Of(c.Out<T>(), c.Result.Layout);
        if (al.Rank <= 3)
        {
            MatMul.Run(a, b, y);
            return;
        }
        // The matrices take the last batch dimension with them; those before it are walked here.
        var outer = new Strided(Outer(al), Outer(bl), Outer(c.Result.Layout));
        while (outer.Next())
        {
            for (int i = 0; i < outer.RunLength; i++)
            {
                MatMul.Run(
                    a.From(outer.Offset(0) + i * outer.Stride(0)),
                    b.From(outer.Offset(1) + i * outer.Stride(1)),
                    y.From(outer.Offset(2) + i * outer.Stride(2)));
            }
        }
    }

    /// <summary>The batch dimensions but the last, from where the matrix is.</summary>
    private static Layout Outer(Layout x) => Layout.Strided(x.Sizes[..^3], x.Strides[..^3], 0);
}

public partial class Tensor
{
    /// <summary>
    /// The matrix product (<c>torch.matmul</c>): <c>[N] x [N] -> []</c>, <c>[N, K] x [K, M] -> [N, M]</c>,
    /// <c>[N, K] x [K] -> [N]</c>, <c>[K] x [K, M] -> [M]</c>; with more dimensions, the leading ones are batches and broadcast.
    /// </summary>
    /// <exception cref="ShapeException">An operand is a scalar, the inner sizes differ, or the batches do not broadcast.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are float16, bfloat16 or bool.</exception>
    public Tensor MatMul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Product("MatMul", other);
    }

    /// <summary>The product of two matrices, <c>[N, K] x [K, M] -> [N, M]</c> (<c>torch.mm</c>).</summary>
    /// <exception cref="ShapeException">An operand is no matrix, or the inner sizes differ.</exception>
    public Tensor MM(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 2 || other.Rank != 2) throw new ShapeException($"MM: {Shape} x {other.Shape}: both operands must be matrices; MatMul takes any rank");
        return Product("MM", other);
    }

    /// <summary>A batch of matrix products, <c>[B, N, K] x [B, K, M] -> [B, N, M]</c> (<c>torch.bmm</c>).</summary>
    /// <exception cref="ShapeException">An operand is not of rank 3, or the sizes do not fit.</exception>
    public Tensor BMM(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 3 || other.Rank != 3 || Shape[0] != other.Shape[0])
            throw new ShapeException($"BMM: {Shape} x {other.Shape}: both operands must be batches of one size, [B, N, K] x [B, K, M]; MatMul broadcasts");
        return Product("BMM", other);
    }

    /// <summary>The matrix-vector product, <c>[N, K] x [K] -> [N]</c> (<c>torch.mv</c>).</summary>
    /// <exception cref="ShapeException">The operands are not a matrix and a vector, or the inner sizes differ.</exception>
    public Tensor MV(Tensor vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (Rank != 2 || vector.Rank != 1) throw new ShapeException($"MV: {Shape} x {vector.Shape}: a matrix and a vector are needed; MatMul takes any rank");
        return Product("MV", vector);
    }

    /// <summary>The scalar product of two vectors (<c>torch.dot</c>).</summary>
    /// <exception cref="ShapeException">An operand is no vector, or the sizes differ.</exception>
    public Tensor Dot(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 1 || other.Rank != 1) throw new ShapeException($"Dot: {Shape} x {other.Shape}: both operands must be vectors; MatMul takes any rank");
        return Product("Dot", other);
    }

    /// <summary>The outer product of two vectors, <c>[N] x [M] -> [N, M]</c> (<c>torch.outer</c>).</summary>
    /// <exception cref="ShapeException">An operand is no vector.</exception>
    public Tensor Outer(Tensor other)
    {
        using var face = Face.Of(nameof(Outer));
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 1 || other.Rank != 1) throw new ShapeException($"Outer: {Shape} x {other.Shape}: both operands must be vectors");
        return Unsqueeze(1) * other.Unsqueeze(0);
    }

    private Tensor Product(string op, Tensor other)
    {
        if (Rank == 0 || other.Rank == 0)
            throw new ShapeException($"{op}: {Shape} x {other.Shape}: a scalar has no inner size; use * instead");
        // Products do not promote: a cast of a whole matrix is the caller's to see.
        if (DType != other.DType)
            throw new DTypeException($"{op}: {DType.Name} {Shape} x {other.DType.Name} {other.Shape}: both operands need one dtype; convert one with To(DType.{DTypes.Promote(DType, other.DType)})");
        if (DType == DType.Bool)
            throw new DTypeException($"{op}: bool {Shape} x {other.Shape}: bools are not multiplied as matrices; convert both with To(DType.Int64)");
        int inner = Shape[-1], rows = other.Shape[other.Rank == 1 ? 0 : -2];
        if (inner != rows) throw new ShapeException($"{op}: {Shape} x {other.Shape}: inner sizes {inner} and {rows} differ");
        if (Rank == 1) return MatMulOp.Apply(Unsqueeze(0), other.Rank == 1 ? other.Unsqueeze(1) : other).Squeeze(other.Rank == 1 ? [-2, -1] : [-2]);
        if (other.Rank == 1) return MatMulOp.Apply(this, other.Unsqueeze(1)).Squeeze([-1]);
        // A batch of rows times one matrix is one tall product.
        return Rank > 2 && other.Rank == 2
            ? MatMulOp.Apply(Flatten(0, -2), other).Reshape([.. layout.Sizes[..^1], other.Shape[1]])
            : MatMulOp.Apply(this, other);
    }
}
