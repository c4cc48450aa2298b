using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// A = V diag(w) V^T of the lower triangle of a symmetric A. dw = diag(V^T dA V) and dV = V (V^T dA V / (w_j - w_i)), so
/// gA = V (diag(gw) + (V^T gV) / (w_j - w_i)) V^T (Giles, 2008, 3.1), made symmetric.
/// </summary>
internal struct EighOp(string name) : IOp, IBroadcasts, IFloatBody, IBuiltInRule
{
    private Saved values;
    private Saved vectors;

    public static string Name => "Eigh";

    public readonly Form Infer(ref OpCall c)
    {
        long n = Matrices.NeedSquare(name, c.X);
        c.Flops = 9 * Matrices.Count(c.X.Layout) * (n * n * n);
        c.Also(Form.Like(c.X));
        return new Form(c.X.Layout.Sizes[..^1], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = c.X.Layout;
        int n = layout.Sizes[^1];
        using var room = new Scratch<T>((long)n * n);
        var work = new Matrix<T>(room.Span, n, n);
        for (int item = 0; item < Matrices.Count(layout); item++)
        {
            var a = Matrices.Read(c.In<T>(0), layout, item);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= i; j++) work[i, j] = a[i, j];
            }
            if (!EighKernel.TryDecompose(work, c.Out<T>().Slice(item * n, n), Matrices.At(c.Out<T>(1), layout, item)))
                throw new LinAlgException($"{name}: the iteration does not converge for {Matrices.Name(layout, item)}: an element is not finite");
        }
    }

    public Node Record(in OpCall c)
    {
        (values, vectors) = (c.Save(), c.Save(1));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        var v = vectors.Value;
        Tensor? inner = c[0] is { } gw ? gw.DiagEmbed() : null;
        if (c[1] is { } gv)
        {
            var turned = Spectra.OverGaps(name, v.MT.MatMul(gv), values.Value);
            inner = inner is null ? turned : inner + turned;
        }
        if (inner is null) return;
        var g = v.MatMul(inner).MatMul(v.MT);
        c.Add(0, 0.5 * (g + g.MT));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } da) return;
        var v = vectors.Value;
        var turned = v.MT.MatMul(0.5 * (da + da.MT)).MatMul(v);
        t.Set(0, turned.Diagonal(0, -2, -1));
        t.Set(1, v.MatMul(Spectra.OverGaps(name, turned, values.Value)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref values, ref vectors);
}

public static partial class Linalg
{
    /// <summary>
    /// Eigenvalues, ascending, and orthonormal eigenvectors as columns of symmetric matrices (<c>torch.linalg.eigh</c>). One triangle is read; the
    /// gradient is symmetric, as if A moved in both. A vector is determined up to its sign, and those of equal eigenvalues not at all: their
    /// derivative throws.
    /// </summary>
    /// <param name="a"><c>[..., N, N]</c>.</param>
    /// <param name="upper">Which triangle is read: the lower one unless said otherwise (<c>UPLO</c>).</param>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">An element is not finite.</exception>
    public static (Tensor Eigenvalues, Tensor Eigenvectors) Eigh(Tensor a, bool upper = false) => Eigh("Eigh", a, upper);

    /// <summary>Eigenvalues of symmetric matrices, ascending (<c>torch.linalg.eigvalsh</c>); see <see cref="Eigh(Tensor, bool)"/>.</summary>
    /// <param name="a"><c>[..., N, N]</c>.</param>
    /// <param name="upper">Which triangle is read: the lower one unless said otherwise (<c>UPLO</c>).</param>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">An element is not finite.</exception>
    public static Tensor Eigvalsh(Tensor a, bool upper = false) => Eigh("Eigvalsh", a, upper).Values;

    /// <summary>Not supported: eigenvalues of a general matrix are complex, and there is no complex dtype (<c>torch.linalg.eig</c>).</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static (Tensor Eigenvalues, Tensor Eigenvectors) Eig(Tensor a) =>
        throw new NotSupportedException($"Eig: the eigenvalues of a general matrix, {a?.Shape}, are complex, and there is no complex dtype; Eigh takes symmetric matrices");

    /// <summary>Not supported: eigenvalues of a general matrix are complex, and there is no complex dtype (<c>torch.linalg.eigvals</c>).</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Tensor Eigvals(Tensor a) =>
        throw new NotSupportedException($"Eigvals: the eigenvalues of a general matrix, {a?.Shape}, are complex, and there is no complex dtype; Eigvalsh takes symmetric matrices");

    private static (Tensor Values, Tensor Vectors) Eigh(string op, Tensor a, bool upper)
    {
        Matrices.NeedSquare(op, a);
        return Op.CallTwo(new EighOp(op), upper ? a.MT : a);
    }
}
