using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>A sparse matrix along one dimension: y[a, o, b] = sum over the taps of o of weight x[a, input, b], in the order of the taps.</summary>
internal static unsafe class ResampleKernel
{
    private const int PartElements = 1 << 13;

    /// <summary>Applies the table to the middle dimension of contiguous elements.</summary>
    /// <param name="x"><c>[outer, inputs, inner]</c>.</param>
    /// <param name="table">The matrix [outputs, inputs].</param>
    /// <param name="outer">The sizes before the dimension, multiplied.</param>
    /// <param name="inputs">The size of the dimension.</param>
    /// <param name="inner">The sizes behind it, multiplied.</param>
    /// <param name="y"><c>[outer, outputs, inner]</c>.</param>
    public static void Run<T>(ReadOnlySpan<T> x, in TapTable table, int outer, int inputs, int inner, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long rows = (long)outer * table.Outputs;
        if (rows * inner == 0) return;
        Bounds.Room(x, (long)outer * inputs * inner);
        Bounds.Room<T>(y, rows * inner);
        using var weights = new Scratch<T>(table.Count);
        for (int t = 0; t < table.Count; t++) weights.Span[t] = T.CreateTruncating(table.Weights[t]);
        fixed (T* px = x, py = y)
        fixed (int* starts = table.Starts, taps = table.Inputs)
        {
            var job = new Job<T> { X = px, Y = py, Starts = starts, Taps = taps, Weights = weights.Start, Inputs = inputs, Outputs = table.Outputs, Inner = inner, Rows = rows };
            job.PartRows = Math.Max(1, PartElements / inner);
            Workers.For((int)(((rows - 1) / job.PartRows) + 1), job);
        }
    }

    private struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X;
        public T* Y;
        public int* Starts;
        public int* Taps;
        public T* Weights;
        public int Inputs;
        public int Outputs;
        public int Inner;
        public long Rows;
        public int PartRows;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            long first = (long)part * PartRows, end = Math.Min(Rows, first + PartRows);
            int o = (int)(first % Outputs);
            T* x = X + (first / Outputs * Inputs * Inner);
            T* y = Y + (first * Inner);
            for (long row = first; row < end; row++, y += Inner)
            {
                if (Inner == 1)
                {
                    T sum = T.Zero;
                    for (int t = Starts[o]; t < Starts[o + 1]; t++) sum += x[Taps[t]] * Weights[t];
                    *y = sum;
                }
                else
                {
                    new Span<T>(y, Inner).Clear();
                    for (int t = Starts[o]; t < Starts[o + 1]; t++) Add(x + ((nint)Taps[t] * Inner), Weights[t], y, Inner);
                }
                if (++o < Outputs) continue;
                o = 0;
                x += (nint)Inputs * Inner;
            }
        }

        /// <summary>y += w x: a product and a sum an element, so that registers and single elements give the same bits.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private static void Add(T* x, T weight, T* y, int count)
        {
            int i = 0;
            for (; i + Vector<T>.Count <= count; i += Vector<T>.Count) (Vector.Load(y + i) + (Vector.Load(x + i) * weight)).Store(y + i);
            for (; i < count; i++) y[i] += x[i] * weight;
        }
    }
}
