using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>What a cross-entropy is told besides logits and targets, with PyTorch's defaults.</summary>
/// <param name="Smoothing">Label smoothing e: the target is (1 - e) onehot + e / C.</param>
/// <param name="IgnoreIndex">Rows with this target count for nothing.</param>
internal readonly record struct CrossEntropySettings(double Smoothing, long IgnoreIndex = -100)
{
    /// <summary>No smoothing, and -100 is ignored.</summary>
    public CrossEntropySettings()
        : this(0)
    {
    }
}

/// <summary>
/// Cross-entropy of contiguous logits [N, C] with class indices [N], fused: log p = x - max - log(sum(exp(x - max))),
/// loss = -(1 - e) w_t log p_t - e/C sum_c w_c log p_c. Only max and log(sum) of each row are kept for the way back.
/// </summary>
internal static unsafe class CrossEntropyKernel
{
    /// <summary>Losses of the rows; 0 for ignored ones.</summary>
    /// <param name="x">Logits, [N, C].</param>
    /// <param name="targets">Class indices, [N].</param>
    /// <param name="weights">Weights of the classes, [C], or empty.</param>
    /// <param name="settings">Smoothing and the ignored index.</param>
    /// <param name="loss">[N], not reduced.</param>
    /// <param name="max">[N], for the backward.</param>
    /// <param name="logSum">[N], for the backward.</param>
    /// <param name="totalWeight">Sum of w_t over the rows that count: the divisor of the mean.</param>
    /// <returns>-1, or the first row whose target is no class: nothing is written then.</returns>
    public static int Forward<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<long> targets, ReadOnlySpan<T> weights, CrossEntropySettings settings, Span<T> loss, Span<T> max, Span<T> logSum, out T totalWeight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        totalWeight = T.Zero;
        int rows = targets.Length;
        if (rows == 0) return -1;
        int classes = x.Length / rows;
        int bad = Check(targets, weights, classes, settings.IgnoreIndex, ref totalWeight);
        if (bad >= 0) return bad;
        fixed (T* px = x)
        fixed (T* pw = weights)
        fixed (long* pt = targets)
        fixed (T* pl = loss)
        fixed (T* pm = max)
        fixed (T* ps = logSum)
        {
            var job = new ForwardJob<T>
            {
                X = px, W = pw, Targets = pt, Loss = pl, Max = pm, LogSum = ps, Rows = rows, Classes = classes, Settings = settings,
                Block = SoftmaxKernel.PartRows(rows, classes),
            };
            Workers.For(((rows - 1) / job.Block) + 1, job);
        }
        return -1;
    }

    /// <summary>gx = g_r ((1 - e) w_t (p - onehot) + e/C (p sum(w) - w)), with p from the row's statistics; 0 for ignored rows.</summary>
    /// <param name="x">Logits, [N, C].</param>
    /// <param name="targets">Class indices, [N], already checked.</param>
    /// <param name="weights">Weights of the classes, [C], or empty.</param>
    /// <param name="settings">As in the forward pass.</param>
    /// <param name="max">Of the forward pass.</param>
    /// <param name="logSum">Of the forward pass.</param>
    /// <param name="g">The gradient of each row's loss, [N], or of all of them, [1].</param>
    /// <param name="gx">[N, C].</param>
    public static void Backward<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<long> targets, ReadOnlySpan<T> weights, CrossEntropySettings settings, ReadOnlySpan<T> max, ReadOnlySpan<T> logSum, ReadOnlySpan<T> g, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = targets.Length;
        if (x.IsEmpty) return;
        int classes = x.Length / rows;
        T sum = T.CreateTruncating(classes);
        if (!weights.IsEmpty)
        {
            sum = T.Zero;
            foreach (T w in weights) sum += w;
        }
        fixed (T* px = x)
        fixed (T* pw = weights)
        fixed (long* pt = targets)
        fixed (T* pm = max)
        fixed (T* ps = logSum)
        fixed (T* pg = g)
        fixed (T* pgx = gx)
        {
            var job = new BackwardJob<T>
            {
                X = px, W = pw, Targets = pt, Max = pm, LogSum = ps, G = pg, GStep = g.Length == 1 ? 0 : 1, Gx = pgx,
                Rows = rows, Classes = classes, Settings = settings, SumW = sum, Block = SoftmaxKernel.PartRows(rows, classes),
            };
            Workers.For(((rows - 1) / job.Block) + 1, job);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Check<T>(ReadOnlySpan<long> targets, ReadOnlySpan<T> weights, int classes, long ignore, ref T total)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int r = 0; r < targets.Length; r++)
        {
            long t = targets[r];
            if (t == ignore) continue;
            if (t < 0 || t >= classes) return r;
            sum += weights.IsEmpty ? T.One : weights[(int)t];
        }
        total = sum;
        return -1;
    }

    private struct ForwardJob<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X;
        public T* W;
        public long* Targets;
        public T* Loss;
        public T* Max;
        public T* LogSum;
        public int Rows;
        public int Classes;
        public int Block;
        public CrossEntropySettings Settings;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            int first = part * Block;
            int rows = Math.Min(Block, Rows - first);
            Span<T> room = Classes <= ReduceKernel.Chunk ? stackalloc T[ReduceKernel.Chunk] : new T[Classes];
            fixed (T* work = room) Statistics(first, rows, new Rows<T>(work, SoftmaxKernel.Pitch<T>(Classes), work + room.Length));
            Losses(first, rows, Settings.Smoothing != 0 ? new T[Classes] : []);
        }

        /// <summary>max and sum(exp(x - max)) of the rows, in blocks that stay in the first cache.</summary>
        private readonly void Statistics(int first, int rows, Rows<T> work)
        {
            int block = SoftmaxKernel.BlockRows(Classes);
            for (int r = first; r < first + rows; r += block)
            {
                int count = Math.Min(block, first + rows - r);
                var x = new Rows<T>(X + ((nint)r * Classes), Classes, X + ((nint)Rows * Classes));
                SoftmaxRows.Reduce<T, MaxReduction<T>>(x, count, Classes, null, Max + r);
                SoftmaxRows.Map<T, ExpShifted<T>>(x, x, Max + r, null, null, work, count, Classes);
                SoftmaxRows.Reduce<T, SumReduction<T>>(work, count, Classes, null, LogSum + r);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Losses(int first, int rows, T[] scratch)
        {
            T keep = T.CreateTruncating(1 - Settings.Smoothing);
            T share = T.CreateTruncating(Settings.Smoothing / Classes);
            for (int r = first; r < first + rows; r++)
            {
                LogSum[r] = T.Log(LogSum[r]);
                long t = Targets[r];
                if (t == Settings.IgnoreIndex)
                {
                    Loss[r] = T.Zero;
                    continue;
                }
                T* row = X + ((nint)r * Classes);
                T weight = W == null ? T.One : W[t];
                T loss = -weight * (row[t] - Max[r] - LogSum[r]);
                if (scratch.Length > 0) loss = (keep * loss) - (share * Smooth(row, r, scratch));
                Loss[r] = loss;
            }
        }

        /// <summary>sum_c w_c log p_c</summary>
        private readonly T Smooth(T* row, int r, T[] scratch)
        {
            fixed (T* p = scratch)
            {
                var x = new Rows<T>(row, 0, row + Classes);
                var terms = new Rows<T>(p, 0, p + Classes);
                if (W == null) SoftmaxRows.Map<T, LogSoftmaxValue<T>>(x, x, Max + r, LogSum + r, null, terms, 1, Classes);
                else SoftmaxRows.Map<T, WeightedLogSoftmax<T>>(x, new Rows<T>(W, 0, W + Classes), Max + r, LogSum + r, null, terms, 1, Classes);
                T sum;
                SoftmaxRows.Reduce<T, SumReduction<T>>(terms, 1, Classes, null, &sum);
                return sum;
            }
        }
    }

    private struct BackwardJob<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X;
        public T* W;
        public long* Targets;
        public T* Max;
        public T* LogSum;
        public T* G;
        public nint GStep;
        public T* Gx;
        public int Rows;
        public int Classes;
        public int Block;
        public CrossEntropySettings Settings;
        public T SumW;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            int first = part * Block;
            int rows = Math.Min(Block, Rows - first);
            Span<T> room = rows <= 1024 ? stackalloc T[rows] : new T[rows];
            fixed (T* scales = room) Part(first, rows, scales);
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Part(int first, int rows, T* scales)
        {
            T keep = T.CreateTruncating(1 - Settings.Smoothing);
            T share = T.CreateTruncating(Settings.Smoothing / Classes);
            for (int r = 0; r < rows; r++) scales[r] = G[(first + r) * GStep] * ((keep * Weight(first + r)) + (share * SumW));
            nint start = (nint)first * Classes;
            var x = new Rows<T>(X + start, Classes, X + ((nint)Rows * Classes));
            var gx = new Rows<T>(Gx + start, Classes, Gx + start + ((nint)rows * Classes));
            SoftmaxRows.Map<T, ScaledSoftmax<T>>(x, x, Max + first, LogSum + first, scales, gx, rows, Classes);
            for (int r = 0; r < rows; r++)
            {
                T* row = gx.Start + ((nint)r * Classes);
                long t = Targets[first + r];
                T g = G[(first + r) * GStep];
                if (t == Settings.IgnoreIndex)
                {
                    // Not by a factor of zero: an ignored row may hold NaN or infinity.
                    new Span<T>(row, Classes).Clear();
                    continue;
                }
                if (Settings.Smoothing != 0) Smooth(row, g * share);
                row[t] -= g * keep * Weight(first + r);
            }
        }

        private readonly T Weight(int r) => W == null || Targets[r] == Settings.IgnoreIndex ? T.One : W[Targets[r]];

        private readonly void Smooth(T* row, T scale)
        {
            if (W == null)
            {
                for (int c = 0; c < Classes; c++) row[c] -= scale;
                return;
            }
            var gx = new Rows<T>(row, 0, row + Classes);
            SoftmaxRows.Map<T, LessMultiple<T>>(gx, new Rows<T>(W, 0, W + Classes), &scale, null, null, gx, 1, Classes);
        }
    }
}
