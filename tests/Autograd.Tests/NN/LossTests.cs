using Autograd.Checks;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

public class LossTests
{
    [Fact]
    public void Losses_refuse_to_broadcast_unless_asked()
    {
        var (x, y) = (Tensor.Ones(4, 1), Tensor.Zeros(4));
        string message = Assert.Throws<ShapeException>(() => F.MseLoss(x, y)).Message;
        Assert.Contains("[4, 1]", message, StringComparison.Ordinal);
        Assert.Contains("[4]", message, StringComparison.Ordinal);
        Assert.Equal([4, 4], F.MseLoss(x, y, Reduction.None, broadcast: true).Shape.ToArray());
        Assert.Throws<ShapeException>(() => F.BinaryCrossEntropyWithLogits(x, y));
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.1, false)]
    [InlineData(0.0, true)]
    [InlineData(0.1, true)]
    public void Cross_entropy_agrees_with_its_definition_to_order_two(double smoothing, bool weighted)
    {
        var x = Tensor.Randn([6, 4], DType.Float64, new Generator(3)).RequiresGradInPlace();
        var target = Tensor.From([0L, 3, 1, -100, 2, 3]);
        var weight = weighted ? Tensor.From([0.5, 1.5, 1.0, 2.0]) : null;
        foreach (var reduction in new[] { Reduction.Mean, Reduction.Sum, Reduction.None })
        {
            GradCheck.Run(v => F.CrossEntropy(v, target, weight, reduction: reduction, labelSmoothing: smoothing), x, new GradCheckOptions { Order = 2 }).ThrowIfFailed();
        }
        var loss = F.CrossEntropy(x, target, weight, labelSmoothing: smoothing);
        var log = x.LogSoftmax(1);
        var nll = F.NllLoss(log, target, weight);
        if (smoothing == 0) Assert.Equal(nll.Item(), loss.Item(), 12);
    }

    [Fact]
    public void An_ignored_row_may_hold_anything()
    {
        var x = Tensor.From(new float[,] { { 1, 2 }, { float.NaN, float.PositiveInfinity } }).RequiresGradInPlace();
        var target = Tensor.From([0L, -100]);
        var loss = F.CrossEntropy(x, target);
        var g = Gradient.Of(loss, x, createGraph: true);
        Assert.All(g.ToArray<float>(), v => Assert.True(float.IsFinite(v)));
        loss.Backward();
        Assert.Equal([0f, 0f], x.Grad![1].ToArray<float>());
    }

    [Fact]
    public void A_target_that_is_no_class_is_named()
    {
        string message = Assert.Throws<ShapeException>(() => F.CrossEntropy(Tensor.Ones(2, 3), Tensor.From([1L, 3]))).Message;
        Assert.Contains("row 1", message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => F.CrossEntropy(Tensor.Ones(2, 3), Tensor.From([1L, 2, 0])));
        Assert.Throws<AutogradException>(() => F.CrossEntropy(Tensor.Ones(2, 3), Tensor.From([1L, 2]), Tensor.Ones(3).RequiresGradInPlace()));
    }

    [Theory]
    [InlineData(DType.Int32)]
    [InlineData(DType.UInt8)]
    public void Labels_may_be_any_integers(DType dtype)
    {
        var (x, labels) = (Tensor.Randn(3, 4), Tensor.From([3L, 0, 2]));
        Assert.Equal(F.CrossEntropy(x, labels).Item(), F.CrossEntropy(x, labels.To(dtype)).Item());
        Assert.Equal(F.NllLoss(x, labels).Item(), F.NllLoss(x, labels.To(dtype)).Item());
        Assert.Equal(F.OneHot(labels).ToArray<long>(), F.OneHot(labels.To(dtype)).ToArray<long>());
        Assert.Throws<DTypeException>(() => F.NllLoss(x, labels.To(DType.Bool)));
    }

    public static TheoryData<string, string> Messages => new()
    {
        { "float labels", "CrossEntropy: a target of shape [2] holds class indices, which are int64, not float32; convert with Long()" },
        { "float labels of a scalar", "CrossEntropy: a target of shape [] holds class indices, which are int64, not float32; convert with Long()" },
        { "probabilities", "CrossEntropy: a float32 target holds probabilities, of the input's shape [2, 3], not [3, 2]; class indices are int64, of shape [2]" },
        { "labels of NllLoss", "NllLoss: class indices are int64, not float32; convert with Long()" },
        { "no class", "NllLoss: the target 3 of row 1 is no class: targets lie in [0, 2], or are ignoreIndex (-100)" },
        { "binary", "BinaryCrossEntropy: input [2, 1] and target [2] differ; reshape one of them" },
        { "a weight", "BinaryCrossEntropy: a weight of shape [3] does not broadcast to the losses, [2]" },
        { "a posWeight", "BinaryCrossEntropyWithLogits: a posWeight of shape [2, 2] does not broadcast to the losses, [2]" },
        { "no probability", "BinaryCrossEntropy: 1.5 is no probability: they lie in [0, 1]. Logits go into BinaryCrossEntropyWithLogits, or through Sigmoid() first (Parameter 'input')" },
        { "a negative class", "OneHot: the class -1 is negative" },
        { "a class too many", "OneHot: the class 4 is not in [0, 3]: numClasses is 4" },
        { "float classes", "OneHot: class indices are int64, not float32; convert with Long()" },
    };

    private static Dictionary<string, Action> Mistakes { get; } = new(StringComparer.Ordinal)
    {
        ["float labels"] = () => F.CrossEntropy(Tensor.Ones(2, 3), Tensor.Ones(2)),
        ["float labels of a scalar"] = () => F.CrossEntropy(Tensor.Ones(3), Tensor.Scalar(1)),
        ["probabilities"] = () => F.CrossEntropy(Tensor.Ones(2, 3), Tensor.Ones(3, 2)),
        ["labels of NllLoss"] = () => F.NllLoss(Tensor.Ones(2, 3), Tensor.Ones(2)),
        ["no class"] = () => F.NllLoss(Tensor.Ones(2, 3), Tensor.From([0L, 3])),
        ["binary"] = () => F.BinaryCrossEntropy(Tensor.Ones(2, 1), Tensor.Ones(2)),
        ["a weight"] = () => F.BinaryCrossEntropy(Tensor.Ones(2), Tensor.Ones(2), Tensor.Ones(3)),
        ["a posWeight"] = () => F.BinaryCrossEntropyWithLogits(Tensor.Ones(2), Tensor.Ones(2), posWeight: Tensor.Ones(2, 2)),
        ["no probability"] = () => F.BinaryCrossEntropy(Tensor.From([0.5f, 1.5f]), Tensor.Ones(2)),
        ["a negative class"] = () => F.OneHot(Tensor.From([-1L])),
        ["a class too many"] = () => F.OneHot(Tensor.From([4L]), 4),
        ["float classes"] = () => F.OneHot(Tensor.Ones(1)),
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_mistake_is_told_with_its_cure(string mistake, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(Mistakes[mistake]).Message);

    [Fact]
    public void Not_a_number_passes_through_a_loss() =>
        Assert.True(double.IsNaN(F.BinaryCrossEntropy(Tensor.From([float.NaN, 0.5f]), Tensor.Ones(2)).Item()));

    [Fact]
    public void Null_arguments_are_named()
    {
        var x = Tensor.Ones(2);
        var calls = new (string Name, Action Do)[]
        {
            ("input", () => F.MseLoss(null!, x)), ("target", () => F.MseLoss(x, null!)), ("input", () => F.BinaryCrossEntropy(null!, x)),
            ("target", () => F.BinaryCrossEntropyWithLogits(x, null!)), ("target", () => F.CrossEntropy(x, null!)), ("input", () => F.NllLoss(null!, x)),
            ("target", () => F.KlDiv(x, null!)), ("input", () => F.Linear(null!, x)), ("weight", () => F.Linear(x, null!)), ("input", () => F.GELU(null!)),
            ("input", () => F.OneHot(null!)), ("input", () => F.Dropout(null!)), ("input", () => new Linear(1, 1).Forward(null!)),
            ("modules", () => _ = new Sequential(new Tanh(), null!)), ("state", () => new Linear(1, 1).LoadStateDict(null!)),
            ("parameters", () => Utils.ClipGradNorm([null!], 1)),
        };
        foreach (var (name, call) in calls) Assert.Equal(name, Assert.Throws<ArgumentNullException>(call).ParamName);
    }

    [Fact]
    public void Certain_and_wrong_costs_a_hundred()
    {
        Assert.Equal(100, F.BinaryCrossEntropy(Tensor.Zeros(1), Tensor.Ones(1)).Item());
        Assert.Equal(200, F.BinaryCrossEntropyWithLogits(Tensor.Full([1], -200), Tensor.Ones(1)).Item(), 3);
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_draws_nothing_in_evaluation()
    {
        var generator = new Generator(1);
        var x = Tensor.Ones(10_000);
        var y = F.Dropout(x, 0.25, training: true, generator);
        Assert.Equal(1, y.Mean().Item(), 0.05);
        byte[] state = generator.GetState();
        Assert.Same(x, F.Dropout(x, 0.25, training: false, generator));
        Assert.Same(x, F.Dropout(x, 0, training: true, generator));
        Assert.Equal(0, F.Dropout(x, 1, training: true, generator).Sum().Item());
        Assert.Equal(state, generator.GetState());
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Dropout(x, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(double.NaN));
    }

    [Fact]
    public void Linear_names_what_does_not_fit()
    {
        var layer = new Linear(3, 2);
        string message = Assert.Throws<ShapeException>(() => layer.Forward(Tensor.Ones(5, 4))).Message;
        Assert.Contains("[5, 4]", message, StringComparison.Ordinal);
        Assert.Contains("[2, 3]", message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => layer.Forward(Tensor.Ones([5, 3], DType.Float64)));
        Assert.Equal([2, 5, 2], layer.Forward(Tensor.Ones(2, 5, 3)).Shape.ToArray());
        Assert.Equal([2], layer.Forward(Tensor.Ones(3)).Shape.ToArray());
        Assert.Equal([0, 2], layer.Forward(Tensor.Ones(0, 3)).Shape.ToArray());
    }

    [Fact]
    public void One_hot()
    {
        Assert.Equal([0L, 1, 0, 0, 0, 1], F.OneHot(Tensor.From([1L, 2])).ToArray<long>());
        Assert.Equal([2, 4], F.OneHot(Tensor.From([1L, 2]), 4).Shape.ToArray());
        Assert.Throws<ShapeException>(() => F.OneHot(Tensor.From([4L]), 4));
    }
}
