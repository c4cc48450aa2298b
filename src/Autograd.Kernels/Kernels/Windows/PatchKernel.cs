using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// The matrix of patches, <c>[channels * taps, positions]</c>: row (c, k) holds what tap k reads of channel c at a range of output
/// positions. Packing it is <c>im2col</c>; adding it back where it came from is the transpose, <c>col2im</c>.
/// </summary>
internal static unsafe class PatchKernel
{
    /// <summary>Packs the patches of <paramref name="count"/> positions from <paramref name="from"/> on; rows are <paramref name="pitch"/> apart.</summary>
    public static void Pack<T>(in WindowShape window, T* x, int channels, nint from, int count, T* patches, nint pitch)
        where T : unmanaged, INumber<T> => Walk<T, PackMove<T>>(window, x, channels, from, count, patches, pitch);

    /// <summary>Adds patches to the elements they were packed from: taps ascending, and positions within a tap.</summary>
    public static void Add<T>(in WindowShape window, T* x, int channels, nint from, int count, T* patches, nint pitch)
        where T : unmanaged, INumber<T> => Walk<T, AddMove<T>>(window, x, channels, from, count, patches, pitch);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Walk<T, TMove>(in WindowShape window, T* x, int channels, nint from, int count, T* patches, nint pitch)
        where T : unmanaged, INumber<T>
        where TMove : struct, IPatchMove<T>
    {
        var start = Position.Of(window, from);
        for (int c = 0; c < channels; c++, x += window.InputCount)
        {
            for (int kd = 0; kd < window.Depth.Kernel; kd++)
            {
                for (int kh = 0; kh < window.Height.Kernel; kh++)
                {
                    for (int kw = 0; kw < window.Width.Kernel; kw++, patches += pitch) Row<T, TMove>(window, x, kd, kh, kw, start, count, patches);
                }
            }
        }
    }

    /// <summary>One tap at a range of positions: rows of outputs, of each what lies inside of the input, and the gaps beside it.</summary>
    private static void Row<T, TMove>(in WindowShape window, T* x, int kd, int kh, int kw, Position at, int count, T* row)
        where T : unmanaged, INumber<T>
        where TMove : struct, IPatchMove<T>
    {
        var (first, end) = window.Width.Range(kw);
        for (; count > 0; at.NextRow(window))
        {
            int run = Math.Min(window.Width.Output - at.W, count);
            nint d = window.Depth.At(at.D, kd), h = window.Height.At(at.H, kh);
            bool isInside = (nuint)d < (nuint)window.Depth.Input && (nuint)h < (nuint)window.Height.Input;
            int a = isInside ? Math.Clamp(first, at.W, at.W + run) : at.W + run;
            int b = isInside ? Math.Clamp(end, a, at.W + run) : at.W + run;
            if (a > at.W) TMove.Gap(row, a - at.W);
            if (b > a) TMove.Run(row + (a - at.W), x + ((d * window.Height.Input + h) * window.Width.Input + window.Width.At(a, kw)), window.Width.Stride, b - a);
            if (at.W + run > b) TMove.Gap(row + (b - at.W), at.W + run - b);
            row += run;
            count -= run;
        }
    }

    /// <summary>What is done with a run of patch elements and the inputs they belong to, or with a gap, which belongs to none.</summary>
    private interface IPatchMove<T>
        where T : unmanaged
    {
        static abstract void Run(T* patch, T* x, int stride, int count);

        static abstract void Gap(T* patch, int count);
    }

    private readonly struct PackMove<T> : IPatchMove<T>
        where T : unmanaged
    {
        public static void Run(T* patch, T* x, int stride, int count)
        {
            if (stride == 1) Unsafe.CopyBlockUnaligned(patch, x, (uint)(count * sizeof(T)));
            else for (int i = 0; i < count; i++) patch[i] = x[(nint)i * stride];
        }

        public static void Gap(T* patch, int count) => new Span<T>(patch, count).Clear();
    }

    private readonly struct AddMove<T> : IPatchMove<T>
        where T : unmanaged, INumber<T>
    {
        public static void Run(T* patch, T* x, int stride, int count)
        {
            if (stride == 1) TensorPrimitives.Add(new ReadOnlySpan<T>(x, count), new ReadOnlySpan<T>(patch, count), new Span<T>(x, count));
            else for (int i = 0; i < count; i++) x[(nint)i * stride] += patch[i];
        }

        public static void Gap(T* patch, int count)
        {
        }
    }

    /// <summary>A position of the window, by its three coordinates.</summary>
    private struct Position
    {
        public int D;
        public int H;
        public int W;

        public static Position Of(in WindowShape window, nint flat)
        {
            nint row = flat / window.Width.Output;
            return new Position
            {
                W = (int)(flat % window.Width.Output),
                H = (int)(row % window.Height.Output),
                D = (int)(row / window.Height.Output),
            };
        }

        public void NextRow(in WindowShape window)
        {
            W = 0;
            if (++H < window.Height.Output) return;
            H = 0;
            D++;
        }
    }
}
