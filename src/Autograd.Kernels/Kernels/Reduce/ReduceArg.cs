using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Largest or smallest elements with their indices: the first of equals, and NaN before anything, as in PyTorch.</summary>
internal static unsafe class ReduceArg
{
    private const int Strip = 256;

    /// <summary>Finds the extreme value of each group and its index within the group, in row-major order of the reduced dimensions.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <typeparam name="M"><see cref="MaxMonoid"/> or <see cref="MinMonoid"/>.</typeparam>
    /// <param name="data">The storage.</param>
    /// <param name="layout">Where its elements lie; no empty groups.</param>
    /// <param name="mask">The reduced dimensions.</param>
    /// <param name="values">One extreme a group.</param>
    /// <param name="indices">One index a group.</param>
    public static void Extreme<T, M>(ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> values, Span<long> indices)
        where T : unmanaged, INumber<T>
        where M : struct, IMonoid
    {
        ReduceKernel.Reduce<T, M>(data, layout, mask, values);
        Find(data, layout, mask, values, indices);
    }

    /// <summary>The index of the first element of each group that equals the group's value; NaN equals NaN here.</summary>
    private static void Find<T>(ReadOnlySpan<T> data, Layout layout, ulong mask, ReadOnlySpan<T> values, Span<long> indices)
        where T : unmanaged, INumber<T>
    {
        Span<int> scratch = stackalloc int[ReducePlan.Scratch(layout)];
        Bounds.Check(data, layout);
        fixed (int* cells = scratch)
        fixed (T* x = data)
        fixed (T* v = values)
        fixed (long* found = indices)
        {
            ReducePlan plan = ReducePlan.Make(layout, mask, cells);
            if (plan.Outputs == 0) return;
            Bounds.Room(values, plan.Outputs);
            Bounds.Room<long>(indices, plan.Outputs);
            bool contiguous = plan.Rank == 1 && plan.Strides[0] == 1;
            var job = new FindJob<T> { Plan = plan, X = x + layout.Offset, Values = v, Found = found, Contiguous = contiguous };
            job.Columns = !contiguous && plan.InnerOutStride == 1 && plan.InnerOutputs >= Vector512<T>.Count;
            job.Block = job.Columns ? Math.Min(Strip, plan.InnerOutputs) : Math.Min(Math.Max(1, (1 << 14) / plan.Length), plan.InnerOutputs);
            job.Blocks = ((plan.InnerOutputs - 1) / job.Block) + 1;
            job.Tasks = (long)(plan.Outputs / plan.InnerOutputs) * job.Blocks;
            job.Parts = (int)Math.Min(job.Tasks, Math.Max(1, layout.Count >> 14));
            Workers.For(job.Parts, job);
        }
    }

    private struct FindJob<T> : IJob
        where T : unmanaged, INumber<T>
    {
        public ReducePlan Plan;
        public T* X;
        public T* Values;
        public long* Found;
        public bool Contiguous;
        public bool Columns;
        public int Block;
        public int Blocks;
        public long Tasks;
        public int Parts;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            long end = Tasks * (part + 1) / Parts;
            for (long task = Tasks * part / Parts; task < end; task++)
            {
                long outer = Math.DivRem(task, Blocks, out long block);
                int inner = (int)block * Block;
                int count = Math.Min(Block, Plan.InnerOutputs - inner);
                long output = (outer * Plan.InnerOutputs) + inner;
                T* group = X + Plan.OutOffset(output);
                if (Columns)
                {
                    FirstOfColumns(group, count, Values + output, Found + output);
                    continue;
                }
                for (int o = 0; o < count; o++, group += Plan.InnerOutStride)
                {
                    T value = Values[output + o];
                    Found[output + o] = Contiguous ? First(group, Plan.Length, value) : FirstStrided(group, value);
                }
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private static int First(T* x, int n, T value)
        {
            int i = 0;
            if (!T.IsNaN(value))
            {
                Vector512<T> wanted = Vector512.Create(value);
                while (i + Vector512<T>.Count <= n && !Vector512.EqualsAny(Vector512.Load(x + i), wanted)) i += Vector512<T>.Count;
            }
            while (i < n - 1 && x[i] != value && !T.IsNaN(x[i])) i++;
            return i;
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly int FirstStrided(T* group, T value)
        {
            // In pieces, since the first of a long group may well be near its start.
            T* piece = stackalloc T[256];
            for (int start = 0; ; start += 256)
            {
                int count = Math.Min(256, Plan.Length - start);
                Plan.Gather(group, start, count, piece);
                for (int i = 0; i < count; i++)
                {
                    if (piece[i] == value || T.IsNaN(piece[i])) return start + i;
                }
                if (start + count == Plan.Length) return Plan.Length - 1;
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void FirstOfColumns(T* x, int width, T* values, long* found)
        {
            const int Piece = 256;
            int* offsets = stackalloc int[Piece];
            new Span<long>(found, width).Fill(-1);
            int missing = width;
            for (int start = 0; missing > 0; start += Piece)
            {
                int count = Math.Min(Piece, Plan.Length - start);
                Plan.Offsets(start, count, offsets);
                for (int i = 0; i < count && missing > 0; i++)
                {
                    T* row = x + offsets[i];
                    for (int v = 0; v < width; v += Vector512<T>.Count)
                    {
                        int last = Math.Min(v + Vector512<T>.Count, width);
                        if (v + Vector512<T>.Count <= width)
                        {
                            // Nearly always no column has its extreme here.
                            Vector512<T> a = Vector512.Load(row + v);
                            if ((Vector512.Equals(a, Vector512.Load(values + v)) | ~Vector512.Equals(a, a)) == Vector512<T>.Zero) continue;
                        }
                        for (int j = v; j < last; j++)
                        {
                            if (found[j] >= 0 || (row[j] != values[j] && !T.IsNaN(row[j]))) continue;
                            found[j] = start + i;
                            missing--;
                        }
                    }
                }
            }
        }
    }
}
