using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>A float32 tensor whose elements are not set (<c>torch.empty</c>).</summary>
    public static Tensor Empty(params ReadOnlySpan<int> shape) => Empty(shape, DType.Float32);

    /// <summary>A tensor whose elements are not set.</summary>
    public static Tensor Empty(ReadOnlySpan<int> shape, DType dtype = DType.Float32, bool requiresGrad = false) => Allocate(Layout.Contiguous(shape, "Empty"), dtype).RequiresGradInPlace(requiresGrad);

    /// <summary>Zeros, float32 (<c>torch.zeros</c>).</summary>
    public static Tensor Zeros(params ReadOnlySpan<int> shape) => Filled("Zeros", shape, 0, DType.Float32);

    /// <summary>Zeros of a dtype.</summary>
    public static Tensor Zeros(ReadOnlySpan<int> shape, DType dtype = DType.Float32, bool requiresGrad = false) => Filled("Zeros", shape, 0, dtype).RequiresGradInPlace(requiresGrad);

    /// <summary>Ones, float32 (<c>torch.ones</c>).</summary>
    public static Tensor Ones(params ReadOnlySpan<int> shape) => Filled("Ones", shape, 1, DType.Float32);

    /// <summary>Ones of a dtype.</summary>
    public static Tensor Ones(ReadOnlySpan<int> shape, DType dtype = DType.Float32, bool requiresGrad = false) => Filled("Ones", shape, 1, dtype).RequiresGradInPlace(requiresGrad);

    /// <summary>One value everywhere, rounded to the dtype (<c>torch.full</c>).</summary>
    public static Tensor Full(ReadOnlySpan<int> shape, Number value, DType dtype = DType.Float32, bool requiresGrad = false) => Filled("Full", shape, value, dtype).RequiresGradInPlace(requiresGrad);

    /// <summary>Zeros of the shape and dtype of another tensor (<c>torch.zeros_like</c>).</summary>
    public static Tensor ZerosLike(Tensor like, DType? dtype = null) => Full(NotNull.Of(like).Shape, 0, dtype ?? like.DType);

    /// <summary>Ones of the shape and dtype of another tensor (<c>torch.ones_like</c>).</summary>
    public static Tensor OnesLike(Tensor like, DType? dtype = null) => Full(NotNull.Of(like).Shape, 1, dtype ?? like.DType);

    /// <summary>One value in the shape and dtype of another tensor (<c>torch.full_like</c>).</summary>
    public static Tensor FullLike(Tensor like, Number value, DType? dtype = null) => Full(NotNull.Of(like).Shape, value, dtype ?? like.DType);

    /// <summary>An unset tensor of the shape and dtype of another (<c>torch.empty_like</c>).</summary>
    public static Tensor EmptyLike(Tensor like, DType? dtype = null) => Empty(NotNull.Of(like).Shape, dtype ?? like.DType);

    /// <summary>0, 1, ..., end - 1 as int64 (<c>torch.arange</c>).</summary>
    /// <exception cref="ArgumentException">The end is negative.</exception>
    public static Tensor Arange(long end) => Arange(0L, end);

    /// <summary>Whole numbers start, start + step, ... before <paramref name="end"/>: ceil((end - start) / step) elements, int64 (<c>torch.arange</c>).</summary>
    /// <exception cref="ArgumentException">The step is 0 or leads away from the end.</exception>
    public static Tensor Arange(long start, long end, long step = 1, DType dtype = DType.Int64)
    {
        if (step == 0) throw new ArgumentException("Arange: the step is 0", nameof(step));
        // Two numbers of 64 bits differ by one of 65.
        var (count, rest) = Int128.DivRem((Int128)end - start, step);
        if (rest != 0 && Int128.IsNegative(rest) == (step < 0)) count++;
        if (count < 0 || count > int.MaxValue)
            throw new ArgumentException(FormattableString.Invariant($"Arange: steps of {step} do not lead from {start} to {end}"), nameof(step));
        var x = Allocate(Layout.Contiguous([(int)count], "Arange"), DType.Int64);
        using (var lease = x.Lease<long>())
        {
            for (int i = 0; i < x.Numel; i++) lease.Span[i] = start + i * step;
        }
        return x.To(dtype);
    }

    /// <summary>0, 1, ... below a real <paramref name="end"/>, float32 (<c>torch.arange</c>).</summary>
    /// <exception cref="ArgumentException">The end is negative, or not finite.</exception>
    public static Tensor Arange(double end) => Arange(0.0, end);

    /// <summary>start, start + step, ... below <paramref name="end"/>: ceil((end - start) / step) elements, float32 (<c>torch.arange</c>).</summary>
    /// <exception cref="ArgumentException">The step is 0 or leads away from the end.</exception>
    public static Tensor Arange(double start, double end, double step = 1, DType dtype = DType.Float32)
    {
        if (step == 0 || double.IsNaN(step)) throw new ArgumentException("Arange: the step is 0 or NaN", nameof(step));
        double count = Math.Ceiling((end - start) / step);
        if (!(count >= 0 && count <= int.MaxValue))
            throw new ArgumentException(FormattableString.Invariant($"Arange: steps of {step} do not lead from {start} to {end}"), nameof(step));
        // Each element is start + i step, computed in double: no error adds up.
        return Sequence("Arange", (int)count, i => start + i * step).To(dtype);
    }

    /// <summary><paramref name="steps"/> values from <paramref name="start"/> to <paramref name="end"/>, both included (<c>torch.linspace</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is negative.</exception>
    public static Tensor Linspace(double start, double end, int steps, DType dtype = DType.Float32)
    {
        return Line("Linspace", start, end, steps, x => x).To(dtype);
    }

    /// <summary><paramref name="steps"/> powers of <paramref name="logBase"/> with exponents from <paramref name="start"/> to <paramref name="end"/> (<c>torch.logspace</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is negative.</exception>
    public static Tensor Logspace(double start, double end, int steps, double logBase = 10, DType dtype = DType.Float32)
    {
        return Line("Logspace", start, end, steps, e => Math.Pow(logBase, e)).To(dtype);
    }

    /// <summary>Ones on the diagonal, zeros elsewhere: <c>[n, m]</c> (<c>torch.eye</c>).</summary>
    /// <param name="n">The number of rows.</param>
    /// <param name="m">The number of columns; that of rows when not given.</param>
    /// <param name="dtype">The element type.</param>
    public static Tensor Eye(int n, int? m = null, DType dtype = DType.Float32)
    {
        var x = Filled("Eye", [n, m ?? n], 0, dtype);
        CopyOp.Into(Ones([], dtype), x, x.Layout.Diagonal(0, 0, 1));
        return x;
    }

    private static Tensor Filled(string op, ReadOnlySpan<int> shape, Number value, DType dtype)
    {
        if (dtype is DType.Float16 or DType.BFloat16) return Filled(op, shape, value, DType.Float32).To(dtype);
        return Op.Call(new FillOp(Layout.Contiguous(shape, op), dtype, value));
    }

    /// <summary>A function of evenly spaced numbers, float64. From both ends, as PyTorch does: the last number is exact.</summary>
    private static Tensor Line(string op, double start, double end, int steps, Func<double, double> f)
    {
        if (steps < 0) throw new ArgumentOutOfRangeException(nameof(steps), steps, $"{op}: the number of steps is negative");
        double step = steps > 1 ? (end - start) / (steps - 1) : 0;
        return Sequence(op, steps, i => f(i < steps / 2 || steps == 1 ? start + i * step : end - (steps - 1 - i) * step));
    }

    private static Tensor Sequence(string op, int count, Func<int, double> element)
    {
        var x = Allocate(Layout.Contiguous([count], op), DType.Float64);
        using var lease = x.Lease<double>();
        for (int i = 0; i < count; i++) lease.Span[i] = element(i);
        return x;
    }
}

/// <summary>One value everywhere; bools are 1 for any number but 0.</summary>
internal struct FillOp(Layout sizes, DType dtype, Number value) : IOp, INumberBody
{
    public static string Name => "Full";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, dtype);
        return new Form(sizes, dtype);
    }

    public void Compute(in OpCall c) => c.Number(dtype, ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> =>
        CopyKernel.Fill(c.Target<T>(), c.At, dtype == DType.Bool ? (value.Real != 0 ? T.One : T.Zero)
            : dtype.IsFloat || !double.IsFinite(value.Real) ? T.CreateTruncating(value.Real)
            : T.CreateTruncating(value.Int64));

    public readonly Node? Record(in OpCall c) => null;
}
