using Autograd.Checks;
using Autograd.Memory;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Gate;

/// <summary>The ops that stress the spine, each differentiated three times and in forward mode (docs/design/0001-spine.md).</summary>
public sealed class SpineTests
{
    private static readonly Tensor Index = Tensor.From(new long[,] { { 2, 0 }, { 1, 1 }, { 0, 2 } });

    public static TheoryData<string> Names => [.. Ops.Keys];

    private static Dictionary<string, (Func<Tensor[], Tensor[]> F, int[][] Shapes)> Ops { get; } = new(StringComparer.Ordinal)
    {
        ["a broadcast binary formula"] = (x => [x[0] / (x[1] * x[1] + 2.0)], [[3, 4], [4]]),
        ["a formula with parameters"] = (x => [x[0].Softplus(1.5, 20)], [[3, 4]]),
        ["where"] = (x => [Tensor.Where(x[0].Gt(x[1]), x[0] * x[1], x[1].Exp())], [[3, 4], [3, 1]]),
        ["a reduction"] = (x => [x[0].Var(1)], [[3, 4]]),
        ["matmul"] = (x => [x[0].MatMul(x[1]).Tanh()], [[2, 3, 4], [4, 3]]),
        ["a view with an in-place write"] = (x => [Written(x[0], x[1])], [[3, 4], [2]]),
        ["gather"] = (x => [x[0].Gather(1, Index).Square()], [[3, 4]]),
        ["scatter-add"] = (x => [(x[0] * x[0]).ScatterAdd(1, Index, x[1].Sin())], [[3, 4], [3, 2]]),
        ["sort"] = (x => [x[0].Sort(1).Values.Exp()], [[3, 4]]),
        ["split"] = (x => Array.ConvertAll(x[0].Split(3, 1), p => p.Sigmoid()), [[3, 4]]),
        ["a fused op with statistics"] = (x => [F.CrossEntropy(x[0], Tensor.From([1L, 0L, 3L]))], [[3, 4]]),
        ["dropout"] = (x => [Dropped(x[0]).Exp()], [[3, 4]]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Three_orders_and_forward_mode_agree_with_differences(string name)
    {
        var (f, shapes) = Ops[name];
        var report = GradCheck.Run(f, Inputs(shapes), new GradCheckOptions { Order = 3, ForwardMode = true });
        Assert.True(report.Passed, report.ToString());
        Assert.True(report.WorstError() < 1e-7, report.ToString());
    }

    [Fact]
    public void An_integer_op_keeps_its_dtype_and_has_no_gradient()
    {
        var x = Tensor.From([5L, -3L, 2L]);
        var y = (x * 2L + x).Maximum(Tensor.From([1L, 1L, 9L]));
        Assert.Equal(DType.Int64, y.DType);
        Assert.Equal([15L, 1L, 9L], y.ToArray<long>());
        Assert.False(y.RequiresGrad);
        Assert.Throws<DTypeException>(() => y.RequiresGrad = true);
    }

    [Fact]
    public void A_stale_view_throws_by_name()
    {
        var x = Tensor.Ones([4], DType.Float64).RequiresGradInPlace();
        var y = x * 2.0;
        var view = y[1..3];
        y[0] = x[3] * 5.0;
        var thrown = Assert.Throws<AutogradException>(() => view.Sum());
        Assert.Contains("SetItem", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saved_values_and_gradients_are_let_go_of_as_the_walk_passes()
    {
        const int Depth = 10;
        var x = Tensor.Randn(512, 512).RequiresGradInPlace();
        var saved = new List<Storage>();
        var gradients = new List<Storage>();
        var y = x;
        for (int i = 0; i < Depth; i++)
        {
            int at = i;
            y = (y * 1.01).Tanh();
            saved.Add(y.Storage);
            y.RegisterHook(g =>
            {
                // The walk stands at one tanh: those behind it still hold what they saved, those it has passed hold nothing.
                for (int k = 0; k < Depth; k++) Assert.Equal(k <= at, saved[k].Count > 0);
                Assert.All(gradients, s => Assert.Equal(0, s.Count));
                gradients.Add(g.Storage);
                return null;
            });
        }
        y.Sum().Backward();
        Assert.Equal(Depth, gradients.Count);
        Assert.All(saved.Concat(gradients), s => Assert.Equal(0, s.Count));
    }

    private static Tensor Written(Tensor x, Tensor value)
    {
        var y = x * x;
        y[1, 1..3] = value.Exp();
        return y.Sin();
    }

    private static Tensor Dropped(Tensor x)
    {
        var outer = Generator.Default.GetState();
        Generator.ManualSeed(7);
        var y = F.Dropout(x, 0.5, training: true);
        Generator.Default.SetState(outer);
        return y;
    }

    private static Tensor[] Inputs(int[][] shapes)
    {
        var generator = new Generator(3);
        return Array.ConvertAll(shapes, s => Tensor.Randn(s, DType.Float64, generator).RequiresGradInPlace());
    }
}
