using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>A row that is normalised, in passes of one loop each; weights and biases, a number an element, may be null.</summary>
/// <remarks>Sums run in 64 bytes of lanes for a run of registers, and from run to run in double precision.</remarks>
internal static unsafe class NormLoops<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Registers of a run: 32 roundings, no more than those of ReduceKernel, and the conversion costs little beside it.
    private const int Run = 32;

    private static int Lanes => Vector512<T>.Count;

    /// <summary>The sums of x - s and of (x - s)^2.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static (double Sum, double Squares) Moments(T* x, T shift, nint n)
    {
        Vector512<double> totals = Vector512<double>.Zero, squareTotals = Vector512<double>.Zero;
        Vector512<T> s = Vector512.Create(shift);
        nint i = 0;
        while (i + Lanes <= n)
        {
            nint end = Math.Min(n, i + (Run * Lanes)) - Lanes;
            Vector512<T> sums = Vector512<T>.Zero, products = Vector512<T>.Zero;
            for (; i <= end; i += Lanes)
            {
                Vector512<T> d = Vector512.Load(x + i) - s;
                sums += d;
                products += d * d;
            }
            totals += Wide(sums);
            squareTotals += Wide(products);
        }
        double sum = Vector512.Sum(totals), squares = Vector512.Sum(squareTotals);
        for (; i < n; i++)
        {
            double d = double.CreateTruncating(x[i] - shift);
            sum += d;
            squares += d * d;
        }
        return (sum, squares);
    }

    /// <summary>y = (x - s - m) r w + b</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Standardize(T* x, T shift, T mean, T scale, T* w, T* b, T* y, nint n)
    {
        Vector512<T> s = Vector512.Create(shift), m = Vector512.Create(mean), r = Vector512.Create(scale);
        nint i = 0;
        for (; i + Lanes <= n; i += Lanes)
        {
            Vector512<T> z = (Vector512.Load(x + i) - s - m) * r;
            if (w != null) z *= Vector512.Load(w + i);
            if (b != null) z += Vector512.Load(b + i);
            z.Store(y + i);
        }
        for (; i < n; i++)
        {
            T z = (x[i] - shift - mean) * scale;
            if (w != null) z *= w[i];
            if (b != null) z += b[i];
            y[i] = z;
        }
    }

    /// <summary>y = (x - s - m) k + o</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Scale(T* x, T shift, T mean, T factor, T offset, T* y, nint n)
    {
        Vector512<T> s = Vector512.Create(shift), m = Vector512.Create(mean), k = Vector512.Create(factor), o = Vector512.Create(offset);
        nint i = 0;
        for (; i + Lanes <= n; i += Lanes) (((Vector512.Load(x + i) - s - m) * k) + o).Store(y + i);
        for (; i < n; i++) y[i] = ((x[i] - shift - mean) * factor) + offset;
    }

    /// <summary>The sums of h = g w and of h (x - s - m).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static (double Sum, double Dot) Dots(T* g, T* w, T* x, T shift, T mean, nint n)
    {
        Vector512<double> totals = Vector512<double>.Zero, dots = Vector512<double>.Zero;
        Vector512<T> s = Vector512.Create(shift), m = Vector512.Create(mean);
        nint i = 0;
        while (i + Lanes <= n)
        {
            nint end = Math.Min(n, i + (Run * Lanes)) - Lanes;
            Vector512<T> sums = Vector512<T>.Zero, products = Vector512<T>.Zero;
            for (; i <= end; i += Lanes)
            {
                Vector512<T> h = Vector512.Load(g + i);
                if (w != null) h *= Vector512.Load(w + i);
                sums += h;
                products += h * (Vector512.Load(x + i) - s - m);
            }
            totals += Wide(sums);
            dots += Wide(products);
        }
        double sum = Vector512.Sum(totals), dot = Vector512.Sum(dots);
        for (; i < n; i++)
        {
            T h = w == null ? g[i] : g[i] * w[i];
            sum += double.CreateTruncating(h);
            dot += double.CreateTruncating(h * (x[i] - shift - mean));
        }
        return (sum, dot);
    }

    /// <summary>gx = (h - a - (x - s - m) k) r with h = g w; g and gx may be the same memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Slope(T* g, T* w, T* x, T shift, T mean, T scale, T average, T slope, T* gx, nint n)
    {
        Vector512<T> s = Vector512.Create(shift), m = Vector512.Create(mean), r = Vector512.Create(scale);
        Vector512<T> a = Vector512.Create(average), k = Vector512.Create(slope);
        nint i = 0;
        for (; i + Lanes <= n; i += Lanes)
        {
            Vector512<T> h = Vector512.Load(g + i);
            if (w != null) h *= Vector512.Load(w + i);
            ((h - a - ((Vector512.Load(x + i) - s - m) * k)) * r).Store(gx + i);
        }
        for (; i < n; i++)
        {
            T h = w == null ? g[i] : g[i] * w[i];
            gx[i] = (h - average - ((x[i] - shift - mean) * slope)) * scale;
        }
    }

    /// <summary>Lanes in double precision, those of float32 two by two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Wide(Vector512<T> x)
    {
        if (typeof(T) != typeof(float)) return x.AsDouble();
        var (low, high) = Vector512.Widen(x.AsSingle());
        return low + high;
    }
}
