using System.Numerics;
using Autograd.Checks;
using Autograd.Formulas;
using Autograd.NN;
using static Autograd.Tests.Checks.Planting;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Checks;

/// <summary>Kinks are told by the ops that have them: exactly, and by name.</summary>
public sealed class BranchTests
{
    private static readonly (string Op, Func<Tensor, Tensor> F, double[] X)[] Kinks =
    [
        ("ReLU", x => x.ReLU(), [0, 1, -1]),
        ("LeakyReLU", x => x.LeakyReLU(0.1), [0, 1, -1]),
        ("Clamp", x => x.Clamp(-1, 2), [2, 0.3]),
        ("Clamp", x => x.Clamp(-1, 2).Square(), [2, 0.3]),
        ("Hardswish", x => x.Hardswish(), [3, 0.3]),
        ("Softshrink", x => x.Softshrink(0.5), [0.5, 1]),
        ("AMax", x => x.AMax(), [1, 1, 1]),
        ("Max", x => x.Max(0).Values, [1, 1, 0.5]),
        ("Sort", x => x.Sort(0).Values * Tensor.From([1.0, 2, 4]), [1, 1, 0.5]),
        ("MaxPool", x => F.MaxPool1d(x.Reshape(1, 1, 4), 2), [1, 1, 0.5, 2]),
        ("Gt", x => Tensor.Where(x.Gt(0.5), 3 * x - 1.5, 1 - 2 * x), [0.5, 0.1]),
        ("CumExtreme", x => x.CumMax(0).Values, [1, 1, 0.5]),
        ("ReLU", x => x.ReLU() * x, [0, 1]),
    ];

    public static TheoryData<int> All() => [.. Enumerable.Range(0, Kinks.Length)];

    [Theory]
    [MemberData(nameof(All))]
    public void An_element_on_a_kink_is_named_with_its_op(int number)
    {
        var (op, f, x) = Kinks[number];
        var report = GradCheck.Run(f, At(x)).ThrowIfFailed();
        var row = report.Rows[0];
        Assert.True(row.Kinks > 0, report.ToString());
        Assert.Equal(new GradCheckKink(op, row.Kinks, 0), Assert.Single(row.KinksByOp));
        Assert.Equal(op, row.Worst[0].Kink);
        Assert.Contains($"of {op}", report.ToString(), StringComparison.Ordinal);
        Assert.Contains(report.Notes, note => note.Contains($"on a kink of {op}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_module_is_named_too()
    {
        var model = new Sequential(new Flatten(), new ReLU(), new Sequential(new Hardtanh()));
        var report = GradCheck.Module(model, Tensor.From([[0.0, 0.5, 1, -2]])).ThrowIfFailed();
        Assert.Equal([new GradCheckKink("ReLU (in 1)", 1, 0), new GradCheckKink("Hardtanh (in 2.0)", 1, 0)], report.Rows[0].KinksByOp);
        Assert.Contains("\"op\": \"ReLU (in 1)\"", report.ToJson(), StringComparison.Ordinal);
    }

    /// <summary>So near to a kink that the usual step reaches across.</summary>
    private static readonly (string Op, Func<Tensor, Tensor> F, double[] X)[] Neighbours =
    [
        ("Abs", x => x.Abs(), [1e-4, 2]),
        ("Maximum", x => x.Maximum(Tensor.Ones([2], DType.Float64)), [1.0001, 0.2]),
        ("AMin", x => x.AMin(), [1, 1.0001]),
        ("VectorNorm", x => x.VectorNorm(1), [1e-4, 1]),
        ("VectorNorm", x => x.VectorNorm(), [1e-4, 0]),
        ("KthValue", x => x.KthValue(2, 0).Values, [1, 1.0001, 0.5]),
    ];

    public static TheoryData<int> AllNeighbours() => [.. Enumerable.Range(0, Neighbours.Length)];

    [Theory]
    [MemberData(nameof(AllNeighbours))]
    public void An_element_beside_a_kink_is_measured_by_shorter_steps(int number)
    {
        var (op, f, x) = Neighbours[number];
        var report = GradCheck.Run(f, At(x)).ThrowIfFailed();
        var kink = Assert.Single(report.Rows[0].KinksByOp);
        Assert.Equal(op, kink.Op);
        Assert.True(kink is { OnIt: 0, Beside: > 0 }, report.ToString());
    }

    [Fact]
    public void Beside_a_kink_shorter_steps_are_taken_and_counted()
    {
        var report = GradCheck.Run(x => (x - 1).ReLU(), At(1 + 1e-4, 1 - 1e-4, 1 + 1e-5, 3)).ThrowIfFailed();
        var row = report.Rows[0];
        Assert.Equal(0, row.Kinks);
        Assert.Equal(new GradCheckKink("ReLU", 0, 3), Assert.Single(row.KinksByOp));
        Assert.Contains(report.Notes, note => note == "order 1, input 0: 3 beside a kink of ReLU, measured by shorter steps");
    }

    /// <summary>Differences alone cannot tell a slope between the two sides from a kink that near; the op says on which side the element is.</summary>
    [Fact]
    public void Beside_a_kink_a_slope_between_its_sides_is_wrong()
    {
        var halved = PlantedOp.Map(x => (x - 1).ReLU(), x => 0.5 * (x - 1).Gt(0).Double());
        var row = GradCheck.Run(x => halved.Apply(x), At(1 + 1e-5, 0.5), new() { ForwardMode = false }).Rows[0];
        Assert.Equal(GradCheckVerdict.Fail, row.Verdict);
        Assert.Equal([0], row.WorstElement);
    }

    [Fact]
    public void A_kink_inside_of_other_ops_is_found_through_them()
    {
        var report = GradCheck.Run((x, w) => (x.MatMul(w).Tanh() - Math.Tanh(0.5)).ReLU().Exp().Sum(), Tensor.From([[1.0, 0]]).RequiresGradInPlace(), Tensor.From([[0.5], [2.0]]).RequiresGradInPlace());
        Assert.True(report.Passed, report.ToString());
        Assert.All(report.Rows.Where(r => r.Kinks > 0), r => Assert.Equal("ReLU", Assert.Single(r.KinksByOp).Op));
        Assert.Contains(report.Rows, r => r.Kinks > 0);
    }

    /// <summary>Order 2: gradients bend where values are smooth, and jump where values bend.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void At_order_two_kinks_are_met_and_named(int number)
    {
        (string Op, Func<Tensor, Tensor> F, double[] X)[] functions =
        [
            ("ReLU", x => x.ReLU() * x, [0, 1, -1, 1e-5]),
            ("ReLU", x => x.ReLU().Square(), [0, 1, -1]),
            ("Abs", x => x.Abs() * x.Sin(), [0, 1, -1]),
            ("Clamp", x => x.Clamp(-1, 2).Square(), [2, 0.3]),
            ("AMax", x => x.AMax().Square(), [1, 1, 0.5]),
            ("Hardswish", x => x.Hardswish().Square(), [3, 0.3]),
        ];
        var (op, f, x) = functions[number];
        var report = GradCheck.Run(f, At(x), new() { Order = 2 });
        Assert.True(report.Passed, report.ToString());
        Assert.Contains(report.Rows, row => row.KinksByOp.Any(k => k.Op.Contains(op, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_function_that_calls_other_ops_on_the_two_sides_is_said_to()
    {
        var row = GradCheck.Run(x => x.Sum().Item() > 1 ? 3 * x : x + 2, At(0.5, 0.5)).ThrowIfFailed().Rows[0];
        Assert.Contains("the function itself", Assert.Single(row.KinksByOp).Op, StringComparison.Ordinal);
    }

    [Fact]
    public void A_users_op_says_by_itself_where_it_bends()
    {
        var report = GradCheck.Run(x => Op.Call(default(Hinge), x), At(1, 2, 0.9999)).ThrowIfFailed();
        Assert.Equal([new GradCheckKink("Hinge", 1, 1)], report.Rows[0].KinksByOp);
    }

    /// <summary>Branches are asked for only where numbers disagree: smooth functions pay nothing.</summary>
    [Fact]
    public void Nobody_asks_where_the_quick_look_agrees()
    {
        Hinge.Asked = 0;
        GradCheck.Run(x => Op.Call(default(Hinge), x), At(1.5, 2, 0.5)).ThrowIfFailed();
        Assert.Equal(0, Hinge.Asked);
    }

    [Fact]
    public void A_formula_needs_to_say_nothing()
    {
        var row = GradCheck.Run(x => UnaryOp.Apply(x, default(Knee)), At(2, 1)).ThrowIfFailed().Rows[0];
        Assert.Equal(new GradCheckKink("Knee", 1, 0), Assert.Single(row.KinksByOp));
    }

    /// <summary>x up to 2, then 3 x - 4.</summary>
    private readonly struct Knee : IUnaryFormula
    {
        public static string Name => "Knee";

        public V Value<V>(V x)
            where V : struct, IReal<V> => V.Select(x > V.Const(2), V.Const(3) * x - V.Const(4), x);

        public V Slope<V>(V x, V y)
            where V : struct, IReal<V> => V.Select(x > V.Const(2), V.Const(3), V.One);
    }

    /// <summary>max(x - 1, 0), in a loop of its own.</summary>
    private struct Hinge : IOp, IFloatBody, IRule, IPiecewise
    {
        private Saved x;

        public static string Name => "Hinge";

        [ThreadStatic]
        public static int Asked;

        public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public void Compute(in OpCall c) => c.Float(ref this);

        public readonly void Run<T>(in OpCall c)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var x = c.Elements<T>(0);
            var y = c.Results<T>();
            for (int i = 0; i < x.Length; i++) y[i] = T.Max(x[i] - T.One, T.Zero);
        }

        public readonly int Branches(in OpCall c)
        {
            Asked++;
            var hash = default(HashCode);
            foreach (double at in c.Elements<double>(0)) hash.Add(at.CompareTo(1));
            return hash.ToHashCode();
        }

        public Node? Record(in OpCall c)
        {
            x = Saved.Of(c.Input(0));
            return c.Node(this);
        }

        public readonly void Backward(in Cotangents c)
        {
            if (c[0] is { } g) c.Add(0, g * x.Value.Gt(1));
        }

        public void Visit(ref SavedVisitor visitor) => visitor.Add(ref x);
    }
}
