using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Patches = W^T y for the images of a run, added up in the grids, rows (c, k) ascending, and brought to x.</summary>
internal readonly unsafe struct TransposeOfRun<T> : IConvOfRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Channels of a part.
    private const int PartChannels = 16;

    public static void Run(in ConvWidePatches<T> job)
    {
        T* w = job.W + ((nint)job.Group * job.S.Filters * job.S.Rows);
        ConvProduct.Run(job.S.Rows, job.Run.Columns, job.S.Filters, w, 1, job.S.Rows, job.Gathered, job.Pitch, 1, job.Patches, job.Pitch, accumulate: false);
        var adding = new Adding { Job = job, Blocks = (job.S.Channels + PartChannels - 1) / PartChannels };
        Workers.For(job.Run.Images * adding.Blocks, adding);
    }

    /// <summary>Some channels of an image.</summary>
    private struct Adding : IJob
    {
        public ConvWidePatches<T> Job;
        public int Blocks;

        public readonly void Run(int part)
        {
            var (image, block) = Math.DivRem(part, Blocks);
            int c = block * PartChannels, channels = Math.Min(PartChannels, Job.S.Channels - c);
            nint taps = Job.S.Window.KernelCount, inputs = Job.S.Window.InputCount, count = Job.Grid.ChannelCount;
            T* grid = Job.Grids + (image * Job.Run.GridCount);
            new Span<T>(grid + (c * count), checked((int)(channels * count))).Clear();
            for (nint row = c * taps; row < (c + channels) * taps; row++)
                Row(Job.Patches + (row * Job.Pitch) + ((nint)image * Job.Run.Outputs), grid + Job.Offsets[row]);
            T* x = Job.Run.Inputs(Job.X, image) + (c * inputs);
            ConvProduct.Fill(x, inputs, channels, checked((int)inputs), Job.Bias == null ? null : Job.Bias + ((nint)Job.Group * Job.S.Channels) + c);
            Job.Grid.Drain(grid + (c * count), channels, x);
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(T* patch, T* grid)
        {
            nint extent = Job.Grid.Width.Extent, plane = Job.Grid.Place(1, 0);
            int depths = Job.S.Window.Depth.Output, heights = Job.S.Window.Height.Output, widths = Job.S.Window.Width.Output;
            for (int d = 0; d < depths; d++)
            {
                T* to = grid + (d * plane);
                for (int h = 0; h < heights; h++, to += extent, patch += widths)
                {
                    int j = 0;
                    for (; j + Vector256<T>.Count <= widths; j += Vector256<T>.Count) (Vector256.Load(to + j) + Vector256.Load(patch + j)).Store(to + j);
                    for (; j < widths; j++) to[j] += patch[j];
                }
            }
        }
    }
}
