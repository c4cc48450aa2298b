using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>W (+)= y patches^T for the images of a run.</summary>
internal readonly unsafe struct WeightOfRun<T> : IConvOfRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Some 64 KB of patches a part.
    private const int PartBytes = 64 << 10;

    public static void Run(in ConvWidePatches<T> job)
    {
        Workers.For(job.Run.Images, new Filling { Job = job });
        var packing = new Packing { Job = job, Rows = (int)Math.Clamp(PartBytes / sizeof(T) / job.Pitch, 1, job.S.Rows) };
        Workers.For((int)((job.S.Rows + packing.Rows - 1) / packing.Rows), packing);
        T* w = job.W + ((nint)job.Group * job.S.Filters * job.S.Rows);
        ConvProduct.Run(job.S.Filters, job.S.Rows, job.Run.Columns, job.Gathered, job.Pitch, 1, job.Patches, 1, job.Pitch, w, job.S.Rows, job.IsBegun);
    }

    private struct Filling : IJob
    {
        public ConvWidePatches<T> Job;

        public readonly void Run(int part) => Job.Run.Fill(Job.X, part, Job.Grids);
    }

    /// <summary>Some rows of the patches.</summary>
    private struct Packing : IJob
    {
        public ConvWidePatches<T> Job;
        public int Rows;

        public readonly void Run(int part)
        {
            nint end = Math.Min(Job.S.Rows, (part + (nint)1) * Rows);
            for (nint row = (nint)part * Rows; row < end; row++) Row(Job.Offsets[row], Job.Patches + (row * Job.Pitch));
        }

        // Rows of outputs by whole registers: what is copied too much is written over by the next one, or lies behind the last column.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(nint offset, T* to)
        {
            nint extent = Job.Grid.Width.Extent, plane = Job.Grid.Place(1, 0), gridCount = Job.Run.GridCount;
            int depths = Job.S.Window.Depth.Output, heights = Job.S.Window.Height.Output, widths = Job.S.Window.Width.Output, images = Job.Run.Images;
            for (int i = 0; i < images; i++)
            {
                for (int d = 0; d < depths; d++)
                {
                    T* from = Job.Grids + offset + (i * gridCount) + (d * plane);
                    for (int h = 0; h < heights; h++, from += extent, to += widths)
                    {
                        for (int j = 0; j < widths; j += Vector256<T>.Count) Unsafe.WriteUnaligned(to + j, Unsafe.ReadUnaligned<Vector256<T>>(from + j));
                    }
                }
            }
        }
    }
}
