using Autograd.Optim;

namespace Autograd.Tests.Optim;

/// <summary>What the recorded rates of PyTorch do not say: state dicts, groups, momentum, schedules of others, refusals.</summary>
public class SchedulerTests
{
    private static readonly Dictionary<Type, Func<Optimizer, Scheduler>> Makers = new()
    {
        [typeof(StepLR)] = static o => new StepLR(o, 3, 0.5),
        [typeof(MultiStepLR)] = static o => new MultiStepLR(o, [2, 7, 7], 0.5),
        [typeof(ConstantLR)] = static o => new ConstantLR(o, 0.3, 6),
        [typeof(LinearLR)] = static o => new LinearLR(o, 0.2, 0.9, 8),
        [typeof(ExponentialLR)] = static o => new ExponentialLR(o, 0.9),
        [typeof(PolynomialLR)] = static o => new PolynomialLR(o, 9, 2),
        [typeof(CosineAnnealingLR)] = static o => new CosineAnnealingLR(o, 4, 0.001),
        [typeof(CosineAnnealingWarmRestarts)] = static o => new CosineAnnealingWarmRestarts(o, 2, 2, 0.001),
        [typeof(OneCycleLR)] = static o => new OneCycleLR(o, [0.5, 0.7], 14),
        [typeof(CyclicLR)] = static o => new CyclicLR(o, 0.01, [0.1, 0.2], 3, 2, CyclicMode.ExpRange, 0.9),
        [typeof(LambdaLR)] = static o => new LambdaLR(o, [static t => 1 / (1.0 + t), static t => Math.Pow(0.9, t)]),
        [typeof(MultiplicativeLR)] = static o => new MultiplicativeLR(o, static t => 1 - 0.01 * t),
        [typeof(ReduceLROnPlateau)] = static o => new ReduceLROnPlateau(o, factor: 0.5, patience: 1, cooldown: 1, minLr: [0.001, 0.002]),
        [typeof(SequentialLR)] = static o => new SequentialLR(o, [new WarmupLR(o, 3), new StepLR(o, 2), new CosineAnnealingWarmRestarts(o, 2)], [3, 7]),
        [typeof(ChainedScheduler)] = static o => new ChainedScheduler([new LinearLR(o), new ChainedScheduler([new ExponentialLR(o, 0.9), new StepLR(o, 4)])]),
        [typeof(WarmupLR)] = static o => new WarmupLR(o, 7, 0.1),
        [typeof(NoamLR)] = static o => new NoamLR(o, 16, 5),
        [typeof(InverseTimeLR)] = static o => new InverseTimeLR(o, 0.3),
        [typeof(RobbinsMonroLR)] = static o => new RobbinsMonroLR(o, 0.4, 2),
        [typeof(SWALR)] = static o => new SWALR(o, [0.01, 0.02], 6),
    };

    public static TheoryData<Type> All => [.. typeof(Scheduler).Assembly.GetExportedTypes().Where(static t => t.IsSubclassOf(typeof(Scheduler)) && !t.IsAbstract)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_saved_schedule_continues_to_the_bit(Type type)
    {
        var whole = Follow(type, interruptAt: -1);
        for (int at = 0; at < 12; at++) Assert.Equal(whole, Follow(type, at));
        Assert.True(whole.Distinct().Count() > 1, $"{type.Name}: the schedule of this test changes nothing");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_state_in_which_anything_is_wrong_changes_nothing(Type type)
    {
        var (source, target) = (Makers[type](TwoGroups()), Makers[type](TwoGroups()));
        for (int i = 0; i < 3; i++) Step(source, i);
        var good = source.StateDict();
        string before = Text(target);
        foreach (string key in good.Keys)
        {
            var lacking = new Dictionary<string, Tensor>(good, StringComparer.Ordinal);
            lacking.Remove(key);
            Refused(target, lacking, "missing: " + key);
            Refused(target, new(good, StringComparer.Ordinal) { [key] = Tensor.Zeros(3, 1) }, key + " is float32 [3, 1]");
            Refused(target, new(good, StringComparer.Ordinal) { [key + "x"] = good[key] }, "unexpected: " + key + "x");
        }
        Refused(target, new(good, StringComparer.Ordinal) { ["last_epoch"] = Tensor.Scalar(long.MaxValue, DType.Int64) }, "last_epoch is 9223372036854775807");
        Assert.Equal(before, Text(target));
        target.LoadStateDict(good);
        Assert.Equal(Text(source), Text(target));
    }

    [Fact]
    public void Schedules_that_PyTorch_does_not_have_follow_their_formulas()
    {
        AssertRates(o => new WarmupLR(o, 4, 0.2), t => 0.1 * (0.2 + 0.8 * Math.Min(t / 4.0, 1)));
        AssertRates(o => new NoamLR(o, 64, 3), t => 0.1 / 8 * Math.Min(1 / Math.Sqrt(t + 1), (t + 1) / Math.Pow(3, 1.5)));
        AssertRates(o => new InverseTimeLR(o, 0.5), t => 0.1 / (1 + 0.5 * t));
        AssertRates(o => new RobbinsMonroLR(o, 3, 2), t => 3 / (t + 2.0));
    }

    [Fact]
    public void A_warm_up_is_followed_by_another_schedule()
    {
        var sgd = TwoGroups();
        var scheduler = new SequentialLR(sgd, [new WarmupLR(sgd, 2), new ExponentialLR(sgd, 0.5)], [2]);
        double[] rates = [.. Enumerable.Range(0, 5).Select(_ =>
        {
            double lr = sgd.ParamGroups[0].Lr;
            scheduler.Step();
            return lr;
        })];
        Assert.Equal([0, 0.05, 0.1, 0.05, 0.025], rates);
    }

    [Fact]
    public void Momentum_is_cycled_wherever_there_is_one()
    {
        var x = Tensor.Ones(1).RequiresGradInPlace();
        var adam = new Adam([x]);
        _ = new OneCycleLR(adam, 0.1, 10);
        Assert.Equal((0.95, 0.999), adam.ParamGroups[0].Options.Betas);
        Assert.Equal(0.95, adam.ParamGroups[0].Momentum);
        var adagrad = new Adagrad([x]);
        Assert.Contains("Adagrad has no momentum", Assert.Throws<ArgumentException>(() => new OneCycleLR(adagrad, 0.1, 10)).Message, StringComparison.Ordinal);
        Assert.Contains("cycleMomentum", Assert.Throws<ArgumentException>(() => new CyclicLR(adagrad, 0.1, 0.2)).Message, StringComparison.Ordinal);
        _ = new OneCycleLR(adagrad, 0.1, 10, cycleMomentum: false);
        Assert.Null(adagrad.ParamGroups[0].Momentum);
        Assert.Throws<NotSupportedException>(() => adagrad.ParamGroups[0].Momentum = 0.5);
    }

    [Fact]
    public void A_schedule_continues_from_the_rate_before_any_scheduler()
    {
        var sgd = TwoGroups();
        Assert.Contains("initial learning rate", Assert.Throws<AutogradException>(() => new StepLR(sgd, 2, lastEpoch: 3)).Message, StringComparison.Ordinal);
        _ = new ConstantLR(sgd, 0.5);
        Assert.Equal((0.1, 0.05), (sgd.ParamGroups[0].InitialLr, sgd.ParamGroups[0].Lr));
        var other = TwoGroups();
        other.LoadStateDict(sgd.StateDict());
        var later = new CosineAnnealingLR(other, 10, lastEpoch: 4);
        Assert.Equal(0.1 * (1 + Math.Cos(Math.PI / 2)) / 2, later.LastLr[0], 15);
        Assert.Equal(5, later.LastEpoch);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        var sgd = TwoGroups();
        Assert.Contains("3 numbers are given for 2 groups", Assert.Throws<ArgumentException>(() => new SWALR(sgd, [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("1 functions are given for 2 groups", Assert.Throws<ArgumentException>(() => new LambdaLR(sgd, [static _ => 1])).Message, StringComparison.Ordinal);
        Assert.Contains("(0, 1]", Assert.Throws<ArgumentException>(() => new ConstantLR(sgd, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("totalSteps", Assert.Throws<ArgumentException>(() => new OneCycleLR(sgd, 0.1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepLR(sgd, 0));
        Assert.Throws<ArgumentException>(() => new SequentialLR(sgd, [new ExponentialLR(sgd, 0.9)], [3]));
        Assert.Contains("one optimiser", Assert.Throws<ArgumentException>(() => new ChainedScheduler([new ExponentialLR(sgd, 0.9), new ExponentialLR(TwoGroups(), 0.9)])).Message, StringComparison.Ordinal);
        var scheduler = new ExponentialLR(sgd, 0.9);
        sgd.AddParamGroup([Tensor.Ones(1).RequiresGradInPlace()]);
        Assert.Contains("3 groups, and had 2", Assert.Throws<AutogradException>(scheduler.Step).Message, StringComparison.Ordinal);
        Assert.Contains("Start", Assert.Throws<InvalidOperationException>(() => new Forgetful(sgd).Step()).Message, StringComparison.Ordinal);
        var cycle = new OneCycleLR(TwoGroups(), 0.1, 2, annealStrategy: AnnealStrategy.Linear);
        for (int i = 0; i < 2; i++) cycle.Step();
        Assert.Equal(0, cycle.LastLr[0]);
        Assert.Contains("a cycle of 2", Assert.Throws<InvalidOperationException>(cycle.Step).Message, StringComparison.Ordinal);
    }

    private sealed class Forgetful(Optimizer optimizer) : EpochScheduler(optimizer)
    {
        protected override double GetLr(int group) => 1;
    }

    private static void AssertRates(Func<Optimizer, EpochScheduler> make, Func<int, double> rate)
    {
        var sgd = TwoGroups();
        var scheduler = make(sgd);
        for (int t = 0; t < 20; t++, scheduler.Step())
        {
            Assert.Equal(rate(t), sgd.ParamGroups[0].Lr, 1e-16);
            Assert.Equal(sgd.ParamGroups[0].Lr, scheduler.LastLr[0]);
        }
    }

    private static List<double> Follow(Type type, int interruptAt)
    {
        var optimizer = TwoGroups();
        var scheduler = Makers[type](optimizer);
        var rates = new List<double>();
        for (int step = 0; step < 12; step++)
        {
            if (step == interruptAt)
            {
                var (saved, schedule) = (optimizer.StateDict(), scheduler.StateDict());
                optimizer = TwoGroups();
                scheduler = Makers[type](optimizer);
                optimizer.LoadStateDict(saved);
                scheduler.LoadStateDict(schedule);
            }
            foreach (var group in optimizer.ParamGroups) rates.AddRange([group.Lr, group.Options.Momentum]);
            Step(scheduler, step);
        }
        return rates;
    }

    private static void Step(Scheduler scheduler, int step)
    {
        if (scheduler is ReduceLROnPlateau plateau) plateau.Step(step < 2 ? 3 - step : 1);
        else ((LRScheduler)scheduler).Step();
    }

    private static SGD TwoGroups()
    {
        var sgd = new SGD([Tensor.Ones(1).RequiresGradInPlace()], lr: 0.1, momentum: 0.9);
        sgd.AddParamGroup([Tensor.Ones(1).RequiresGradInPlace()], o => o with { Lr = 0.3 });
        return sgd;
    }

    private static void Refused(Scheduler target, Dictionary<string, Tensor> state, string word) =>
        Assert.Contains(word, Assert.Throws<AutogradException>(() => target.LoadStateDict(state)).Message, StringComparison.Ordinal);

    private static string Text(Scheduler scheduler) =>
        string.Join(';', scheduler.StateDict().Select(static e => $"{e.Key} {string.Join(' ', e.Value.Double().Ravel().ToArray<double>())}"));
}
