using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>
/// The filters of a group by F(2 x 2, 3 x 3): U = G g G^T with the rows G = (1 0 0; 1/2 1/2 1/2; 1/2 -1/2 1/2; 0 0 1), for each of the 16
/// places as panels <c>[C, rows of a tile]</c>, one after the other.
/// </summary>
internal unsafe struct WinogradFilters<T, V> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    private const int Taps = 9;

    // Channels that are woven before they are transformed: 4.6 KB of float32.
    private const int FewChannels = 16;

    // The elements of a register; a panel has as many rows, or 6.
    private const int Lanes = 8;

    private const int Line = 64;

    // Places lie two lines further apart than they need: at a multiple of 4 KB they would share a set of the first cache.
    private const int Apart = 128;

    public ConvShape S;
    public ConvFilters<T> Filters;
    public int Group;
    public T* To;
    private nint perPlace;

    private readonly int Blocks => (S.Channels + FewChannels - 1) / FewChannels;

    // Filters turned round are read from the last tap on.
    private readonly bool IsTurned => Filters.TapStride < 0;

    /// <summary>The elements from the panels of one place to those of the next.</summary>
    public static nint CountOfPlace(int filters, int channels) => MatMulPack<T, V>.PanelsCount(filters, channels) + (Apart / sizeof(T));

    /// <summary>The elements of all panels.</summary>
    public static nint Count(int filters, int channels) => Winograd.Places * CountOfPlace(filters, channels);

    /// <summary>All filters, on all threads.</summary>
    public void RunAll()
    {
        perPlace = CountOfPlace(S.Filters, S.Channels);
        Workers.For((S.Filters + MatMulTile<T, V>.Rows - 1) / MatMulTile<T, V>.Rows * Blocks, this);
    }

    /// <summary>Some filters from <paramref name="m0"/> on, the first of a panel.</summary>
    public void Run(int m0, int count)
    {
        int height = MatMulTile<T, V>.Rows;
        perPlace = CountOfPlace(count, S.Channels);
        if (IsTurned)
        {
            // Filters lie side by side, channels far apart.
            for (int c = 0; c < S.Channels; c += FewChannels)
            {
                Ask(m0, count, c + FewChannels);
                for (int m = 0; m < count; m += height) Run(m0 + m, c, To + (((nint)m * S.Channels) + (c * height)));
            }
            return;
        }
        for (int m = 0; m < count; m += height)
        {
            for (int c = 0; c < S.Channels; c += FewChannels) Run(m0 + m, c, To + (((nint)m * S.Channels) + (c * height)));
        }
    }

    public readonly void Run(int part)
    {
        var (panel, block) = Math.DivRem(part, Blocks);
        int height = MatMulTile<T, V>.Rows, m = panel * height, c = block * FewChannels;
        Run(m, c, To + (((nint)m * S.Channels) + (c * height)));
    }

    /// <summary>A few channels of one panel.</summary>
    [SkipLocalsInit]
    private readonly void Run(int m, int c, T* to)
    {
        int height = MatMulTile<T, V>.Rows, rows = Math.Min(height, S.Filters - m), count = Math.Min(FewChannels, S.Channels - c);
        T* taps = stackalloc T[(FewChannels * Taps * Lanes) + Lanes];
        T* last = stackalloc T[Winograd.Places * Lanes];
        T* from = Filters.At(Group, m, c);
        bool isTurned = IsTurned;
        if (isTurned) from += (Taps - 1) * Filters.TapStride;
        nint perChannel = Taps * (nint)height, perTap = isTurned ? -height : height;
        if (!isTurned && Filters.ChannelStride == Taps) MatMulPack<T, V>.Panels(from, Filters.FilterStride, 1, rows, count * Taps, taps);
        else for (int i = 0; i < count; i++) MatMulPack<T, V>.Panels(from + (i * Filters.ChannelStride), Filters.FilterStride, 1, rows, Taps, taps + (i * perChannel));
        T* first = isTurned ? taps + ((Taps - 1) * height) : taps;
        // A register is more than a row of the panel where that has 6: the last one goes by a copy, the others are written over.
        int whole = height == Lanes ? count : count - 1;
        Transform(first, perChannel, perTap, whole, to, height, perPlace);
        if (whole == count) return;
        Transform(first + (whole * perChannel), perChannel, perTap, 1, last, Lanes, Lanes);
        for (int place = 0; place < Winograd.Places; place++) new ReadOnlySpan<T>(last + (place * Lanes), height).CopyTo(new Span<T>(to + (place * perPlace) + (whole * height), height));
    }

    /// <summary>Asks for a few channels, each in a page of its own, while those before are transformed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Ask(int m0, int count, int c)
    {
        if (!Sse.IsSupported) return;
        for (int end = Math.Min(S.Channels, c + FewChannels); c < end; c++)
        {
            byte* at = (byte*)(Filters.At(Group, m0, c) + ((Taps - 1) * Filters.TapStride)), last = at + ((nint)count * Taps * sizeof(T)) - 1;
            for (; at < last; at += Line) Sse.Prefetch0(at);
            Sse.Prefetch0(last);
        }
    }

    private static void Transform(T* g, nint perChannel, nint perTap, int channels, T* u, nint height, nint perPlace)
    {
        if (sizeof(T) == sizeof(float)) Transform<Vector256<T>>(g, perChannel, perTap, channels, T.CreateTruncating(0.5), u, height, perPlace);
        else Transform<Vector512<T>>(g, perChannel, perTap, channels, T.CreateTruncating(0.5), u, height, perPlace);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Transform<U>(T* g, nint perChannel, nint perTap, int channels, T half, T* u, nint height, nint perPlace)
        where U : unmanaged
    {
        U plus = MatMulSimd<T, U>.Splat(half), minus = MatMulSimd<T, U>.Splat(-half);
        for (int c = 0; c < channels; c++, g += perChannel, u += height)
        {
            Column(g, perTap, plus, minus, out U a0, out U a1, out U a2, out U a3);
            Column(g + perTap, perTap, plus, minus, out U b0, out U b1, out U b2, out U b3);
            Column(g + (2 * perTap), perTap, plus, minus, out U c0, out U c1, out U c2, out U c3);
            Row(a0, b0, c0, plus, minus, u, perPlace);
            Row(a1, b1, c1, plus, minus, u + (4 * perPlace), perPlace);
            Row(a2, b2, c2, plus, minus, u + (8 * perPlace), perPlace);
            Row(a3, b3, c3, plus, minus, u + (12 * perPlace), perPlace);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<U>(T* g, nint perTap, U plus, U minus, out U u0, out U u1, out U u2, out U u3)
        where U : unmanaged
    {
        u0 = Unsafe.ReadUnaligned<U>(g);
        u3 = Unsafe.ReadUnaligned<U>(g + (6 * perTap));
        Halves(u0, Unsafe.ReadUnaligned<U>(g + (3 * perTap)), u3, plus, minus, out u1, out u2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<U>(U g0, U g1, U g2, U plus, U minus, T* u, nint perPlace)
        where U : unmanaged
    {
        Halves(g0, g1, g2, plus, minus, out U u1, out U u2);
        Unsafe.WriteUnaligned(u, g0);
        Unsafe.WriteUnaligned(u + perPlace, u1);
        Unsafe.WriteUnaligned(u + (2 * perPlace), u2);
        Unsafe.WriteUnaligned(u + (3 * perPlace), g2);
    }

    // (g0 + g1 + g2) / 2 and (g0 - g1 + g2) / 2: halving rounds nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halves<U>(U g0, U g1, U g2, U plus, U minus, out U u1, out U u2)
        where U : unmanaged
    {
        U ends = MatMulSimd<T, U>.Fma(MatMulSimd<T, U>.Add(g0, g2), plus, default);
        u1 = MatMulSimd<T, U>.Fma(g1, plus, ends);
        u2 = MatMulSimd<T, U>.Fma(g1, minus, ends);
    }
}
