using System.Diagnostics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd.Benchmarks;

/// <summary>Bytes a second through the loops of the library, by how much memory they touch.</summary>
internal static unsafe class Bandwidth
{
    // The touched memory is gone through until this much has passed.
    private const long Passed = 1L << 29;

    /// <summary>Adding up: every thread reads a region of its own, all together <paramref name="bytes"/>.</summary>
    public static double Read(long bytes, int reps) => Measure(bytes, reps, (x, _, n, turns) =>
        Workers.For(Workers.Count, new Reading { X = x, Count = n / Workers.Count, Turns = turns }));

    /// <summary>Copying the first half into the second, bytes read and written together.</summary>
    public static double Copy(long bytes, int reps) => Measure(bytes, reps, (x, y, n, turns) =>
        Workers.For(Workers.Count, new Copying { X = x, Y = y, Count = n / 2 / Workers.Count, Turns = turns }));

    private delegate void Pass(float* x, float* y, int count, int turns);

    private static double Measure(long bytes, int reps, Pass pass)
    {
        int count = (int)(bytes / sizeof(float));
        var data = GC.AllocateArray<float>(count + 16, pinned: true);
        data.AsSpan().Fill(1);
        int turns = (int)Math.Max(1, Passed / bytes);
        double best = 0;
        fixed (float* x = data)
        {
            for (int rep = 0; rep < reps; rep++)
            {
                long start = Stopwatch.GetTimestamp();
                pass(x, x + count / 2, count, turns);
                best = Math.Max(best, (double)turns * bytes / Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        return best;
    }

    private struct Reading : IJob
    {
        public float* X;
        public int Count;
        public int Turns;

        public readonly void Run(int part)
        {
            float* results = stackalloc float[4];
            float* x = X + ((nint)part * Count);
            // Four rows at a time, each a quarter: the loop of every sum.
            for (int turn = 0; turn < Turns; turn++) ReduceLoops<float, SumMonoid>.Rows(x, Count / 4, 4, Count / 4, x + Count, results, 1);
        }
    }

    private struct Copying : IJob
    {
        public float* X;
        public float* Y;
        public int Count;
        public int Turns;

        public readonly void Run(int part)
        {
            var loop = Widest<float>.Loop<MapLoops.Unary<float, NegFormula>>();
            void** p = stackalloc void*[2];
            nint* masks = stackalloc nint[1];
            p[0] = X + ((nint)part * Count);
            p[1] = Y + ((nint)part * Count);
            masks[0] = -1;
            NegFormula formula = default;
            for (int turn = 0; turn < Turns; turn++) loop(&formula, p, masks, Count);
        }
    }
}
