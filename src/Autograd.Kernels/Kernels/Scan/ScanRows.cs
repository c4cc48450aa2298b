using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>Running sums of rows that lie one behind the other, n elements each: eight rows side by side, what is left four by four and alone.</summary>
/// <remarks>
/// A register of each of eight rows is woven with the others, <c>[8, L] -> [L, 8]</c>: a column then is a register of float64 that is added to the
/// sums, and the sums are unwoven to rows. Each row's additions follow one another as in a loop over its elements; the bits are the same.
/// </remarks>
internal readonly unsafe struct ScanRows<T, TSum>(nint n, bool reverse)
    where T : unmanaged, INumber<T>
    where TSum : unmanaged, INumber<TSum>
{
    /// <summary>Rows that go side by side.</summary>
    public const int Rows = 8;

    private static int Lanes => Vector512<T>.Count;

    public void Run(T* x, T* y, nint rows)
    {
        // With fewer or narrower registers weaving takes three times as long as four sums one by one.
        bool isWoven = Avx512F.IsSupported && sizeof(TSum) == sizeof(double) && Pairs.IsFast<T>() && n >= Lanes;
        for (; isWoven && rows >= Rows; rows -= Rows, x += Rows * n, y += Rows * n) Eight(x, y);
        for (; rows >= Rows / 2; rows -= Rows / 2, x += Rows / 2 * n, y += Rows / 2 * n) Four(x, y);
        for (; rows > 0; rows--, x += n, y += n) Single(x, y, n, TSum.Zero);
    }

    private void Eight(T* x, T* y)
    {
        TSum* sums = stackalloc TSum[Rows];
        nint left = n % Lanes, first = reverse ? left : 0, rest = reverse ? 0 : n - left;
        if (reverse) Blocks<FromLast>(x + first, y + first, sums);
        else Blocks<FromFirst>(x + first, y + first, sums);
        for (nint r = 0; left > 0 && r < Rows; r++) Single(x + (r * n) + rest, y + (r * n) + rest, left, sums[r]);
    }

    /// <summary>Whole registers of eight rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Blocks<TOrder>(T* x, T* y, TSum* sums)
        where TOrder : struct, IScanOrder
    {
        nint row = n, blocks = n / Lanes, step = TOrder.Reverse ? -Lanes : Lanes, begin = TOrder.Reverse ? (blocks - 1) * Lanes : 0;
        T* x4 = x + begin + (4 * row), y4 = y + begin + (4 * row);
        x += begin;
        y += begin;
        Vector512<TSum> sum = default;
        for (; blocks > 0; blocks--, x += step, x4 += step, y += step, y4 += step)
        {
            Vector512<T> a = Vector512.Load(x), b = Vector512.Load(x + row), c = Vector512.Load(x + (2 * row)), d = Vector512.Load(x + (3 * row));
            Vector512<T> e = Vector512.Load(x4), f = Vector512.Load(x4 + row), g = Vector512.Load(x4 + (2 * row)), h = Vector512.Load(x4 + (3 * row));
            Join(ref a, ref e);
            Join(ref b, ref f);
            Join(ref c, ref g);
            Join(ref d, ref h);
            Join(ref a, ref c);
            Join(ref b, ref d);
            Join(ref e, ref g);
            Join(ref f, ref h);
            Join(ref a, ref b);
            Join(ref c, ref d);
            Join(ref e, ref f);
            Join(ref g, ref h);
            Add<TOrder>(ref TOrder.Reverse ? ref h : ref a, ref sum);
            Add<TOrder>(ref TOrder.Reverse ? ref g : ref b, ref sum);
            Add<TOrder>(ref TOrder.Reverse ? ref f : ref c, ref sum);
            Add<TOrder>(ref TOrder.Reverse ? ref e : ref d, ref sum);
            Add<TOrder>(ref TOrder.Reverse ? ref d : ref e, ref sum);
            Add<TOrder>(ref TOrder.Reverse ? ref c : ref f, ref sum);
            Add<TOrder>(ref TOrder.Reverse ? ref b : ref g, ref sum);
            Add<TOrder>(ref TOrder.Reverse ? ref a : ref h, ref sum);
            Split(ref a, ref b);
            Split(ref c, ref d);
            Split(ref e, ref f);
            Split(ref g, ref h);
            Split(ref a, ref c);
            Split(ref b, ref d);
            Split(ref e, ref g);
            Split(ref f, ref h);
            Split(ref a, ref e);
            Split(ref b, ref f);
            Split(ref c, ref g);
            Split(ref d, ref h);
            a.Store(y);
            b.Store(y + row);
            c.Store(y + (2 * row));
            d.Store(y + (3 * row));
            e.Store(y4);
            f.Store(y4 + row);
            g.Store(y4 + (2 * row));
            h.Store(y4 + (3 * row));
        }
        sum.Store(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(ref Vector512<T> a, ref Vector512<T> b) => Pairs.Join(a, b, out a, out b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(ref Vector512<T> a, ref Vector512<T> b) => Pairs.Split(a, b, out a, out b);

    /// <summary>The sums of a column, or of two that share a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TOrder>(ref Vector512<T> columns, ref Vector512<TSum> sum)
        where TOrder : struct, IScanOrder
    {
        if (typeof(T) == typeof(float))
        {
            Vector512<double> low = Vector512.WidenLower(columns.AsSingle()), high = Vector512.WidenUpper(columns.AsSingle());
            if (TOrder.Reverse)
            {
                high = sum.AsDouble() + high;
                low = high + low;
                sum = low.As<double, TSum>();
            }
            else
            {
                low = sum.AsDouble() + low;
                high = low + high;
                sum = high.As<double, TSum>();
            }
            columns = Vector512.Narrow(low, high).As<float, T>();
        }
        else
        {
            sum += columns.As<T, TSum>();
            columns = sum.As<TSum, T>();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Four(T* x, T* y)
    {
        nint row = n, step = reverse ? -1 : 1, begin = reverse ? row - 1 : 0;
        TSum a = TSum.Zero, b = TSum.Zero, c = TSum.Zero, d = TSum.Zero;
        x += begin;
        y += begin;
        T* x2 = x + (2 * row), y2 = y + (2 * row);
        for (nint i = 0; i < row; i++, x += step, y += step, x2 += step, y2 += step)
        {
            a += TSum.CreateTruncating(x[0]);
            b += TSum.CreateTruncating(x[row]);
            c += TSum.CreateTruncating(x2[0]);
            d += TSum.CreateTruncating(x2[row]);
            y[0] = T.CreateTruncating(a);
            y[row] = T.CreateTruncating(b);
            y2[0] = T.CreateTruncating(c);
            y2[row] = T.CreateTruncating(d);
        }
    }

    /// <summary>Some elements of one row, on top of <paramref name="sum"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Single(T* x, T* y, nint count, TSum sum)
    {
        nint step = reverse ? -1 : 1, begin = reverse ? count - 1 : 0;
        x += begin;
        y += begin;
        for (nint i = 0; i < count; i++, x += step, y += step)
        {
            sum += TSum.CreateTruncating(*x);
            *y = T.CreateTruncating(sum);
        }
    }
}
