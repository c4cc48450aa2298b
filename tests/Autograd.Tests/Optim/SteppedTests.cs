using System.Reflection;
using Autograd.Checks;
using Autograd.Optim;

namespace Autograd.Tests.Optim;

/// <summary>One text is both: the step in place and the step as recorded tensors.</summary>
public class SteppedTests
{
    public static TheoryData<Type, string> PerParameter => Optimizers.PerParameter;

    [Theory]
    [MemberData(nameof(PerParameter))]
    public void New_tensors_have_the_values_of_the_step_in_place(Type type, string switches)
    {
        // In place multiply-adds round once: what differs is a rounding of each operation.
        Close(type, switches, DType.Float64, 1e-14);
        Close(type, switches, DType.Float32, 1e-5);
    }

    [Theory]
    [MemberData(nameof(PerParameter))]
    public void A_step_is_differentiable_twice_by_parameters_and_gradients(Type type, string switches)
    {
        var random = new Generator(5);
        Tensor[] inputs = [.. Enumerable.Range(0, 3).Select(_ => Tensor.Randn([3], DType.Float64, generator: random).RequiresGradInPlace())];
        GradCheck.Run(xs => [.. Chain(type, switches, xs).Parameters], inputs, new() { Order = 2 }).ThrowIfFailed();
    }

    [Fact]
    public void A_parameter_that_no_gradient_reaches_leaks_no_NaN()
    {
        foreach (object[] row in PerParameter)
        {
            var (type, switches) = ((Type)row[0], (string)row[1]);
            var x = Tensor.From([1.0, -2.0]).RequiresGradInPlace();
            var (point, step) = Functional(type, Optimizers.Make(type, [x], switches), null);
            for (int i = 0; i < 2; i++) point = step(point, [x * Tensor.From([1.0, 0.0])]);
            var slope = Gradient.Of(point.Parameters[0].Sum(), x);
            Assert.All(slope.ToArray<double>(), v => Assert.True(double.IsFinite(v), $"{type.Name} {switches}: {v}"));
        }
    }

    [Fact]
    public void A_loss_after_steps_is_differentiated_by_what_was_before_them()
    {
        // MAML (Finn et al., 2017): L(w) = w^2 / 2, two steps of w - lr w, then L' = w (1 - lr)^4.
        var w = Tensor.From([3.0]).RequiresGradInPlace();
        var sgd = new SGD([w], lr: 0.1);
        var point = sgd.Start();
        for (int i = 0; i < 2; i++)
        {
            var loss = point.Parameters[0].Square().Sum() / 2;
            point = sgd.Stepped(point, Gradient.Of(loss, [.. point.Parameters], createGraph: true));
        }
        (point.Parameters[0].Square().Sum() / 2).Backward();
        Assert.Equal(3 * Math.Pow(0.9, 4), w.Grad!.Item(), 12);
        Assert.Equal(3, w.Item());
    }

    [Fact]
    public void Nothing_is_written_and_what_is_remembered_goes_on()
    {
        var w = Tensor.From([1.0, 2.0]).RequiresGradInPlace();
        var adam = new Adam([w]);
        w.Grad = Tensor.From([1.0, -1.0]);
        adam.Step();
        string before = string.Join(' ', adam.StateDict().Values.SelectMany(v => v.Double().Ravel().ToArray<double>()));
        var (start, values) = (adam.Start(), w.ToArray<double>());
        var next = adam.Stepped(start, [w.Grad]);
        adam.Stepped(start, [w.Grad * 3.0]);
        Assert.Equal(values, w.ToArray<double>());
        Assert.Equal(before, string.Join(' ', adam.StateDict().Values.SelectMany(v => v.Double().Ravel().ToArray<double>())));
        adam.Step();
        Assert.Equal(w.ToArray<double>()[0], next.Parameters[0].ToArray<double>()[0], 1e-15);
        Assert.Equal(adam.StateDict()["state.0.exp_avg"].ToArray<double>()[0], next.State(0, "exp_avg")!.ToArray<double>()[0], 1e-15);
    }

    [Fact]
    public void A_parameter_without_gradient_stays_and_what_does_not_fit_is_named()
    {
        var (a, b) = (Tensor.From([1.0]).RequiresGradInPlace(), Tensor.From([2.0, 3.0]).RequiresGradInPlace());
        var sgd = new SGD([a, b], lr: 1);
        var point = sgd.Stepped(sgd.Start(), [null, Tensor.From([1.0, 1.0])]);
        Assert.Same(a, point.Parameters[0]);
        Assert.Equal([1.0, 2.0], point.Parameters[1].ToArray<double>());
        Assert.Contains("1 tensors", Assert.Throws<ArgumentException>(() => sgd.Stepped(sgd.Start(), [a])).Message, StringComparison.Ordinal);
        Assert.Contains("tensor 0 has shape [2]", Assert.Throws<ArgumentException>(() => sgd.Start([b, b])).Message, StringComparison.Ordinal);
    }

    private static StepPoint Chain(Type type, string switches, Tensor[] xs)
    {
        var leaf = xs[0].Detach().Clone().RequiresGradInPlace();
        var (point, step) = Functional(type, Optimizers.Make(type, [leaf], switches), [xs[0]]);
        // RAdam's denominator waits for its sixth step.
        for (int i = 0; i < 7; i++) point = step(point, [xs[1 + i % 2] * (1 + 0.25 * i)]);
        return point;
    }

    private static void Close(Type type, string switches, DType dtype, double tolerance)
    {
        var random = new Generator(3);
        var leaf = Tensor.Randn([5, 3], dtype, generator: random).RequiresGradInPlace();
        var inPlace = Optimizers.Make(type, [leaf], switches);
        var (point, step) = Functional(type, inPlace, null);
        point = step(point, [null]);
        for (int i = 0; i < 7; i++)
        {
            var gradient = Tensor.Randn([5, 3], dtype, generator: random);
            point = step(point, [gradient]);
            Optimizers.Step(inPlace, [gradient]);
        }
        double[] expected = leaf.Double().Ravel().ToArray<double>(), actual = point.Parameters[0].Double().Ravel().ToArray<double>();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    private static (StepPoint Point, Func<StepPoint, Tensor?[], StepPoint> Step) Functional(Type type, Optimizer optimizer, Tensor[]? values)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.Instance;
        MethodInfo start = type.GetMethod(nameof(SGD.Start), Any)!, stepped = type.GetMethod(nameof(SGD.Stepped), Any)!;
        return ((StepPoint)start.Invoke(optimizer, [values])!, (point, gradients) => (StepPoint)stepped.Invoke(optimizer, [point, gradients])!);
    }
}
