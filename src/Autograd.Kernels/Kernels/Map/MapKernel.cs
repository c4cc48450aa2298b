using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Formulas applied to every element: values and truth values here, slopes and steps in the other parts.</summary>
/// <remarks>
/// An input is a storage and the layout of its elements, already broadcast to the sizes of the output (stride 0); an
/// absent one (null layout) is not read. Outputs are contiguous and may lie exactly on an input that is contiguous as well.
/// A span that is shorter than its layout says is refused.
/// </remarks>
[SkipLocalsInit]
internal static unsafe partial class MapKernel
{
    /// <summary>y = f(x); of integers by formulas that serve them.</summary>
    public static void Unary<T, F>(F f, ReadOnlySpan<T> x, Layout xl, Span<T> y)
        where T : unmanaged
        where F : struct, IUnaryFormula
    {
        if (!IsReal<T>() && default(F) is not INumericUnary) throw NoIntegers(F.Name, typeof(T));
        var loop = Widest<T>.Loop<MapLoops.Unary<T, F>>();
        fixed (T* px = x, py = y)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), xl, Widest<T>.Width);
            call.In(px, xl, x.Length, sizeof(T));
            call.Out(py, y.Length, sizeof(T));
            call.Run();
        }
    }

    /// <summary>z = f(x, y); of integers by formulas that serve them.</summary>
    public static void Binary<T, F>(F f, ReadOnlySpan<T> x, Layout xl, ReadOnlySpan<T> y, Layout yl, Span<T> z)
        where T : unmanaged
        where F : struct, IBinaryFormula
    {
        if (!IsReal<T>() && default(F) is not INumericBinary) throw NoIntegers(F.Name, typeof(T));
        var loop = Widest<T>.Loop<MapLoops.Binary<T, F>>();
        fixed (T* px = x, py = y, pz = z)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), xl, Widest<T>.Width);
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.Out(pz, z.Length, sizeof(T));
            call.Run();
        }
    }

    /// <summary>w = f(x, y, z); of integers by formulas that serve them.</summary>
    public static void Ternary<T, F>(F f, ReadOnlySpan<T> x, Layout xl, ReadOnlySpan<T> y, Layout yl, ReadOnlySpan<T> z, Layout zl, Span<T> w)
        where T : unmanaged
        where F : struct, ITernaryFormula
    {
        if (!IsReal<T>() && default(F) is not INumericTernary) throw NoIntegers(F.Name, typeof(T));
        var loop = Widest<T>.Loop<MapLoops.Ternary<T, F>>();
        fixed (T* px = x, py = y, pz = z, pw = w)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), xl, Widest<T>.Width);
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.In(pz, zl, z.Length, sizeof(T));
            call.Out(pw, w.Length, sizeof(T));
            call.Run();
        }
    }

    /// <summary>z = f(where m is not 0, x, y).</summary>
    public static void Masked<T, F>(F f, ReadOnlySpan<byte> m, Layout ml, ReadOnlySpan<T> x, Layout xl, ReadOnlySpan<T> y, Layout yl, Span<T> z)
        where T : unmanaged
        where F : struct, IMaskedFormula
    {
        var loop = Widest<T>.Loop<MapLoops.Masked<T, F>>();
        fixed (byte* pm = m)
        fixed (T* px = x, py = y, pz = z)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), xl, Widest<T>.Width);
            call.In(pm, ml, m.Length, sizeof(byte));
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.Out(pz, z.Length, sizeof(T));
            call.Run();
        }
    }

    /// <summary>Bytes of 1 where the predicate holds for (x, y), otherwise 0.</summary>
    public static void Predicate<T, F>(F f, ReadOnlySpan<T> x, Layout xl, ReadOnlySpan<T> y, Layout yl, Span<byte> z)
        where T : unmanaged
        where F : struct, IPredicate
    {
        var loop = Widest<T>.Loop<MapLoops.Predicate<T, F>>();
        fixed (T* px = x, py = y)
        fixed (byte* pz = z)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref f), xl, Widest<T>.Width);
            call.In(px, xl, x.Length, sizeof(T));
            call.In(py, yl, y.Length, sizeof(T));
            call.Out(pz, z.Length, sizeof(byte));
            call.Run();
        }
    }

    /// <summary>Integer lanes have ring and order alone. Both sides are constants to the JIT: floating loops do not ask.</summary>
    private static bool IsReal<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    private static NotSupportedException NoIntegers(string formula, Type element) =>
        new($"{formula}: its formula divides or needs functions that {element.Name} does not have");
}
