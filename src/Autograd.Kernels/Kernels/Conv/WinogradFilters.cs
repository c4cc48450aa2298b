using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    // Channels of a part; with the rows of a tile they are whole registers.
    private const int FewChannels = 16;

    public ConvShape S;
    public ConvFilters<T> Filters;
    public int Group;
    public T* To;

    private readonly int Blocks => (S.Channels + FewChannels - 1) / FewChannels;

    /// <summary>The elements of the panels of one place.</summary>
    public static nint CountOfPlace(in ConvShape s) => MatMulPack<T, V>.PanelsCount(s.Filters, s.Channels);

    /// <summary>The elements of all panels.</summary>
    public static nint Count(in ConvShape s) => Winograd.Places * CountOfPlace(s);

    public readonly void RunAll() => Workers.For((int)(CountOfPlace(S) / S.Channels / MatMulTile<T, V>.Rows) * Blocks, this);

    public readonly void Run(int part)
    {
        var (panel, block) = Math.DivRem(part, Blocks);
        int height = MatMulTile<T, V>.Rows, c = block * FewChannels, count = Math.Min(FewChannels, S.Channels - c);
        nint most = FewChannels * height;
        using var taps = new Scratch<T>(Taps * most);
        using var places = new Scratch<T>(Winograd.Places * most);
        for (int row = 0; row < height; row++)
        {
            // Rows beyond the last filter are not stored: they may be any.
            int m = Math.Min((panel * height) + row, S.Filters - 1);
            Gather(Filters.At(Group, m, c), Filters.ChannelStride, Filters.TapStride, count, taps.Start + row, height, most);
        }
        Transform(taps.Start, places.Start, most);
        T* to = To + ((nint)panel * height * S.Channels) + (c * height);
        for (int place = 0; place < Winograd.Places; place++, to += CountOfPlace(S))
            new ReadOnlySpan<T>(places.Start + (place * most), count * height).CopyTo(new Span<T>(to, count * height));
    }

    // taps[k, c, row] of one row.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Gather(T* from, nint channel, nint tap, int count, T* to, nint step, nint perTap)
    {
        for (int c = 0; c < count; c++, from += channel, to += step)
        {
            for (int k = 0; k < Taps; k++) to[k * perTap] = from[k * tap];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Transform(T* g, T* u, nint n)
    {
        for (nint i = 0; i < n; i += Vector512<T>.Count)
        {
            Column(g + i, n, out var a0, out var a1, out var a2, out var a3);
            Column(g + n + i, n, out var b0, out var b1, out var b2, out var b3);
            Column(g + (2 * n) + i, n, out var c0, out var c1, out var c2, out var c3);
            Row(a0, b0, c0, u + i, n);
            Row(a1, b1, c1, u + (4 * n) + i, n);
            Row(a2, b2, c2, u + (8 * n) + i, n);
            Row(a3, b3, c3, u + (12 * n) + i, n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(T* g, nint n, out Vector512<T> u0, out Vector512<T> u1, out Vector512<T> u2, out Vector512<T> u3)
    {
        u0 = Vector512.Load(g);
        u3 = Vector512.Load(g + (6 * n));
        Halves(u0, Vector512.Load(g + (3 * n)), u3, out u1, out u2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(Vector512<T> g0, Vector512<T> g1, Vector512<T> g2, T* u, nint n)
    {
        Halves(g0, g1, g2, out var u1, out var u2);
        g0.Store(u);
        u1.Store(u + n);
        u2.Store(u + (2 * n));
        g2.Store(u + (3 * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halves(Vector512<T> g0, Vector512<T> g1, Vector512<T> g2, out Vector512<T> u1, out Vector512<T> u2)
    {
        Vector512<T> half = Vector512.Create(T.CreateTruncating(0.5)), ends = (g0 + g2) * half, middle = g1 * half;
        u1 = ends + middle;
        u2 = ends - middle;
    }
}
