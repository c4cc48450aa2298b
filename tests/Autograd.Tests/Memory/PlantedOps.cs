using System.Runtime.CompilerServices;

namespace Autograd.Tests.Memory;

/// <summary>
/// y = x^2 written in three ways: right, with a kernel that takes spans without keeping their tensor, and with a rule that
/// remembers memory without holding its storage. In a quiet process all three give the same numbers.
/// </summary>
internal static unsafe class PlantedOps
{
    /// <summary>Leases in the kernel, a saved value in the rule: what every op of the library does.</summary>
    public static Tensor Right(Tensor x, Action pause)
    {
        var y = Tensor.EmptyLike(x);
        var copy = Copy(x);
        using (var from = copy.Lease<float>())
        using (var to = y.Lease<float>())
        {
            pause();
            Square(from.Span, to.Span);
        }
        return Op.Record("Square", y, new HoldingRule(x, pause), x);
    }

    /// <summary>The kernel reads a span whose tensor nobody refers to any more.</summary>
    public static Tensor KernelWithoutLease(Tensor x, Action pause)
    {
        var y = Tensor.EmptyLike(x);
        var from = SpanAlone(x);
        using (var to = y.Lease<float>())
        {
            pause();
            Square(from, to.Span);
        }
        return Op.Record("Square", y, new HoldingRule(x, pause), x);
    }

    /// <summary>The rule keeps the address of a copy of x and not the copy, whose owner dies with the forward pass.</summary>
    public static Tensor RuleWithoutHold(Tensor x, Action pause)
    {
        var y = Tensor.EmptyLike(x);
        using (var from = x.Lease<float>())
        using (var to = y.Lease<float>()) Square(from.Span, to.Span);
        nint address;
        fixed (float* p = SpanAlone(x)) address = (nint)p;
        return Op.Record("Square", y, new AddressRule(address, pause), x);
    }

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
