using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>A formula on its way over contiguous elements, by the map loops: what runs before a reduction, and the bodies of rows.</summary>
/// <remarks>
/// A long formula inside of a reduction's loop would be beyond what the JIT inlines; over a strip that stays in the first
/// cache its loop is the one of the elementwise op. Holds the formula by address: it lives as long as its caller's frame.
/// </remarks>
internal readonly unsafe struct StripMap<T>
    where T : unmanaged
{
    private const int RegisterBytes = 64;

    /// <summary>Rows below this length are mapped several at a call, their numbers spread to strips.</summary>
    private const int ShortRow = 64;

    private readonly delegate*<void*, void**, nint*, nint, void> loop;
    private readonly void* formula;
    private readonly bool isBinary;

    private StripMap(delegate*<void*, void**, nint*, nint, void> loop, void* formula, bool isBinary)
    {
        this.loop = loop;
        this.formula = formula;
        this.isBinary = isBinary;
    }

    /// <summary>Whether elements are taken as they are.</summary>
    public bool IsNone => loop == null;

    public static StripMap<T> Unary<F>(ref F f)
        where F : struct, IUnaryFormula => new(
            Widest<T>.Loop<MapLoops.Unary<T, F>>(),
            Unsafe.AsPointer(ref f),
            isBinary: false);

    public static StripMap<T> Binary<F>(ref F f)
        where F : struct, IBinaryFormula => new(
            Widest<T>.Loop<MapLoops.Binary<T, F>>(),
            Unsafe.AsPointer(ref f),
            isBinary: true);

    /// <summary>y[r, i] = f(a[r, i], b[r, i]) for [rows, n]; the second operand is not read by a formula of one.</summary>
    /// <param name="a">The first operand, elements.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="y">Where the first result goes; it may lie exactly on <paramref name="a"/>.</param>
    /// <param name="pitch">From one row of results to the next.</param>
    /// <param name="rows">The number of rows; together at most one chunk where <paramref name="n"/> is below 64.</param>
    /// <param name="n">Elements of a row.</param>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rows(RowOperand<T> a, RowOperand<T> b, T* y, nint pitch, int rows, int n)
    {
        bool dense = a.Pitch == n && pitch == n && (!isBinary || b.IsNumbers || b.Pitch == n);
        if (dense && n < ShortRow && isBinary && b.IsNumbers)
        {
            T* spread = stackalloc T[ReduceKernel.Chunk + RegisterBytes];
            Spread(b, spread, rows, n);
            Run(a.Start, spread, -1, y, rows * n);
            return;
        }
        if (dense && !(isBinary && b.IsNumbers))
        {
            Run(a.Start, b.Start, -1, y, rows * n);
            return;
        }
        T* splat = stackalloc T[RegisterBytes / sizeof(T)];
        for (int r = 0; r < rows; r++)
        {
            T* second = b.Start + (r * b.Pitch);
            if (b.IsNumbers && isBinary)
            {
                Vector512.Create(*second).Store(splat);
                second = splat;
            }
            Run(a.Start + (r * a.Pitch), second, b.IsNumbers ? 0 : -1, y + (r * pitch), n);
        }
    }

    /// <summary>Each number n times: rows overlap to the right, where the next one is written over them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Spread(RowOperand<T> numbers, T* to, int rows, int n)
    {
        for (int r = 0; r < rows; r++, to += n)
        {
            Vector512<T> number = Vector512.Create(numbers.Start[r * numbers.Pitch]);
            for (int i = 0; i < n; i += Vector512<T>.Count) number.Store(to + i);
        }
    }

    /// <summary>Contiguous elements; <paramref name="maskB"/> is 0 where b is a register of one number, otherwise -1.</summary>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(T* a, T* b, nint maskB, T* y, int n)
    {
        int inputs = isBinary ? 2 : 1;
        void** p = stackalloc void*[3];
        nint* masks = stackalloc nint[2];
        (masks[0], masks[1]) = (-1, maskB);
        p[0] = a;
        p[1] = b;
        p[inputs] = y;
        if (n >= Widest<T>.Width)
        {
            loop(formula, p, masks, n);
            return;
        }
        // Less than a register: the same loop over a padded one.
        T* room = stackalloc T[3 * RegisterBytes];
        new ReadOnlySpan<T>(a, n).CopyTo(new Span<T>(room, n));
        p[0] = room;
        if (isBinary && maskB != 0)
        {
            new ReadOnlySpan<T>(b, n).CopyTo(new Span<T>(room + RegisterBytes, n));
            p[1] = room + RegisterBytes;
        }
        p[inputs] = room + (2 * RegisterBytes);
        loop(formula, p, masks, Widest<T>.Width);
        new ReadOnlySpan<T>(room + (2 * RegisterBytes), n).CopyTo(new Span<T>(y, n));
    }
}
