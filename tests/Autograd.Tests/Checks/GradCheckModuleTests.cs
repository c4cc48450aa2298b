using Autograd.Checks;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Checks;

/// <summary>Models: names, copies in float64, and state that is put back.</summary>
public sealed class GradCheckModuleTests
{
    /// <summary>The same initial weights whichever tests ran before on this thread.</summary>
    public GradCheckModuleTests() => Generator.ManualSeed(1);

    private static Tensor Points(params ReadOnlySpan<int> shape) => Tensor.Randn(shape, generator: new Generator(3));

    [Fact]
    public void Parameters_and_the_input_are_named()
    {
        var model = new Sequential(new Linear(3, 4, dtype: DType.Float64), new Tanh(), new Linear(4, 2, dtype: DType.Float64));
        var report = GradCheck.Module(model, Points(5, 3).Double(), y => F.CrossEntropy(y, Tensor.From([0L, 1, 1, 0, 1]))).ThrowIfFailed();
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias", "input", "all"], report.Rows.Where(row => row.Kind == GradCheckKind.Backward).Select(row => row.Input));
    }

    [Fact]
    public void A_float32_model_is_checked_on_a_copy_and_left_as_it_was()
    {
        var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Dropout(0.5, new Generator(5)), new ReLU(), new Linear(4, 2));
        var before = model.StateDict().ToDictionary(p => p.Key, p => p.Value.Clone());

        var report = GradCheck.Module(model, Points(6, 3), y => y.Square().Mean(), new() { Order = 2 }).ThrowIfFailed();

        Assert.Contains(report.Notes, note => note.Contains("float64 copy", StringComparison.Ordinal));
        Assert.All(model.StateDict(), p => Assert.True(p.Value.Equal(before[p.Key]), p.Key));
        Assert.All(model.Parameters(), p => Assert.Equal(DType.Float32, p.DType));
        Assert.All(model.Parameters(), p => Assert.Null(p.Grad));
        Assert.True(model.Training);
    }

    [Fact]
    public void Dropout_is_replayed_and_its_generators_go_on_where_they_were()
    {
        var own = new Generator(7);
        var model = new Sequential(new Linear(3, 8, dtype: DType.Float64), new Dropout(0.5, own), new Linear(8, 8, dtype: DType.Float64), new Dropout());
        byte[] first = own.GetState(), second = Generator.Default.GetState();

        GradCheck.Module(model, Points(4, 3), options: new() { Order = 2 }).ThrowIfFailed();

        Assert.Equal(first, own.GetState());
        Assert.Equal(second, Generator.Default.GetState());
    }

    [Fact]
    public void Dropout_in_a_lambda_is_replayed()
    {
        var own = new Generator(7);
        byte[] before = own.GetState();
        GradCheck.Module(new Linear(3, 8), Points(4, 3), y => Tensor.Rand(y.Shape, y.DType, own) * F.Dropout(y, 0.5)).ThrowIfFailed();
        Assert.Equal(before, own.GetState());
    }

    [Fact]
    public void Statistics_are_put_back_also_after_an_exception()
    {
        var norm = new BatchNorm1d(3, dtype: DType.Float64);
        double[] mean = norm.RunningMean!.ToArray<double>();
        int calls = 0;

        GradCheck.Module(norm, Points(6, 3).Double()).ThrowIfFailed();
        Assert.Throws<InvalidTimeZoneException>(() => GradCheck.Module(norm, Points(6, 3).Double(), y => calls++ < 9 ? y : throw new InvalidTimeZoneException("in the middle")));

        Assert.Equal(mean, norm.RunningMean!.ToArray<double>());
        Assert.Equal(0, norm.NumBatchesTracked!.Item<long>());
    }

    [Fact]
    public void A_buffer_that_the_model_replaces_is_the_same_tensor_afterwards()
    {
        var model = new Replacing();
        var before = model.Seen;
        GradCheck.Module(model, Points(2, 3).Double()).ThrowIfFailed();
        Assert.Same(before, model.Seen);
    }

    [Fact]
    public void The_mode_is_kept()
    {
        var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Dropout()).Eval();
        GradCheck.Module(model, Points(1, 3)).ThrowIfFailed();
        Assert.False(model.Training);
    }

    [Fact]
    public void Inputs_that_are_whole_numbers_are_constants()
    {
        var report = GradCheck.Module(new Embedding(5, 3), Tensor.From([0L, 4, 4])).ThrowIfFailed();
        Assert.Contains(report.Notes, note => note.Contains("input", StringComparison.Ordinal));
        Assert.Equal("weight", Assert.Single(report.Rows, row => row.Kind == GradCheckKind.Backward).Input);
    }

    [Fact]
    public void Several_inputs_are_named_by_their_numbers()
    {
        var report = GradCheck.Module(new Bilinear(2, 3, 2), [Points(4, 2), Points(4, 3)], (m, xs) => m.Forward(xs[0], xs[1])).ThrowIfFailed();
        Assert.Contains(report.Rows, row => row.Input == "input 1");
    }

    [Fact]
    public void Frozen_parameters_are_constants()
    {
        var model = new Linear(3, 2);
        model.Bias!.RequiresGrad = false;
        Assert.DoesNotContain(GradCheck.Module(model, Points(4, 3)).ThrowIfFailed().Rows, row => row.Input == "bias");
    }

    [Fact]
    public void What_cuts_the_graph_is_named_with_its_module()
    {
        var model = new Sequential(new Linear(3, 4), new Detaching(), new Linear(4, 2));
        var report = GradCheck.Module(model, Points(4, 3));
        var diagnosis = report.Diagnoses.First(d => d.Input == "0.weight");
        Assert.Equal(GradCheckCause.Zero, diagnosis.Cause);
        Assert.Equal("Tanh", diagnosis.Op);
        Assert.Contains("(in 1)", diagnosis.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Rows, row => !row.Passed && row.Input.StartsWith('2'));
    }

    /// <summary>The tanh of its input, which it detaches.</summary>
    private sealed class Detaching : Module
    {
        protected override Tensor ForwardCore(Tensor input) => input.Detach().Tanh();
    }

    /// <summary>Keeps what it saw in a new tensor a call.</summary>
    private sealed class Replacing : Module
    {
        [Buffer]
        public Tensor Seen { get; private set; } = Tensor.Zeros([], DType.Float64);

        protected override Tensor ForwardCore(Tensor input)
        {
            Seen += 1;
            return input * Seen;
        }
    }
}
