using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The transposes of a convolution of many small planes, each one product over the patches of several images side by side: in w that is
/// y patches^T, <c>[M, columns] x [columns, C K]</c>; in x the patches are w^T y, <c>[C K, M] x [M, columns]</c>, added up in the grids.
/// </summary>
internal static unsafe class ConvWidePatches
{
    // Copies and hand-overs take a few microseconds.
    private const long LeastProducts = 1 << 18;

    // Rows and filters below a strip of the widest matrix kernel leave it empty.
    private const int LeastRows = 64;
    private const int LeastFilters = 32;

    /// <summary>Whether this is the faster way. It does not depend on the batch: an image has the same bits in any.</summary>
    public static bool Pays<T>(in ConvShape s)
        where T : unmanaged =>
        !s.IsPointwise && s.Rows >= LeastRows && s.Filters >= LeastFilters && (s with { Batch = 1 }).Products >= LeastProducts && ConvRun.Fits<T>(s);

    /// <summary>w = the sum over all runs of images of y patches^T.</summary>
    public static void Weight<T>(in ConvShape s, T* x, T* y, T* w)
        where T : unmanaged, IFloatingPointIeee754<T> => new ConvWidePatches<T> { S = s, X = x, Y = y, W = w }.RunAll<WeightOfRun<T>>();

    /// <summary>x = bias + the patches w^T y, added where they belong.</summary>
    public static void Transpose<T>(in ConvShape s, T* y, T* w, T* bias, T* x)
        where T : unmanaged, IFloatingPointIeee754<T> => new ConvWidePatches<T> { S = s, X = x, Y = y, W = w, Bias = bias }.RunAll<TransposeOfRun<T>>();
}

/// <summary>What is done with the images of a run, y gathered.</summary>
internal interface IConvOfRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract void Run(in ConvWidePatches<T> job);
}

/// <inheritdoc cref="ConvWidePatches"/>
internal unsafe struct ConvWidePatches<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LineBytes = 64;

    public ConvShape S;
    public T* X;
    public T* Y;
    public T* W;
    public T* Bias;

    public ConvGrid Grid { get; private set; }

    /// <summary>The images of now.</summary>
    public ConvRun Run { get; private set; }

    /// <summary>Whether images of this group came before.</summary>
    public bool IsBegun { get; private set; }

    public int Group { get; private set; }

    /// <summary>Where each tap reads.</summary>
    public nint* Offsets { get; private set; }

    /// <summary>A grid for each image.</summary>
    public T* Grids { get; private set; }

    /// <summary><c>[C K, columns]</c>.</summary>
    public T* Patches { get; private set; }

    /// <summary><c>[M, columns]</c>.</summary>
    public T* Gathered { get; private set; }

    /// <summary>The distance of rows: whole lines, an odd number of them, and room behind the last column.</summary>
    public nint Pitch { get; private set; }

    public void RunAll<TOfRun>()
        where TOfRun : struct, IConvOfRun<T>
    {
        Grid = ConvGrid.Of<T>(S, 1, nint.MaxValue);
        int together = ConvRun.ImagesOf<T>(S), line = LineBytes / sizeof(T);
        Run = new ConvRun(S, Grid, 0, 0, together);
        Pitch = (((Run.Columns + Vector256<T>.Count + line - 1) / line) | 1) * line;
        using var table = new Scratch<nint>(S.Rows);
        using var gridRoom = new Scratch<T>((together * Run.GridCount) + Vector256<T>.Count);
        using var patchRoom = new Scratch<T>(S.Rows * Pitch);
        using var yRoom = new Scratch<T>(S.Filters * Pitch);
        Offsets = table.Start;
        Grids = gridRoom.Start;
        Patches = patchRoom.Start;
        Gathered = yRoom.Start;
        Grid.Offsets(S.Channels, Offsets);
        for (Group = 0; Group < S.Groups; Group++)
        {
            IsBegun = false;
            for (int image = 0; image < S.Batch; image += together, IsBegun = true)
            {
                Run = new ConvRun(S, Grid, Group, image, Math.Min(together, S.Batch - image));
                Workers.For(Run.Images, new Gathering { Job = this });
                TOfRun.Run(this);
            }
        }
    }

    private struct Gathering : IJob
    {
        public ConvWidePatches<T> Job;

        public readonly void Run(int part) => Job.Run.Gather(Job.Y, part, Job.Gathered, Job.Pitch);
    }
}
