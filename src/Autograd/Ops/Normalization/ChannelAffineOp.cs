using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// y = (x - m) s + b with numbers of each channel, in one pass: x <c>[N, C, 1, P]</c>, m, s and b <c>[1, C, 1, 1]</c>. A batch normalisation by running
/// statistics; the mean is taken off first, so that nothing cancels where it is large beside the deviations.
/// </summary>
internal struct ChannelAffineOp : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private const int Scale = 2;
    private const int Offset = 3;

    // A register of float32: shorter planes are better mapped side by side.
    private const int LeastPositions = 16;

    private Layout numbers;
    private Saved x;
    private Saved mean;
    private Saved scale;

    public static string Name => "ChannelAffine";

    /// <summary>Whether planes are long enough.</summary>
    public static bool Fits(NormSizes sizes) => sizes.Positions >= LeastPositions;

    public static Tensor Apply(Tensor x, Tensor mean, Tensor scale, Tensor offset) =>
        Op.Call(default(ChannelAffineOp), x.Contiguous(), mean.Contiguous(), scale.Contiguous(), offset.Contiguous());

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        numbers = c.Y.Layout;
        c.Flops = 3L * c.X.Numel;
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly unsafe void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = NormSizes.Of(c.X.Layout);
        int planes = sizes.Samples * sizes.Groups;
        fixed (T* px = c.Elements<T>(0), pm = c.Elements<T>(1), ps = c.Elements<T>(Scale), pb = c.Elements<T>(Offset), py = c.Out<T>())
        {
            var job = new Job<T> { Sizes = sizes, PerPart = WorkParts.PiecesOf(c.X.Numel, planes), X = px, Mean = pm, Scale = ps, Offset = pb, Y = py };
            Workers.For((int)((planes + job.PerPart - 1) / job.PerPart), job);
        }
    }

    public Node Record(in OpCall c)
    {
        (x, mean, scale) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(Scale)));
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c) => [((c.Front(0) - c.Aligned(1, 4)) * c.Aligned(Scale, 4)) + c.Aligned(Offset, 4)];

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0) || c.Needs(1))
        {
            var toX = g * scale.Value;
            c.Add(0, toX);
            if (c.Needs(1)) c.Add(1, -toX.SumTo(numbers));
        }
        if (c.Needs(Scale)) c.Add(Scale, (g * (x.Value - mean.Value)).SumTo(numbers));
        if (c.Needs(Offset)) c.Add(Offset, g.SumTo(numbers));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, dx * scale.Value);
        if (t[1] is { } dm) t.Set(0, (-dm * scale.Value).Expand(t.OutputShape(0)));
        if (t[Scale] is { } ds) t.Set(0, (x.Value - mean.Value) * ds);
        if (t[Offset] is { } db) t.Set(0, db.Expand(t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref mean, ref scale);

    private unsafe struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public NormSizes Sizes;
        public nint PerPart;
        public T* X;
        public T* Mean;
        public T* Scale;
        public T* Offset;
        public T* Y;

        public readonly void Run(int part)
        {
            nint end = Math.Min((nint)Sizes.Samples * Sizes.Groups, (part + 1) * PerPart);
            for (nint plane = part * PerPart; plane < end; plane++)
            {
                nint channel = plane % Sizes.Groups, at = plane * Sizes.Positions;
                NormLoops<T>.Scale(X + at, T.Zero, Mean[channel], Scale[channel], Offset[channel], Y + at, Sizes.Positions);
            }
        }
    }
}
