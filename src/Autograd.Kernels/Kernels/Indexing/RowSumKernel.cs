using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Sums of rows by indices: y[to_i] += s_i x[from_i] in ascending i, so that the bits depend on nothing else. Threads share columns.</summary>
internal static unsafe class RowSumKernel
{
    private const int PartWork = 1 << 15;

    // A cache line of float32: columns of one part.
    private const int LeastColumns = 16;

    /// <summary>Adds to y; negative indices leave their i out. The others were checked.</summary>
    /// <param name="x">The rows that are read, <paramref name="width"/> elements each.</param>
    /// <param name="scale">A factor for each i, or empty.</param>
    /// <param name="from">Rows of x.</param>
    /// <param name="to">Rows of y.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="y">The rows that are written.</param>
    public static void Run<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<long> from, ReadOnlySpan<long> to, int width, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (from.IsEmpty || width == 0) return;
        Bounds.Room(to, from.Length);
        if (!scale.IsEmpty) Bounds.Room(scale, from.Length);
        fixed (T* px = x, ps = scale, py = y)
        fixed (long* pf = from, pt = to)
        {
            var job = new Job<T> { X = px, Scale = ps, From = pf, To = pt, Y = py, Count = from.Length, Width = width };
            job.Columns = (long)from.Length * width < PartWork ? width : Math.Max(LeastColumns, width / 16);
            Workers.For(((width - 1) / job.Columns) + 1, job);
        }
    }

    private struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X;
        public T* Scale;
        public long* From;
        public long* To;
        public T* Y;
        public int Count;
        public int Width;
        public int Columns;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int first = part * Columns, count = Math.Min(Columns, Width - first);
            for (int i = 0; i < Count; i++)
            {
                if (From[i] < 0 || To[i] < 0) continue;
                T* x = X + (From[i] * Width) + first;
                T* y = Y + (To[i] * Width) + first;
                T s = Scale == null ? T.One : Scale[i];
                int j = 0;
                // A product and a sum an element: registers and single elements give the same bits.
                for (; j + Vector<T>.Count <= count; j += Vector<T>.Count) (Vector.Load(y + j) + (Vector.Load(x + j) * s)).Store(y + j);
                for (; j < count; j++) y[j] += x[j] * s;
            }
        }
    }
}
