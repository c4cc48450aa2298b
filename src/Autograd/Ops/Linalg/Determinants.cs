using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// det A by the factors of A, which are read and have no place in the graph of their own. The gradient is g times the cofactors of A:
/// det(A) A^-T where A is regular (Giles, 2008, 2.2.4), and where a pivot says it is not, <see cref="SingularCofactors"/>.
/// </summary>
internal struct DetOp : IOp, IBroadcasts, IRowMajor, IFloatBody, IBuiltInRule
{
    private Saved a;
    private Saved det;
    private Saved lu;
    private Saved pivots;
    private bool isSingular;

    public static string Name => "Det";

    public static Tensor Apply(Tensor a)
    {
        var (lu, pivots) = LuFactorOp.Detached(Name, a);
        return Op.Call(default(DetOp), a, lu, pivots);
    }

    public readonly Form Infer(ref OpCall c) => new(c.X.Layout.Sizes[..^2], c.X.DType);

    public void Compute(in OpCall c) => c.Float(ref this);

    public void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = c.Y.Layout;
        var result = c.Out<T>();
        var rows = c.Elements<int>(2);
        int n = layout.Sizes[^1];
        for (int item = 0; item < result.Length; item++)
        {
            var factors = Matrices.Read(c.In<T>(1), layout, item);
            T product = T.One, smallest = T.PositiveInfinity, largest = T.Zero;
            for (int i = 0; i < n; i++)
            {
                T pivot = factors[i, i];
                product *= rows[item * n + i] == i + 1 ? pivot : -pivot;
                smallest = T.Min(smallest, T.Abs(pivot));
                largest = T.Max(largest, T.Abs(pivot));
            }
            result[item] = product;
            isSingular |= smallest <= T.CreateTruncating(n) * Eps<T>() * largest;
        }
    }

    public Node Record(in OpCall c)
    {
        (a, det) = (Saved.Of(c.X), c.Save());
        (lu, pivots) = (Saved.Of(c.Y), Saved.Of(c.Input(2)));
        return c.Node(this, inputs: 1);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, g.Unsqueeze(-1).Unsqueeze(-1) * Cofactors());
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } da) t.Set(0, (Cofactors() * da).Sum([-2, -1]));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref a, ref det);
        saved.Add(ref lu, ref pivots);
    }

    private readonly Tensor Cofactors()
    {
        var matrices = a.Value;
        if (isSingular || IsSingularSample()) return SingularCofactors.Of(matrices);
        int n = matrices.Shape[-1];
        var scaled = det.Value.Unsqueeze(-1).Unsqueeze(-1) * Tensor.Eye(n, n, matrices.DType);
        return SolveOp.Apply(Name, matrices, scaled, lu.Value, pivots.Value, adjoint: true);
    }

    /// <summary>A sample of a batch was not computed by this op itself: the pivots of all samples tell.</summary>
    private readonly bool IsSingularSample()
    {
        var factors = lu.Value;
        int n = factors.Shape[-1];
        if (factors.Hidden is null || factors.Numel == 0 || !factors.Whole.HasValues) return false;
        var diagonal = factors.Whole.Diagonal(0, -2, -1).Abs();
        return diagonal.AMin(-1).Le(diagonal.AMax(-1) * (n * Matrices.Precision(factors.DType))).Any().Item() != 0;
    }

    private static T Eps<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => T.BitIncrement(T.One) - T.One;
}

/// <summary>
/// The sign of det A and log |det A|, which has no overflow, by the factors of A: the gradient of the logarithm is A^-T. The sign has none.
/// </summary>
internal struct SlogDetOp : IOp, IBroadcasts, IRowMajor, IFloatBody, IBuiltInRule
{
    private Saved lu;
    private Saved pivots;

    public static string Name => "SlogDet";

    public static (Tensor Sign, Tensor LogAbsDet) Apply(string op, Tensor a)
    {
        var (lu, pivots) = LuFactorOp.Detached(op, a);
        return Op.CallTwo(default(SlogDetOp), a, lu, pivots);
    }

    public readonly Form Infer(ref OpCall c)
    {
        var form = new Form(c.X.Layout.Sizes[..^2], c.X.DType);
        c.Also(form);
        return form;
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = c.Y.Layout;
        Span<T> signs = c.Out<T>(), logs = c.Out<T>(1);
        var rows = c.Elements<int>(2);
        int n = layout.Sizes[^1];
        for (int item = 0; item < signs.Length; item++)
        {
            var factors = Matrices.Read(c.In<T>(1), layout, item);
            T sign = T.One, log = T.Zero;
            for (int i = 0; i < n; i++)
            {
                T pivot = factors[i, i];
                // The sign of 0 is 0, of NaN NaN.
                T own = pivot > T.Zero ? T.One : pivot < T.Zero ? -T.One : pivot;
                sign *= rows[item * n + i] == i + 1 ? own : -own;
                log += T.Log(T.Abs(pivot));
            }
            // No negative zero of a singular matrix.
            (signs[item], logs[item]) = (sign == T.Zero ? T.Zero : sign, log);
        }
    }

    public Node Record(in OpCall c)
    {
        (lu, pivots) = (Saved.Of(c.Y), Saved.Of(c.Input(2)));
        return c.Node(this, inputs: 1);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[1] is { } g) c.Add(0, g.Unsqueeze(-1).Unsqueeze(-1) * InverseTransposed(c.Place(0)));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } da) t.Set(1, (InverseTransposed(t.Place(0)) * da).Sum([-2, -1]));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref lu, ref pivots);

    private readonly Tensor InverseTransposed(Tensor? a)
    {
        var factors = lu.Value;
        int n = factors.Shape[-1];
        return SolveOp.Apply(Name, a, Tensor.Eye(n, n, factors.DType), factors, pivots.Value, adjoint: true);
    }
}

public static partial class Linalg
{
    /// <summary>
    /// The determinant of each matrix (<c>torch.linalg.det</c>), 1 for <c>[0, 0]</c>. The gradient is the matrix of cofactors, right to every
    /// order for singular matrices too.
    /// </summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Det(Tensor a) => DetOp.Apply(a);

    /// <summary>
    /// The sign of the determinant of each matrix and the logarithm of its magnitude (<c>torch.linalg.slogdet</c>): 0 and -inf for a singular
    /// one, where a gradient throws.
    /// </summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static (Tensor Sign, Tensor LogAbsDet) SlogDet(Tensor a) => SlogDetOp.Apply("SlogDet", a);
}

public partial class Tensor
{
    /// <summary>The determinant of each matrix (<c>torch.det</c>); see <see cref="Linalg.Det"/>.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public Tensor Det() => Linalg.Det(this);

    /// <summary>The sign of the determinant and the logarithm of its magnitude (<c>torch.slogdet</c>); see <see cref="Linalg.SlogDet"/>.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public (Tensor Sign, Tensor LogAbsDet) SlogDet() => Linalg.SlogDet(this);

    /// <summary>
    /// The logarithm of the determinant of each matrix (<c>torch.logdet</c>): NaN where it is negative, -inf where it is 0, and a gradient there
    /// throws.
    /// </summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public Tensor LogDet()
    {
        var (sign, log) = SlogDetOp.Apply("LogDet", this);
        return Where(sign.Lt(0), double.NaN, log);
    }
}
