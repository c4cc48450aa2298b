using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>What happens where an element of a plane is named.</summary>
internal interface IPlaneMove<T>
    where T : unmanaged
{
    /// <summary>Whether a plane is zero before.</summary>
    static abstract bool Begins { get; }

    static abstract void Run(ref T element, ref T value);
}

/// <summary>value = element.</summary>
internal readonly struct ReadMove<T> : IPlaneMove<T>
    where T : unmanaged
{
    public static bool Begins => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(ref T element, ref T value) => value = element;
}

/// <summary>element += value, from zeros on.</summary>
internal readonly struct AddToMove<T> : IPlaneMove<T>
    where T : unmanaged, INumber<T>
{
    public static bool Begins => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(ref T element, ref T value) => element += value;
}

/// <summary>element = value among zeros: of several for one element the last stays.</summary>
internal readonly struct WriteMove<T> : IPlaneMove<T>
    where T : unmanaged
{
    public static bool Begins => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(ref T element, ref T value) => element = value;
}

/// <summary>Elements of planes by their flat index: <c>values[p, i]</c> beside <c>elements[p, index[p, i]]</c>. One thread a plane, in order.</summary>
internal static unsafe class PlaneIndexKernel
{
    /// <summary>Moves every value whose index lies in its plane; false where one does not.</summary>
    public static bool Run<T, TMove>(int planes, Span<T> elements, Span<T> values, ReadOnlySpan<long> indices)
        where T : unmanaged
        where TMove : struct, IPlaneMove<T>
    {
        if (planes == 0) return true;
        Bounds.Room(indices, values.Length);
        bool bad = false;
        fixed (T* pe = elements, pv = values)
        fixed (long* pi = indices)
        {
            var job = new Job<T, TMove> { Planes = planes, Elements = pe, Values = pv, Indices = pi, Size = elements.Length / planes, Count = values.Length / planes, Bad = &bad };
            // An index costs some four multiply-adds, four zeros one.
            job.PerPart = WorkParts.PiecesOf((4L * values.Length) + (TMove.Begins ? elements.Length / 4 : 0), planes);
            Workers.For((int)((planes + job.PerPart - 1) / job.PerPart), job);
        }
        return !bad;
    }

    private struct Job<T, TMove> : IJob
        where T : unmanaged
        where TMove : struct, IPlaneMove<T>
    {
        public int Planes;
        public nint PerPart;
        public nint Size;
        public nint Count;
        public T* Elements;
        public T* Values;
        public long* Indices;
        public bool* Bad;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            nint end = Math.Min(Planes, (part + 1) * PerPart);
            for (nint plane = part * PerPart; plane < end; plane++)
            {
                T* elements = Elements + (plane * Size);
                if (TMove.Begins) new Span<T>(elements, (int)Size).Clear();
                for (nint i = plane * Count; i < (plane + 1) * Count; i++)
                {
                    if ((ulong)Indices[i] < (ulong)Size) TMove.Run(ref elements[Indices[i]], ref Values[i]);
                    else *Bad = true;
                }
            }
        }
    }
}
