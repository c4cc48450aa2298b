using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>
/// Brings the operands of a map together: its inputs, then its outputs, then <see cref="Run"/>. The caller keeps them pinned.
/// </summary>
/// <remarks>Knows addresses and element sizes but no type, so that it is compiled once.</remarks>
internal unsafe ref struct MapCall
{
    private readonly Layout sizes;
    private MapJob job;
    private MapLayouts layouts;
    private bool flat;

    /// <summary>A map over elements of these sizes.</summary>
    /// <param name="loop">The loop, called with pointers to its inputs and then its outputs.</param>
    /// <param name="formula">The formula, which stays where it is until the map is done.</param>
    /// <param name="sizes">Any layout of the sizes of the outputs.</param>
    /// <param name="width">Elements of a register.</param>
    public MapCall(delegate*<void*, void**, nint*, nint, void> loop, void* formula, Layout sizes, int width)
    {
        // Three hundred bytes, mostly of operands that the map does not have: what is read is set.
        Unsafe.SkipInit(out job);
        this.sizes = sizes;
        flat = true;
        job.Loop = loop;
        job.Formula = formula;
        job.Count = sizes.Count;
        job.Width = width;
        job.Inputs = 0;
        job.Outputs = 0;
    }

    /// <summary>The next input, broadcast to the sizes; an absent one (null layout) reads as 0.</summary>
    /// <param name="data">The first element of its storage.</param>
    /// <param name="layout">Where its elements lie.</param>
    /// <param name="length">Elements of its storage.</param>
    /// <param name="size">Bytes of an element: 1, 4 or 8.</param>
    public void In(void* data, Layout? layout, int length, int size)
    {
        int k = job.Inputs++;
        job.InputSize[k] = size;
        if (layout is null)
        {
            job.In[k] = 0;
            job.Step[k] = 0;
            return;
        }
        Bounds.Check(length, layout, sizes);
        int step = MapPlan.FlatStep(layout);
        job.In[k] = (long)((byte*)data + (nint)layout.Offset * size);
        job.Step[k] = step;
        layouts[k] = layout;
        flat &= step >= 0;
    }

    /// <summary>The next output, contiguous; one that is not wanted has no elements.</summary>
    /// <param name="data">The first element.</param>
    /// <param name="length">Its elements, at least as many as the sizes hold, or 0.</param>
    /// <param name="size">Bytes of an element.</param>
    public void Out(void* data, int length, int size)
    {
        int k = job.Outputs++;
        job.OutputSize[k] = size;
        job.Out[k] = length == 0 ? 0 : (long)data;
        if (length != 0) Bounds.Room(length, job.Count);
    }

    /// <summary>Collapses dimensions where an operand needs it, and hands out the parts.</summary>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run()
    {
        if (job.Count == 0) return;
        if (!flat)
        {
            int* plan = stackalloc int[MapPlan.Length(job.Inputs, sizes.Rank)];
            job.Plan = plan;
            job.PlanCapacity = sizes.Rank;
            job.PlanRank = MapPlan.Collapse(ref layouts, job.Inputs, sizes.Sizes, plan);
            Start(ref job);
            return;
        }
        Start(ref job);
    }

    private static void Start(ref MapJob job)
    {
        if (job.Parts == 1) job.Run(0);
        else Workers.For(job.Parts, job);
    }
}
