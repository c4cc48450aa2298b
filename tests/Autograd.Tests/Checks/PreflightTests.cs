using System.Globalization;
using System.Text.Json;
using Autograd.Checks;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Checks;

/// <summary>A healthy model passes every check; each fault is reported by its check and by no other; and nothing of the model is touched.</summary>
public sealed class PreflightTests
{
    private static readonly string[] Checks =
    [
        "no NaN or infinity", "same loss from the same seed", "loss at chance level", "gradients are right", "every parameter receives a gradient", "no dead units",
        "variance by layer", "one batch can be overfitted", "loss rises with regularisation",
    ];

    /// <summary>The same initial weights whichever tests ran before on this thread.</summary>
    public PreflightTests() => Generator.ManualSeed(1);

    public static TheoryData<string> Faults { get; } = new(PreflightFaults.ByCheck.Keys);

    [Fact]
    public void A_healthy_classifier_passes_everything()
    {
        var report = Run(PreflightFaults.Healthy());
        Assert.Equal(Checks, report.Rows.Select(row => row.Check));
        Assert.All(report.Rows, row => Assert.True(row.Verdict == PreflightVerdict.Pass, report.ToString()));
        Assert.True(report.ThrowIfFailed().Gradients!.Passed);
    }

    [Fact]
    public void A_healthy_regression_with_dropout_and_statistics_passes_what_applies()
    {
        var model = new Sequential(new Linear(3, 32), new BatchNorm1d(32), new Tanh(), new Dropout(0.2), new Linear(32, 1));
        var x = PreflightFaults.Points(32, 3);
        var report = Preflight.Run(model, (x, x.Sin().Sum(1, keepDim: true)), (y, target) => F.MseLoss(y, target));
        Assert.Equal(["loss at chance level"], report.Rows.Where(row => row.Verdict == PreflightVerdict.Skipped).Select(row => row.Check));
        Assert.True(report.Passed, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_reported_by_its_check_alone(string check)
    {
        var (model, batch) = PreflightFaults.ByCheck[check]();
        var report = Preflight.Run(model, batch, (scores, labels) => F.CrossEntropy(scores, labels));
        Assert.True(report.Rows.Where(row => row.Verdict == PreflightVerdict.Fail).Select(row => row.Check).SequenceEqual([check]), report.ToString());
        Assert.Equal(report.ToString(), Assert.Throws<AutogradException>(report.ThrowIfFailed).Message);
    }

    [Fact]
    public void Every_check_has_a_fault() => Assert.Equal(Checks.Order(), PreflightFaults.ByCheck.Keys.Order());

    [Fact]
    public void A_fault_is_told_with_its_place()
    {
        string Text(string check) => Row(PreflightFaults.ByCheck[check](), check) is var row ? $"{row.Found}\n{string.Join('\n', row.Details)}" : "";
        Assert.Contains("Log made the first NaN, in 1", Text("no NaN or infinity"), StringComparison.Ordinal);
        Assert.Contains("unused.weight: absent", Text("every parameter receives a gradient"), StringComparison.Ordinal);
        Assert.Contains("idle.weight: exactly zero", Text("every parameter receives a gradient"), StringComparison.Ordinal);
        Assert.Contains("ReLU in 1: 6 of 16 units are flat on the whole batch: 0, 1, 2, 3, 4, 5", Text("no dead units"), StringComparison.Ordinal);
        Assert.Contains("\n0: activations ", Text("variance by layer"), StringComparison.Ordinal);
        Assert.Contains("0.weight: twice", Text("gradients are right"), StringComparison.Ordinal);
        Assert.Contains("every parameter is 0", Text("loss rises with regularisation"), StringComparison.Ordinal);
    }

    [Fact]
    public void Saturated_units_are_dead_whatever_the_sign()
    {
        var model = new Sequential(new Linear(4, 8), new Tanh(), new Linear(8, 3));
        using (NoGrad.Scope) ((Linear)model[0]).Weight.MulInPlace(500);
        string row = Assert.Single(Row((model, PreflightFaults.Batch()), "no dead units").Details);
        Assert.StartsWith("Tanh in 1: ", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_found_as_well()
    {
        var model = new Sequential(new Linear(4, 3), new PreflightFaults.Last(x => (x - x.Detach()).Abs().Sqrt() + x));
        var row = Row((model, PreflightFaults.Batch()), "no NaN or infinity");
        Assert.Equal(PreflightVerdict.Fail, row.Verdict);
        Assert.Contains("made the first NaN, in 1, on the way back", row.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_no_mean_is_at_chance_level_all_the_same()
    {
        var (model, (x, labels)) = PreflightFaults.Healthy();
        var report = Preflight.Run(model, [x, labels], (m, xs) => F.CrossEntropy(m.Forward(xs[0]), xs[1], reduction: Reduction.Sum));
        Assert.Equal(PreflightVerdict.Pass, report.Rows[2].Verdict);
        Assert.Contains("= ln 3", report.Rows[2].Found, StringComparison.Ordinal);
    }

    /// <summary>Values, gradients, running statistics, generators, mode, hooks: also after an exception.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_model_is_as_it_was(bool throws)
    {
        var own = new Generator(7);
        var model = new Sequential(new Linear(4, 16), new BatchNorm1d(16), new ReLU(), new Dropout(0.3, own), new Linear(16, 3));
        model.Eval();
        var batch = PreflightFaults.Batch();
        F.CrossEntropy(model.Forward(batch.Input), batch.Target).Backward();
        var gradients = model.Parameters().Select(p => p.Grad).ToList();
        var values = gradients.Select(g => g!.Clone()).ToList();
        var before = model.StateDict().ToDictionary(p => p.Key, p => p.Value.Clone(), StringComparer.Ordinal);
        byte[] first = own.GetState(), second = Generator.Default.GetState();
        int calls = 0;

        void Fly() => Preflight.Run(model, batch, (y, t) => throws && ++calls > 40 ? throw new InvalidTimeZoneException() : F.CrossEntropy(y, t));
        if (throws) Assert.Throws<InvalidTimeZoneException>(Fly);
        else Fly();

        Assert.All(model.StateDict(), p => Assert.True(p.Value.Equal(before[p.Key]), p.Key));
        Assert.True(model.Parameters().Select(p => p.Grad).SequenceEqual(gradients, ReferenceEqualityComparer.Instance));
        Assert.All(gradients.Zip(values), g => Assert.True(g.First!.Equal(g.Second)));
        Assert.Equal(first, own.GetState());
        Assert.Equal(second, Generator.Default.GetState());
        Assert.All(model.Modules(), m => Assert.False(m.Training));
    }

    /// <summary>A loss that goes backward by itself leaves no gradient behind either.</summary>
    [Fact]
    public void Gradients_that_the_loss_leaves_are_taken_away()
    {
        var model = new Sequential(new Linear(4, 3));
        Preflight.Run(model, PreflightFaults.Batch(), (y, t) =>
        {
            var loss = F.CrossEntropy(y, t);
            loss.Backward(retainGraph: true);
            return loss;
        });
        Assert.All(model.Parameters(), p => Assert.Null(p.Grad));
    }

    [Fact]
    public void The_report_is_text_Markdown_and_JSON()
    {
        var report = Run(PreflightFaults.ByCheck["no dead units"]());
        string[] lines = report.ToString().Split('\n');
        Assert.Equal("Preflight: 8 passed, 1 failed, 0 skipped", lines[0]);
        Assert.StartsWith("check                                verdict  found", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("no dead units: ReLU in 1: ", lines[^2], StringComparison.Ordinal);
        Assert.Contains("| no dead units | FAIL | 6 of 16 |", report.ToMarkdown(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
        var row = json.RootElement.GetProperty("rows")[5];
        Assert.Equal(("no dead units", "fail", "6 of 16"), (row.GetProperty("check").GetString(), row.GetProperty("verdict").GetString(), row.GetProperty("found").GetString()));
        Assert.Equal(1, row.GetProperty("details").GetArrayLength());
    }

    [Fact]
    public void The_same_seed_gives_the_same_report()
    {
        var flight = PreflightFaults.Healthy();
        string first = Run(flight).ToString();
        Tensor.Rand(3);
        Assert.Equal(first, Run(flight).ToString());
    }

    [Fact]
    public void A_model_that_cannot_be_copied_skips_what_needs_a_copy()
    {
        var model = new Sequential(new Linear(4, 3), new Foreign());
        var report = Run((model, PreflightFaults.Batch()));
        Assert.Equal(["gradients are right", "one batch can be overfitted"], report.Rows.Where(row => row.Found.StartsWith("the model cannot be copied: ", StringComparison.Ordinal)).Select(row => row.Check));
        Assert.Null(report.Gradients);
    }

    [Fact]
    public void What_cannot_be_checked_is_refused()
    {
        var (model, batch) = PreflightFaults.Healthy();
        Assert.Contains("reduce it to one", Assert.Throws<AutogradException>(() => Preflight.Run(model, batch, (y, _) => y)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Preflight.Run(model, batch, (y, t) => F.CrossEntropy(y, t), new() { OverfitShare = 1 }));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Preflight.Run(model, batch, (y, t) => F.CrossEntropy(y, t), new() { Cancellation = cancelled.Token }));
        model.RequiresGrad(false);
        Assert.Contains("nothing would be learned", Assert.Throws<AutogradException>(() => Run((model, batch))).Message, StringComparison.Ordinal);
    }

    private static PreflightReport Run((Module Model, (Tensor Input, Tensor Target) Batch) flight) =>
        Preflight.Run(flight.Model, flight.Batch, (scores, labels) => F.CrossEntropy(scores, labels));

    private static PreflightRow Row((Module Model, (Tensor Input, Tensor Target) Batch) flight, string check) => Run(flight).Rows.Single(row => row.Check == check);

    /// <summary>Holds what nobody can copy.</summary>
    private sealed class Foreign : Module
    {
        private readonly CultureInfo culture = CultureInfo.InvariantCulture;
        private readonly HttpClient client = new();

        protected override Tensor ForwardCore(Tensor input) => client.Timeout > TimeSpan.Zero && culture is not null ? input : -input;
    }
}
