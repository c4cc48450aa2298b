using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>Sorting along the rows of a contiguous [rows, n] matrix: stable, NaN greater than every number, as in PyTorch.</summary>
/// <remarks>Key and index are packed into one integer, so a plain integer sort is stable: equal keys are ordered by index.</remarks>
internal static unsafe class SortKernel
{
    private const int PartCount = 1 << 13;

    /// <summary>Sorted rows and where each element came from.</summary>
    public static void Sort<T>(ReadOnlySpan<T> x, int n, bool descending, Span<T> values, Span<long> indices)
        where T : unmanaged => TopK(x, n, n, descending, values, indices);

    /// <summary>The first k elements of the sorted rows, [rows, k]; <paramref name="largest"/> sorts descending.</summary>
    public static void TopK<T>(ReadOnlySpan<T> x, int n, int k, bool largest, Span<T> values, Span<long> indices)
        where T : unmanaged
    {
        if (x.IsEmpty || k == 0) return;
        CheckRoom<T>(x.Length, n, k, values, indices);
        fixed (T* px = x)
        fixed (T* pv = values)
        fixed (long* pi = indices)
        {
            if (sizeof(T) <= 4) Run<T, ulong>(px, x.Length / n, n, 0, k, largest, pv, pi);
            else Run<T, UInt128>(px, x.Length / n, n, 0, k, largest, pv, pi);
        }
    }

    /// <summary>The element at position <paramref name="k"/> (from 0) of each ascending row, [rows]: <c>kthvalue</c> has k + 1.</summary>
    public static void Kth<T>(ReadOnlySpan<T> x, int n, int k, Span<T> values, Span<long> indices)
        where T : unmanaged
    {
        if (x.IsEmpty) return;
        CheckRoom<T>(x.Length, n, 1, values, indices);
        fixed (T* px = x)
        fixed (T* pv = values)
        fixed (long* pi = indices)
        {
            if (sizeof(T) <= 4) Run<T, ulong>(px, x.Length / n, n, k, 1, descending: false, pv, pi);
            else Run<T, UInt128>(px, x.Length / n, n, k, 1, descending: false, pv, pi);
        }
    }

    private static void CheckRoom<T>(int count, int n, int k, ReadOnlySpan<T> values, ReadOnlySpan<long> indices)
    {
        Bounds.Room(values, (long)(count / n) * k);
        Bounds.Room(indices, (long)(count / n) * k);
    }

    private static void Run<T, TPacked>(T* x, int rows, int n, int skip, int take, bool descending, T* values, long* indices)
        where T : unmanaged
        where TPacked : unmanaged, IBinaryInteger<TPacked>
    {
        var job = new Job<T, TPacked>
        {
            X = x, Rows = rows, N = n, Skip = skip, Take = take, Descending = descending, Values = values, Indices = indices,
            Block = Math.Max(1, PartCount / n),
        };
        Workers.For(((rows - 1) / job.Block) + 1, job);
    }

    private struct Job<T, TPacked> : IJob
        where T : unmanaged
        where TPacked : unmanaged, IBinaryInteger<TPacked>
    {
        public T* X;
        public int Rows;
        public int N;
        public int Skip;
        public int Take;
        public bool Descending;
        public T* Values;
        public long* Indices;
        public int Block;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int wanted = Skip + Take;
            bool isFew = SortFew.IsFew(N, wanted);
            using var packed = new Scratch<TPacked>(isFew ? SortFew.Room(wanted) : N);
            using var spare = new Scratch<ulong>(!isFew && sizeof(TPacked) == 8 && N >= SortRadix.MinLength ? N : 0);
            int end = Math.Min(Rows, (part + 1) * Block);
            for (int r = part * Block; r < end; r++)
            {
                T* x = X + ((nint)r * N);
                Span<TPacked> sorted = packed.Span;
                if (isFew)
                {
                    SortFew.Smallest(x, N, wanted, Descending, sorted);
                    sorted = sorted[..wanted];
                    sorted.Sort();
                }
                else
                {
                    sorted = Sorted(x, sorted, wanted, spare.Span);
                }
                T* values = Values + ((nint)r * Take);
                long* indices = Indices + ((nint)r * Take);
                for (int i = 0; i < Take; i++)
                {
                    int index = int.CreateTruncating(sorted[Skip + i]);
                    indices[i] = index;
                    values[i] = x[index];
                }
            }
        }

        /// <summary>The keys of a row, as many sorted as are wanted.</summary>
        private readonly Span<TPacked> Sorted(T* x, Span<TPacked> keys, int wanted, Span<ulong> spare)
        {
            Pack(x, keys);
            if (wanted < N / 2)
            {
                // Selecting first is worth it only while most of the row need not be sorted.
                SortSelect.Smallest(keys, wanted);
                keys = keys[..wanted];
                keys.Sort();
            }
            else if (spare.Length > 0)
            {
                SortRadix.Sort(MemoryMarshal.Cast<TPacked, ulong>(keys), spare);
            }
            else
            {
                keys.Sort();
            }
            return keys;
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Pack(T* x, Span<TPacked> packed)
        {
            for (int i = 0; i < packed.Length; i++) packed[i] = SortFew.Pack<T, TPacked>(x[i], i, Descending);
        }
    }
}
