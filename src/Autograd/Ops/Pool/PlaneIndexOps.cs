using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The elements of planes at flat indices: y[p, i] = x[p, index[p, i]], where planes are the dimensions before the last
/// <c>rank</c>. The transpose adds them up where they were read.
/// </summary>
internal struct PlaneGatherOp(int rank) : IOp, IFollowsFirst, IRowMajor, INumberBody, IBuiltInLinear
{
    private Layout sizes = null!;
    private Saved index;

    public static string Name => "PlaneGather";

    public static Tensor Apply(Tensor x, Tensor index, int rank) => Op.Call(new PlaneGatherOp(rank), x.Contiguous(), index);

    public Form Infer(ref OpCall c)
    {
        sizes = c.X.Layout;
        return new Form(c.Y.Layout.ToContiguous(), c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly unsafe void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T>
    {
        var elements = c.Elements<T>(0);
        // The loop writes what its move says: here the values.
        fixed (T* x = elements)
            Planes.Need(Name, PlaneIndexKernel.Run<T, ReadMove<T>>(Planes.Of(sizes, rank), new Span<T>(x, elements.Length), c.Out<T>(), c.Elements<long>(1)), c, sizes, rank);
    }

    public Node Record(in OpCall c)
    {
        index = Saved.Of(c.Y);
        return c.Linear(this);
    }

    public readonly Tensor Apply(Tensor x) => Apply(x, index.Value, rank);

    public readonly Tensor Adjoint(Tensor g) => PlanePutOp<PlaneAdd>.Apply(g, index.Value, sizes, rank);

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);
}

/// <summary>Zeros of given sizes with values put at flat indices of their planes: the transpose of a read.</summary>
/// <typeparam name="TPut">How they are put.</typeparam>
internal struct PlanePutOp<TPut>(Layout sizes, int rank) : IOp, IBatches, IRowMajor, INumberBody, IBuiltInLinear
    where TPut : struct, IPlanePut
{
    private Saved index;

    public static string Name => TPut.Name;

    public static Tensor Apply(Tensor y, Tensor index, Layout sizes, int rank) => Op.Call(new PlanePutOp<TPut>(sizes, rank), y.Contiguous(), index);

    public readonly Form Infer(ref OpCall c) => new(sizes, c.X.DType);

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => TPut.Run<T>(c, sizes, rank);

    public Node Record(in OpCall c)
    {
        index = Saved.Of(c.Y);
        return c.Linear(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c) => [Apply(c.Front(0), c.Front(1), c.Sizes(sizes), rank)];

    public readonly Tensor Apply(Tensor x) => Apply(x, index.Value, sizes, rank);

    public readonly Tensor Adjoint(Tensor g) => PlaneGatherOp.Apply(g, index.Value, rank);

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);
}

/// <summary>How values are put into zeros.</summary>
internal interface IPlanePut
{
    static abstract string Name { get; }

    static abstract void Run<T>(in OpCall c, Layout sizes, int rank)
        where T : unmanaged, INumber<T>;
}

/// <summary>Added, in the order of the values.</summary>
internal readonly struct PlaneAdd : IPlanePut
{
    public static string Name => "PlaneScatter";

    public static void Run<T>(in OpCall c, Layout sizes, int rank)
        where T : unmanaged, INumber<T> => Planes.Write<T, AddToMove<T>>(c, sizes, rank);
}

/// <summary>Written: of several for one element the last stays, and every one gets the element's gradient, as in PyTorch; elsewhere it is linear.</summary>
internal readonly struct PlaneWrite : IPlanePut
{
    public static string Name => "MaxUnpool";

    public static void Run<T>(in OpCall c, Layout sizes, int rank)
        where T : unmanaged, INumber<T> => Planes.Write<T, WriteMove<T>>(c, sizes, rank);
}

/// <summary>What ops on planes share.</summary>
file static class Planes
{
    /// <summary>The product of all sizes but the last <paramref name="rank"/>.</summary>
    public static int Of(Layout sizes, int rank)
    {
        int planes = 1;
        foreach (int size in sizes.Sizes[..^rank]) planes *= size;
        return planes;
    }

    /// <summary>Zeros, and the values of the first input where the indices of the second say.</summary>
    public static unsafe void Write<T, TMove>(in OpCall c, Layout sizes, int rank)
        where T : unmanaged, INumber<T>
        where TMove : struct, IPlaneMove<T>
    {
        var values = c.Elements<T>(0);
        var elements = c.Out<T>();
        fixed (T* y = values)
            Need(c.Name, PlaneIndexKernel.Run<T, TMove>(Of(sizes, rank), elements, new Span<T>(y, values.Length), c.Elements<long>(1)), c, sizes, rank);
    }

    /// <summary>Throws where an index left its plane, and names the first.</summary>
    public static void Need(string op, bool inside, in OpCall c, Layout sizes, int rank)
    {
        if (inside) return;
        int plane = 1;
        foreach (int size in sizes.Sizes[^rank..]) plane *= size;
        foreach (long index in c.Elements<long>(1))
        {
            if ((ulong)index >= (ulong)plane)
                throw new ShapeException($"{op}: index {index} is out of range for a plane of sizes {Layout.Describe(sizes.Sizes[^rank..])}, which has {plane} elements");
        }
    }
}
