using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Steps of optimisers.</summary>
internal static unsafe partial class MapKernel
{
    /// <summary>Rewrites a parameter and its states from its gradient, all contiguous and of one length; states the step does not have are empty.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="F">The formula.</typeparam>
    /// <param name="f">The step, which stays where it is until all is done.</param>
    /// <param name="all">A contiguous layout without offset, of as many elements.</param>
    /// <param name="p">The parameter.</param>
    /// <param name="g">Its gradient.</param>
    /// <param name="s0">The first state.</param>
    /// <param name="s1">The second state.</param>
    /// <param name="s2">The third state.</param>
    public static void Step<T, F>(in F f, Layout all, Span<T> p, ReadOnlySpan<T> g, Span<T> s0 = default, Span<T> s1 = default, Span<T> s2 = default)
        where T : unmanaged
        where F : struct, IStepFormula
    {
        var loop = Widest<T>.Loop<MapLoops.Step<T, F>>();
        fixed (T* pp = p, pg = g, p0 = s0, p1 = s1, p2 = s2)
        {
            var call = new MapCall(loop, Unsafe.AsPointer(ref Unsafe.AsRef(in f)), all, Widest<T>.Width);
            call.In(pp, all, p.Length, sizeof(T));
            call.In(pg, all, g.Length, sizeof(T));
            call.In(p0, f.States > 0 ? all : null, s0.Length, sizeof(T));
            call.In(p1, f.States > 1 ? all : null, s1.Length, sizeof(T));
            call.In(p2, f.States > 2 ? all : null, s2.Length, sizeof(T));
            call.Out(pp, p.Length, sizeof(T));
            call.Out(p0, f.States > 0 ? s0.Length : 0, sizeof(T));
            call.Out(p1, f.States > 1 ? s1.Length : 0, sizeof(T));
            call.Out(p2, f.States > 2 ? s2.Length : 0, sizeof(T));
            call.Run();
        }
    }
}
