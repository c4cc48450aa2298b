using Autograd.Checks;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>What a user's rule keeps and the graph does not know of is named, though the numbers are right.</summary>
public sealed class RuleLintTests
{
    [Fact]
    public void A_tensor_in_a_plain_field_is_named()
    {
        var report = GradCheck.Run(xs => TwoOutputs.SinCos(xs[0], isRight: true), [At(0.3, -1)]).ThrowIfFailed();
        Assert.Contains(report.Notes, note => note.StartsWith("SinCosBackward keeps a tensor in the field 'sin'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_saved_value_that_is_not_visited_is_named()
    {
        var report = GradCheck.Run(x => Op.Call(new Forgetful(), x), At(0.3, -1)).ThrowIfFailed();
        Assert.Contains(report.Notes, note => note.StartsWith("ForgetfulBackward saves 1 values and names 0 of them", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_in_order_is_not_mentioned() => Assert.Empty(GradCheck.Function(new SinCosOp(slope: 1), [At(0.3, -1)]).ThrowIfFailed().Notes);

    /// <summary>The square; its rule saves x and does not say so.</summary>
    private struct Forgetful : IOp, IRule
    {
        private Saved x;

        public static string Name => "Forgetful";

        public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public readonly void Compute(in OpCall c) => c.Write(0, c.Input(0).Detach().Square());

        public Node? Record(in OpCall c)
        {
            x = Saved.Of(c.Input(0));
            return c.Node(this);
        }

        public readonly void Backward(in Cotangents c)
        {
            if (c[0] is { } g) c.Add(0, 2 * g * x.Value);
        }

        public readonly void Visit(ref SavedVisitor visitor)
        {
        }
    }
}
