using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>What a write by indices does with an element that is there.</summary>
internal unsafe interface IScatterPut<T>
    where T : unmanaged
{
    static abstract T Put(T there, T x);

    /// <summary>The same for elements side by side.</summary>
    static abstract void Put(T* there, T* x, int count);
}

/// <summary>Overwrites it.</summary>
internal readonly unsafe struct ScatterOver<T> : IScatterPut<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Put(T there, T x) => x;

    public static void Put(T* there, T* x, int count) => new ReadOnlySpan<T>(x, count).CopyTo(new Span<T>(there, count));
}

/// <summary>Adds to it.</summary>
internal readonly unsafe struct ScatterSum<T> : IScatterPut<T>
    where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Put(T there, T x) => there + x;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Put(T* there, T* x, int count)
    {
        int i = 0;
        // A single addition an element: registers and single elements give the same bits.
        for (; i + Vector<T>.Count <= count; i += Vector<T>.Count) (Vector.Load(there + i) + Vector.Load(x + i)).Store(there + i);
        for (; i < count; i++) there[i] += x[i];
    }
}
