using System.Runtime.CompilerServices;

namespace Autograd.Tests.Memory;

/// <summary>
/// y = x^2 written in three ways: right, with a kernel that takes spans without keeping their tensor, and with a rule that
/// remembers memory without holding its storage. In a quiet process all three give the same numbers.
/// </summary>
internal static unsafe class PlantedOps
{
    /// <summary>Inputs that the door keeps, a saved value in the rule: what every op of the library does.</summary>
    public static Tensor Right(Tensor x, Action pause) => Op.Call(new KeptInput(pause), x, Copy(x));

    /// <summary>The kernel reads a span whose tensor nobody refers to any more.</summary>
    public static Tensor KernelWithoutLease(Tensor x, Action pause) => Op.Call(new SpanOfNobody(pause), x);

    /// <summary>The rule keeps the address of a copy of x and not the copy, whose owner dies with the forward pass.</summary>
    public static Tensor RuleWithoutHold(Tensor x, Action pause) => Op.Call(new RememberedAddress(pause), x);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tensor Copy(Tensor x) => x.Detach().Clone();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<float> SpanAlone(Tensor x)
    {
        using var lease = Copy(x).Lease<float>();
        return lease.Span;
    }

    private static void Square(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = x[i] * x[i];
    }

    /// <summary>The square of a second input, a copy that the call alone refers to.</summary>
    private struct KeptInput(Action pause) : IOp
    {
        public static string Name => "Square";

        public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public readonly void Compute(in OpCall c)
        {
            var from = c.Elements<float>(1);
            pause();
            Square(from, c.Results<float>());
        }

        public readonly Node Record(in OpCall c) => c.Node(new HoldingRule(c.Input(0), pause));
    }

    private struct SpanOfNobody(Action pause) : IOp
    {
        public static string Name => "Square";

        public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public readonly void Compute(in OpCall c)
        {
            var from = SpanAlone(c.Input(0));
            pause();
            Square(from, c.Results<float>());
        }

        public readonly Node Record(in OpCall c) => c.Node(new HoldingRule(c.Input(0), pause));
    }

    private struct RememberedAddress(Action pause) : IOp
    {
        public static string Name => "Square";

        public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public readonly void Compute(in OpCall c) => Square(c.Elements<float>(0), c.Results<float>());

        public readonly Node Record(in OpCall c)
        {
            fixed (float* p = SpanAlone(c.Input(0))) return c.Node(new AddressRule((nint)p, pause));
        }
    }

    /// <summary>gx = 2 g x, with x saved.</summary>
    private struct HoldingRule(Tensor x, Action pause) : IRule
    {
        private Saved x = Saved.Of(x);

        public static string Name => "Square";

        public readonly void Backward(in Cotangents c)
        {
            pause();
            c.Add(0, c[0]! * x.Value * 2.0);
        }

        public readonly void Forward(in Tangents t) => throw new NotSupportedException("Square: not needed here");

        public void Visit(ref SavedVisitor saved) => saved.Add(ref x);
    }

    /// <summary>gx = 2 g x, with x read from where it once was.</summary>
    private readonly struct AddressRule(nint address, Action pause) : IRule
    {
        public static string Name => "Square";

        public void Backward(in Cotangents c)
        {
            pause();
            var g = c[0]!;
            c.Add(0, g * Tensor.From<float>(new ReadOnlySpan<float>((void*)address, g.Numel), g.Shape) * 2.0);
        }

        public void Forward(in Tangents t) => throw new NotSupportedException("Square: not needed here");

        public void Visit(ref SavedVisitor saved)
        {
        }
    }
}
