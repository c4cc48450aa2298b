using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Whole matrices of patches, one for each plane, as results: <c>[planes, taps, positions]</c>. One thread a plane.</summary>
internal static unsafe class FoldKernel
{
    /// <summary>Writes the patches of every plane of x.</summary>
    public static void Unfold<T>(in WindowShape window, int planes, ReadOnlySpan<T> x, Span<T> patches)
        where T : unmanaged, INumber<T>
    {
        Check<T>(window, planes, x, patches);
        fixed (T* px = x, pp = patches) new Job<T> { Window = window, Planes = planes, X = px, Patches = pp }.RunAll();
    }

    /// <summary>Adds the patches of every plane up where they belong.</summary>
    public static void Fold<T>(in WindowShape window, int planes, ReadOnlySpan<T> patches, Span<T> x)
        where T : unmanaged, INumber<T>
    {
        Check(window, planes, x, patches);
        fixed (T* px = x, pp = patches) new Job<T> { Window = window, Planes = planes, X = px, Patches = pp, Folds = true }.RunAll();
    }

    private static void Check<T>(in WindowShape window, int planes, ReadOnlySpan<T> x, ReadOnlySpan<T> patches)
    {
        Bounds.Room(x, planes * (long)window.InputCount);
        Bounds.Room(patches, planes * (long)window.KernelCount * window.OutputCount);
    }

    private struct Job<T> : IJob
        where T : unmanaged, INumber<T>
    {
        public WindowShape Window;
        public int Planes;
        public T* X;
        public T* Patches;
        public bool Folds;
        private nint perPart;

        public void RunAll()
        {
            perPart = WorkParts.PiecesOf(Planes * (long)Window.KernelCount * Window.OutputCount, Planes);
            Workers.For((int)((Planes + perPart - 1) / perPart), this);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            nint first = part * perPart, count = Math.Min(Planes - first, perPart), positions = Window.OutputCount;
            T* x = X + (first * Window.InputCount);
            T* patches = Patches + (first * Window.KernelCount * positions);
            if (!Folds)
            {
                PatchKernel.Pack(Window, x, (int)count, 0, (int)positions, patches, positions);
                return;
            }
            new Span<T>(x, (int)(count * Window.InputCount)).Clear();
            PatchKernel.Add(Window, x, (int)count, 0, (int)positions, patches, positions);
        }
    }
}
