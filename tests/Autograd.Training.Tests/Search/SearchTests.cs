using System.Globalization;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training.Tests;

/// <summary>Searches: what is drawn, what comes out on any number of threads, and what becomes of trials that fail.</summary>
public sealed class SearchTests
{
    private static Space Two => new() { { "lr", Dimension.LogUniform(1e-4, 1) }, { "hidden", Dimension.Integer(2, 16) } };

    [Fact]
    public void Draws_lie_where_they_should()
    {
        var generator = new Generator(1);
        object[] Drawn(Dimension dimension) => [.. Enumerable.Range(0, 4000).Select(_ => dimension.Draw(generator))];

        var uniform = Drawn(Dimension.Uniform(-1, 3)).Cast<double>().ToList();
        Assert.All(uniform, static v => Assert.InRange(v, -1, 3));
        Assert.InRange(uniform.Average(), 0.9, 1.1);

        var rates = Drawn(Dimension.LogUniform(1e-4, 1)).Cast<double>().ToList();
        Assert.All(rates, static v => Assert.InRange(v, 1e-4, 1));
        // A quarter in each power of ten.
        for (int power = -4; power < 0; power++)
            Assert.InRange(rates.Count(v => Math.Floor(Math.Log10(v)) == power), 880, 1120);

        var whole = Drawn(Dimension.Integer(-2, 1)).Cast<int>().GroupBy(static v => v).ToDictionary(static g => g.Key, static g => g.Count());
        Assert.Equal([-2, -1, 0, 1], whole.Keys.Order());
        Assert.All(whole.Values, static n => Assert.InRange(n, 880, 1120));
        Assert.Equal(int.MaxValue, Dimension.Integer(int.MaxValue, int.MaxValue).Draw(generator));
        Assert.All(Drawn(Dimension.Integer(int.MinValue, int.MaxValue)), static v => Assert.IsType<int>(v));

        Assert.Equal(["adam", "sgd"], Drawn(Dimension.Choice("sgd", "adam")).Cast<string>().Distinct().Order());
    }

    [Fact]
    public void A_narrower_dimension_lies_within()
    {
        var generator = new Generator(2);
        foreach (double center in (double[])[1e-4, 3e-3, 0.99])
        {
            var near = Dimension.LogUniform(1e-4, 1).Around(center, 0.25);
            double[] drawn = [.. Enumerable.Range(0, 500).Select(_ => (double)near.Draw(generator))];
            Assert.All(drawn, static v => Assert.InRange(v, 1e-4 * (1 - 1e-12), 1));
            Assert.InRange(Math.Log10(drawn.Max() / drawn.Min()), 0.9, 1 + 1e-9);
        }
        Assert.Equal([4, 5, 6], Enumerable.Range(0, 200).Select(_ => (int)Dimension.Integer(0, 8).Around(5, 0.25).Draw(generator)).Distinct().Order());
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        static double Objective(Trial trial)
        {
            // Weights and order come from the thread's default generator.
            var model = new Sequential(new Linear(4, trial.Get<int>("hidden")), new Tanh(), new Linear(trial.Get<int>("hidden"), 3));
            var options = Problem.Options(model, epochs: 1) with { Seed = null, Optimizer = new SGD(model.Parameters(), lr: trial["lr"]) };
            return Trainer.Fit(model, Problem.Loader(), Problem.Validation, options).History["val_loss"][^1];
        }
        byte[] draws = Generator.Default.GetState();
        var results = ((int[])[1, 2, 5]).Select(static threads => Search.CoarseToFine(Two, Objective, rounds: 2, trials: 5, threads: threads, seed: 3)).ToList();

        Assert.Equal(draws, Generator.Default.GetState());
        foreach (var other in results[1..])
        {
            Assert.Equal(results[0].Trials.Select(static t => t.Value), other.Trials.Select(static t => t.Value));
            Assert.Equal(results[0].Trials.Select(static t => t.Values["lr"]), other.Trials.Select(static t => t.Values["lr"]));
        }
        Assert.Equal(Enumerable.Range(1, 10), results[0].Trials.Select(static t => t.Number));
        Assert.Equal(10, results[0].Trials.Select(static t => t.Values["lr"]).Distinct().Count());
        Assert.NotEqual(results[0].Trials[0].Value, Search.Random(Two, Objective, 1, seed: 4).Trials[0].Value);
    }

    [Fact]
    public void Coarse_to_fine_closes_in()
    {
        static double Bowl(Trial t) => Math.Pow(Math.Log10(t["lr"]) + 2, 2);
        var coarse = Search.Random(Two, Bowl, trials: 30, seed: 1);
        var fine = Search.CoarseToFine(Two, Bowl, rounds: 3, trials: 10, seed: 1);

        Assert.True(fine.Best.Value < coarse.Best.Value);
        Assert.Equal([1, 2, 3], fine.Trials.Select(static t => t.Round).Distinct());
        double Width(int round) => Math.Log10((double)fine.Trials.Where(t => t.Round == round).Max(static t => t.Values["lr"])! / (double)fine.Trials.Where(t => t.Round == round).Min(static t => t.Values["lr"])!);
        Assert.True(Width(3) < 0.25 + 1e-9 && Width(2) < 1 + 1e-9);
    }

    [Fact]
    public void Trials_that_fail_are_rows()
    {
        static double Objective(Trial t) => t.Number switch
        {
            2 => throw new InvalidOperationException("diverged, \"badly\""),
            3 => double.NaN,
            _ => t.Number,
        };
        var result = Search.Random(Two, Objective, trials: 4, goal: MetricGoal.Maximize);
        string path = Path.GetTempFileName();
        try
        {
            result.WriteCsv(path);
            string[] lines = File.ReadAllLines(path);

            Assert.Equal([4, 1], result.Ranked.Select(static t => t.Number));
            Assert.Equal(4, result.Best.Number);
            Assert.Equal("InvalidOperationException: diverged, \"badly\"", result.Trials[1].Error);
            Assert.True(result.Trials[1].HasFailed && result.Trials[2].HasFailed);
            Assert.Equal("trial,round,seed,lr,hidden,value,seconds,error", lines[0]);
            Assert.Equal(5, lines.Length);
            Assert.EndsWith("\"InvalidOperationException: diverged, \"\"badly\"\"\"", lines[2], StringComparison.Ordinal);
            Assert.Equal((double)result.Trials[0].Values["lr"], double.Parse(lines[1].Split(',')[3], CultureInfo.InvariantCulture));
            string[] table = result.ToString().TrimEnd().Split('\n');
            Assert.StartsWith("trial  round", table[0], StringComparison.Ordinal);
            Assert.Contains("diverged", table[3] + table[4], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
        var none = Search.Random(Two, static _ => throw new InvalidOperationException("always"), trials: 2);
        Assert.Contains("always", Assert.Throws<AutogradException>(() => none.Best).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_search_has_the_trials_that_are_over()
    {
        using var source = new CancellationTokenSource();
        var result = Search.Random(Two, t =>
        {
            if (t.Number == 3) source.Cancel();
            return t.Number;
        }, trials: 100, cancellation: source.Token);
        Assert.Equal([1, 2, 3], result.Trials.Select(static t => t.Number));
    }

    [Fact]
    public void What_is_no_space_is_named()
    {
        Assert.Throws<ArgumentException>(() => Dimension.LogUniform(0, 1));
        Assert.Throws<ArgumentException>(() => Dimension.Uniform(1, 1));
        Assert.Throws<ArgumentException>(() => Dimension.Uniform(double.NaN, 1));
        Assert.Throws<ArgumentException>(() => Dimension.Integer(2, 1));
        Assert.Throws<ArgumentException>(() => Dimension.Choice<string>());
        Assert.Throws<ArgumentException>(() => new Space { { "lr", Dimension.Uniform(0, 1) }, { "lr", Dimension.Uniform(0, 1) } });
        Assert.Throws<ArgumentException>(() => Search.Random([], static _ => 0, 1));
        var wrong = Search.Random(Two, static t => t["depth"], 1);
        Assert.Contains("lr, hidden", wrong.Trials[0].Error, StringComparison.Ordinal);
        Assert.Contains("Int32, not String", Search.Random(Two, static t => t.Get<string>("hidden").Length, 1).Trials[0].Error, StringComparison.Ordinal);
    }
}
