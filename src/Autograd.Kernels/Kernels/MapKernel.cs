using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Formulas applied to every element: values, slopes, slopes of slopes, truth values.</summary>
/// <remarks>
/// An input is a storage and the layout of its elements, already broadcast to the sizes of the output (stride 0); an
/// absent one (null layout) is not read. Outputs are contiguous and may lie exactly on an input that is contiguous as well.
/// </remarks>
internal static unsafe class MapKernel
{
    /// <summary>y = f(x); of integers by formulas that serve them.</summary>
    public static void Unary<T, F>(F f, ReadOnlySpan<T> x, Layout xl, Span<T> y)
        where T : unmanaged
        where F : struct, IUnaryFormula
    {
        if (!IsReal<T>() && default(F) is not INumericUnary) throw NoIntegers(F.Name, typeof(T));
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.Unary<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.Unary<T, Lane256<T>, F>
            : &MapLoops.Unary<T, Lane128<T>, F>;
        Run<T, T>(loop, Unsafe.AsPointer(ref f), xl, x, xl, default, null, default, null, default, null, y, default);
    }

    /// <summary>z = f(a, b); of integers by formulas that serve them.</summary>
    public static void Binary<T, F>(F f, ReadOnlySpan<T> a, Layout al, ReadOnlySpan<T> b, Layout bl, Span<T> z)
        where T : unmanaged
        where F : struct, IBinaryFormula
    {
        if (!IsReal<T>() && default(F) is not INumericBinary) throw NoIntegers(F.Name, typeof(T));
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.Binary<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.Binary<T, Lane256<T>, F>
            : &MapLoops.Binary<T, Lane128<T>, F>;
        Run<T, T>(loop, Unsafe.AsPointer(ref f), al, a, al, b, bl, default, null, default, null, z, default);
    }

    /// <summary>Bytes of 1 where the predicate holds for (a, b), otherwise 0.</summary>
    public static void Predicate<T, F>(F f, ReadOnlySpan<T> a, Layout al, ReadOnlySpan<T> b, Layout bl, Span<byte> z)
        where T : unmanaged
        where F : struct, IPredicate
    {
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.Predicate<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.Predicate<T, Lane256<T>, F>
            : &MapLoops.Predicate<T, Lane128<T>, F>;
        Run<T, byte>(loop, Unsafe.AsPointer(ref f), al, a, al, b, bl, default, null, default, null, z, default);
    }

    /// <summary>gx = g Slope(x, y); x or y may be absent where the slope does not read it.</summary>
    public static void UnaryBackward<T, F>(
        F f, ReadOnlySpan<T> g, Layout gl, ReadOnlySpan<T> x, Layout? xl, ReadOnlySpan<T> y, Layout? yl, Span<T> gx)
        where T : unmanaged
        where F : struct, IUnaryFormula
    {
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.UnaryBackward<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.UnaryBackward<T, Lane256<T>, F>
            : &MapLoops.UnaryBackward<T, Lane128<T>, F>;
        Run<T, T>(loop, Unsafe.AsPointer(ref f), gl, g, gl, x, xl, y, yl, default, null, gx, default, inputs: 3);
    }

    /// <summary>The backward of <see cref="UnaryBackward"/> for the cotangent c of gx: dg = c Slope, dx = c g dSlope/dx; an output may be empty.</summary>
    public static void UnaryBackward2<T, F>(
        F f,
        ReadOnlySpan<T> c,
        Layout cl,
        ReadOnlySpan<T> g,
        Layout? gl,
        ReadOnlySpan<T> x,
        Layout? xl,
        ReadOnlySpan<T> y,
        Layout? yl,
        Span<T> dg,
        Span<T> dx)
        where T : unmanaged
        where F : struct, IUnaryFormula
    {
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.UnaryBackward2<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.UnaryBackward2<T, Lane256<T>, F>
            : &MapLoops.UnaryBackward2<T, Lane128<T>, F>;
        Run<T, T>(loop, Unsafe.AsPointer(ref f), cl, c, cl, g, gl, x, xl, y, yl, dg, dx, inputs: 4);
    }

    /// <summary>gx = g SlopeX(x, y, z) and gy = g SlopeY(x, y, z) in one pass, at the full size of the output; either may be empty.</summary>
    public static void BinaryBackward<T, F>(
        F f,
        ReadOnlySpan<T> g,
        Layout gl,
        ReadOnlySpan<T> x,
        Layout? xl,
        ReadOnlySpan<T> y,
        Layout? yl,
        ReadOnlySpan<T> z,
        Layout? zl,
        Span<T> gx,
        Span<T> gy)
        where T : unmanaged
        where F : struct, IBinaryFormula
    {
        delegate*<void*, void**, nint*, nint, void> loop =
            Vector512.IsHardwareAccelerated ? &MapLoops.BinaryBackward<T, Lane512<T>, F>
            : Vector256.IsHardwareAccelerated ? &MapLoops.BinaryBackward<T, Lane256<T>, F>
            : &MapLoops.BinaryBackward<T, Lane128<T>, F>;
        Run<T, T>(loop, Unsafe.AsPointer(ref f), gl, g, gl, x, xl, y, yl, z, zl, gx, gy, inputs: 4);
    }

    /// <summary>Integer lanes have ring and order alone. Both sides are constants to the JIT: floating loops do not ask.</summary>
    private static bool IsReal<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    private static NotSupportedException NoIntegers(string formula, Type element) =>
        new($"{formula}: its formula divides or needs functions that {element.Name} does not have");

    /// <summary>Pins everything, chooses a step per operand, collapses dimensions where one needs it, and hands out the parts.</summary>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TIn, TOut>(
        delegate*<void*, void**, nint*, nint, void> loop,
        void* formula,
        Layout sizes,
        ReadOnlySpan<TIn> a,
        Layout al,
        ReadOnlySpan<TIn> b,
        Layout? bl,
        ReadOnlySpan<TIn> c,
        Layout? cl,
        ReadOnlySpan<TIn> d,
        Layout? dl,
        Span<TOut> y,
        Span<TOut> z,
        int inputs = 0)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        if (sizes.Count == 0) return;
        long nothing = 0;
        fixed (TIn* pa = a, pb = b, pc = c, pd = d)
        fixed (TOut* py = y, pz = z)
        {
            MapJob job = default;
            job.Loop = loop;
            job.Formula = formula;
            job.Count = sizes.Count;
            job.Width = (Vector512.IsHardwareAccelerated ? 64 : Vector256.IsHardwareAccelerated ? 32 : 16) / sizeof(TIn);
            job.Inputs = inputs != 0 ? inputs : bl is null ? 1 : 2;
            job.InputSize = sizeof(TIn);
            job.OutputSize = sizeof(TOut);
            job.Out[0] = (long)py;
            job.Out[1] = (long)pz;
            bool flat = Take(ref job, 0, (byte*)pa, al, sizeof(TIn), &nothing);
            flat &= Take(ref job, 1, (byte*)pb, bl, sizeof(TIn), &nothing);
            flat &= Take(ref job, 2, (byte*)pc, cl, sizeof(TIn), &nothing);
            flat &= Take(ref job, 3, (byte*)pd, dl, sizeof(TIn), &nothing);
            if (flat)
            {
                Start(ref job);
                return;
            }

            int* plan = stackalloc int[MapPlan.Length(sizes.Rank)];
            MapLayouts layouts = default;
            layouts[0] = al;
            layouts[1] = bl;
            layouts[2] = cl;
            layouts[3] = dl;
            job.Plan = plan;
            job.PlanCapacity = sizes.Rank;
            job.PlanRank = MapPlan.Collapse(ref layouts, sizes.Sizes, plan);
            Start(ref job);
        }
    }

    private static bool Take(ref MapJob job, int operand, byte* data, Layout? layout, int size, long* nothing)
    {
        job.In[operand] = layout is null ? (long)nothing : (long)(data + (nint)layout.Offset * size);
        job.Step[operand] = layout is null ? 0 : MapPlan.FlatStep(layout);
        return job.Step[operand] >= 0;
    }

    private static void Start(ref MapJob job)
    {
        if (job.Parts == 1) job.Run(0);
        else Workers.For(job.Parts, job);
    }
}
