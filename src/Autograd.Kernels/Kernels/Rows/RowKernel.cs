using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>What an op does to the rows of a matrix: formulas and reductions over a block of them, one after the other.</summary>
internal interface IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether the body writes to <see cref="RowBlock{T}.Work"/>.</summary>
    static virtual bool NeedsWork => false;

    void Run(in RowBlock<T> rows);
}

/// <summary>Rows that are taken together and stay in the first cache for all passes of a body; their operands by name.</summary>
internal readonly ref struct RowBlock<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The first input, [rows, n].</summary>
    public required RowOperand<T> A { get; init; }

    /// <summary>The second input, [rows, n], where there is one.</summary>
    public required RowOperand<T> B { get; init; }

    /// <summary>The result, [rows, n], where there is one. It shares no memory with the inputs.</summary>
    public required RowOperand<T> Y { get; init; }

    /// <summary>A first number a row: the caller's column, or scratch.</summary>
    public required RowOperand<T> First { get; init; }

    /// <summary>A second number a row: the caller's column, or scratch.</summary>
    public required RowOperand<T> Second { get; init; }

    /// <summary>A third number a row: scratch.</summary>
    public required RowOperand<T> Third { get; init; }

    /// <summary>Scratch of the size of the block, for a body that asks for it.</summary>
    public required RowOperand<T> Work { get; init; }

    /// <summary>The number of the block's first row in the matrix.</summary>
    public required int Start { get; init; }

    /// <summary>The number of rows in the block.</summary>
    public required int Count { get; init; }

    /// <summary>n, the elements of a row.</summary>
    public required int Length { get; init; }

    /// <summary>The reduction of each row.</summary>
    public unsafe void Reduce<M>(RowOperand<T> a, RowOperand<T> numbers)
        where M : struct, IMonoid => RowPieces.ReduceAny<T, M>(default, a, default, Count, Length, numbers.Start);

    /// <summary>The reduction of f(a).</summary>
    public unsafe void Reduce<M, F>(F f, RowOperand<T> a, RowOperand<T> numbers)
        where M : struct, IMonoid
        where F : struct, IUnaryFormula => RowPieces.ReduceAny<T, M>(StripMap<T>.Unary(ref f), a, default, Count, Length, numbers.Start);

    /// <summary>The reduction of f(a, b).</summary>
    public unsafe void Reduce<M, F>(F f, RowOperand<T> a, RowOperand<T> b, RowOperand<T> numbers)
        where M : struct, IMonoid
        where F : struct, IBinaryFormula => RowPieces.ReduceAny<T, M>(StripMap<T>.Binary(ref f), a, b, Count, Length, numbers.Start);

    /// <summary>y = f(a), of elements or of the numbers of the rows.</summary>
    public void Map<F>(F f, RowOperand<T> a, RowOperand<T> y)
        where F : struct, IUnaryFormula => Map(StripMap<T>.Unary(ref f), a, default, y);

    /// <summary>y = f(a, b), of elements, of elements and the number of their row, or of numbers.</summary>
    public void Map<F>(F f, RowOperand<T> a, RowOperand<T> b, RowOperand<T> y)
        where F : struct, IBinaryFormula => Map(StripMap<T>.Binary(ref f), a, b, y);

    private unsafe void Map(StripMap<T> map, RowOperand<T> a, RowOperand<T> b, RowOperand<T> y)
    {
        if (!y.IsNumbers) map.Rows(a, b, y.Start, y.Pitch, Count, Length);
        else map.Rows(RowOperand<T>.Elements(a.Start, Count, null), RowOperand<T>.Elements(b.Start, Count, null), y.Start, Count, 1, Count);
    }
}

/// <summary>Runs the body of a row op over a contiguous [rows, n] matrix, block by block, blocks shared among threads.</summary>
internal static unsafe class RowKernel
{
    private const int PartCount = 1 << 13;
    private const int Columns = 3;
    private const int MaxBlock = 512;

    /// <summary>Runs <paramref name="body"/>; operands that it does not name may be empty.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <typeparam name="TBody">The body.</typeparam>
    /// <param name="body">What is done.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="n">Elements of a row.</param>
    /// <param name="a">The first input, [rows, n].</param>
    /// <param name="b">The second input, [rows, n].</param>
    /// <param name="y">The result, [rows, n].</param>
    /// <param name="first">[rows], written by the body as <see cref="RowBlock{T}.First"/>.</param>
    /// <param name="second">[rows], as <see cref="RowBlock{T}.Second"/>.</param>
    public static void Run<T, TBody>(
        TBody body, int rows, int n, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, Span<T> first = default, Span<T> second = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBody : struct, IRowBody<T>
    {
        if (rows == 0 || n == 0) return;
        if (!a.IsEmpty) Bounds.Room(a, (long)rows * n);
        if (!b.IsEmpty) Bounds.Room(b, (long)rows * n);
        if (!y.IsEmpty) Bounds.Room<T>(y, (long)rows * n);
        if (!first.IsEmpty) Bounds.Room<T>(first, rows);
        if (!second.IsEmpty) Bounds.Room<T>(second, rows);
        fixed (T* pa = a)
        fixed (T* pb = b)
        fixed (T* py = y)
        fixed (T* p1 = first)
        fixed (T* p2 = second)
        {
            var job = new Job<T, TBody> { Body = body, A = pa, B = pb, Y = py, First = p1, Second = p2, Count = rows, Length = n };
            job.Block = Math.Clamp(ReduceKernel.Chunk / n, 1, MaxBlock);
            job.PartRows = (long)rows * n < 4 * PartCount ? rows : job.Block * Math.Max(1, (int)(PartCount / ((long)job.Block * n)));
            Workers.For(((rows - 1) / job.PartRows) + 1, job);
        }
    }

    private struct Job<T, TBody> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBody : struct, IRowBody<T>
    {
        public TBody Body;
        public T* A;
        public T* B;
        public T* Y;
        public T* First;
        public T* Second;
        public int Count;
        public int Length;
        public int Block;
        public int PartRows;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            int room = ReduceKernel.Chunk + Vector512<T>.Count;
            bool works = TBody.NeedsWork, fits = Length <= ReduceKernel.Chunk;
            T* strip = stackalloc T[works && fits ? room : 1];
            T* numbers = stackalloc T[Columns * Block];
            using var large = new Scratch<T>(works && !fits ? Length : 0);
            T* work = fits ? strip : large.Start;
            int end = (int)Math.Min(Count, (long)(part + 1) * PartRows);
            for (int row = part * PartRows; row < end; row += Block) Body.Run(At(row, Math.Min(Block, end - row), numbers, work));
        }

        private readonly RowBlock<T> At(int row, int count, T* numbers, T* work) => new()
        {
            A = Matrix(A, row),
            B = Matrix(B, row),
            Y = Matrix(Y, row),
            First = RowOperand<T>.Numbers(First == null ? numbers : First + row, 1),
            Second = RowOperand<T>.Numbers(Second == null ? numbers + Block : Second + row, 1),
            Third = RowOperand<T>.Numbers(numbers + (2 * Block), 1),
            Work = RowOperand<T>.Elements(work, Length, work + ((nint)count * Length)),
            Start = row,
            Count = count,
            Length = Length,
        };

        private readonly RowOperand<T> Matrix(T* start, int row) =>
            RowOperand<T>.Elements(start + ((nint)row * Length), Length, start + ((nint)Count * Length));
    }
}
