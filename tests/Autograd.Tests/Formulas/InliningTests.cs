using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;
using Autograd.Testing;

namespace Autograd.Tests.Formulas;

/// <summary>
/// No loop may hold a call that was meant to be inlined: the JIT gives up silently at about 512 locals, and the loop is
/// ten times slower. The runtime tells of every refusal, so no timing is needed.
/// </summary>
public sealed class InliningTests
{
    [Fact]
    public void No_formula_exceeds_the_limits_of_the_jit()
    {
        using var refusals = new Refusals();
        var visitor = new EveryLoop();
        OpTable.Visit((IUnaryVisitor)visitor);
        OpTable.Visit((IBinaryVisitor)visitor);
        OpTable.Visit((ITernaryVisitor)visitor);
        Reductions<float>();
        Reductions<double>();
        Reductions<long>();
        Reductions<int>();
        Reductions<byte>();
        refusals.Wait();
        Assert.True(refusals.Heard, "the runtime sent no events: the test would prove nothing");
        Assert.True(!refusals.Lines.Any(), string.Join(Environment.NewLine, refusals.Lines));
    }

    /// <summary>Along groups and across them.</summary>
    private static void Reductions<T>()
        where T : unmanaged, INumber<T>
    {
        T[] x = new T[64 * 64], y = new T[64];
        foreach (ulong mask in (ReadOnlySpan<ulong>)[1, 2])
        {
            ReduceKernel.Reduce<T, SumMonoid>(x, Layout.Contiguous([64, 64]), mask, y);
            ReduceKernel.Reduce<T, ProductMonoid>(x, Layout.Contiguous([64, 64]), mask, y);
            ReduceKernel.Reduce<T, MaxMonoid>(x, Layout.Contiguous([64, 64]), mask, y);
            ReduceKernel.Reduce<T, MinMonoid>(x, Layout.Contiguous([64, 64]), mask, y);
        }
    }

    private sealed class Refusals : EventListener
    {
        private readonly ConcurrentDictionary<string, bool> lines = new(StringComparer.Ordinal);
        private volatile bool heard;

        public bool Heard => heard;

        public IEnumerable<string> Lines => lines.Keys.Order(StringComparer.Ordinal);

        /// <summary>Events arrive on another thread.</summary>
        public void Wait() => Thread.Sleep(500);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (string.Equals(eventSource.Name, "Microsoft-Windows-DotNETRuntime", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)0x1000);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName is not { } name || eventData.Payload is not { Count: > 10 } payload) return;
            if (!name.StartsWith("MethodJitInliningFailed", StringComparison.Ordinal)) return;
            heard = true;
            string root = $"{payload[0]}.{payload[1]} {payload[2]}", inlinee = $"{payload[6]}.{payload[7]}", reason = $"{payload[10]}";
            if (!root.StartsWith("Autograd.Kernels.MapLoops", StringComparison.Ordinal)
                && !root.StartsWith("Autograd.Kernels.ReduceLoops", StringComparison.Ordinal)
                && !root.StartsWith("Autograd.Formulas.LaneMath", StringComparison.Ordinal)) return;
            // Meant to be calls: outlined functions, the rare path element by element, a loop chosen by its address, and what throws.
            if (reason.Contains("not direct", StringComparison.Ordinal)) return;
            if (reason.Contains("noinline", StringComparison.OrdinalIgnoreCase) || reason.Contains("does not return", StringComparison.Ordinal)) return;
            lines.TryAdd($"{payload[1]} {payload[2]}: {inlinee}: {reason}", true);
        }
    }

    private sealed class EveryLoop : IUnaryVisitor, IBinaryVisitor, ITernaryVisitor
    {
        private readonly Layout layout = Layout.Contiguous([32]);

        public void Visit<F>(F f, Points points)
            where F : struct, IUnaryFormula
        {
            Unary<float, F>(f);
            Unary<double, F>(f);
        }

        public void Visit<F>(F f, PointPairs points)
            where F : struct, IBinaryFormula
        {
            Binary<float, F>(f);
            Binary<double, F>(f);
        }

        public void Visit<F>(F f, PointTriples points)
            where F : struct, ITernaryFormula
        {
            Ternary<float, F>(f);
            Ternary<double, F>(f);
        }

        private void Unary<T, F>(F f)
            where T : unmanaged
            where F : struct, IUnaryFormula
        {
            T[] x = new T[32], y = new T[32], z = new T[32];
            MapKernel.Unary<T, F>(f, x, layout, y);
            MapKernel.UnaryBackward<T, F>(f, x, layout, x, layout, x, layout, y);
            MapKernel.UnaryBackward2<T, F>(f, x, layout, x, layout, x, layout, x, layout, y, z);
        }

        private void Binary<T, F>(F f)
            where T : unmanaged
            where F : struct, IBinaryFormula
        {
            T[] x = new T[32], y = new T[32];
            MapKernel.Binary<T, F>(f, x, layout, x, layout, y);
            Slopes<T, BinarySlopes<F>>(new(f));
        }

        private void Ternary<T, F>(F f)
            where T : unmanaged
            where F : struct, ITernaryFormula
        {
            T[] x = new T[32], y = new T[32];
            MapKernel.Ternary<T, F>(f, x, layout, x, layout, x, layout, y);
            Slopes<T, TernarySlopes<F>>(new(f));
        }

        private void Slopes<T, S>(S slopes)
            where T : unmanaged
            where S : struct, ISlopes
        {
            T[] x = new T[32], gx = new T[32], gy = new T[32], gz = new T[32], gw = new T[32];
            var all = new MapOperand<T>(x, layout);
            MapKernel.Slopes(slopes, all, all, all, all, gx, gy, S.Count > 2 ? gz : default);
            if (SlopesCurveOp<S>.IsShort) MapKernel.Curve(slopes, all, all, all, S.Count > 2 ? all : default, all, all, all, gx, gy, gz, gw);
        }
    }
}
