using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training;

/// <summary>What cannot be trained is said before anything is changed.</summary>
internal static class FitCheck
{
    public static void ThrowIfAny(Module model, FitOptions o)
    {
        ArgumentNullException.ThrowIfNull(o.Loss, nameof(o.Loss));
        ArgumentNullException.ThrowIfNull(o.Optimizer, nameof(o.Optimizer));
        foreach (var metric in o.Metrics) ArgumentNullException.ThrowIfNull(metric, nameof(o.Metrics));
        foreach (var callback in o.Callbacks) ArgumentNullException.ThrowIfNull(callback, nameof(o.Callbacks));
        Need(o.Epochs >= 1, nameof(o.Epochs), o.Epochs, "at least 1");
        Need(o.Accumulate >= 1, nameof(o.Accumulate), o.Accumulate, "at least 1");
        Need(o.SaveEvery is null or >= 1, nameof(o.SaveEvery), o.SaveEvery, "at least 1");
        Need(o.ClipNorm is null or > 0, nameof(o.ClipNorm), o.ClipNorm, "above 0");
        Need(o.ClipValue is null or > 0, nameof(o.ClipValue), o.ClipValue, "above 0");
        Need(o.L1 is >= 0 and < double.PositiveInfinity, nameof(o.L1), o.L1, "at least 0");
        Need(o.L2 is >= 0 and < double.PositiveInfinity, nameof(o.L2), o.L2, "at least 0");
        if (o.Resume && o.Folder is null) throw new ArgumentException("Trainer.Fit: Resume needs the Folder in which the checkpoint lies", nameof(o.Folder));
        if (o.SaveEvery is not null && o.Folder is null) throw new ArgumentException("Trainer.Fit: SaveEvery needs a Folder to save in", nameof(o.Folder));
        string? twice = o.Metrics.GroupBy(static m => m.Name, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1)?.Key;
        if (twice is not null) throw new ArgumentException($"Trainer.Fit: two metrics are named '{twice}'; a column of the history is one of them", nameof(o.Metrics));
        if (o.Metrics.FirstOrDefault(static m => m.Name is Columns.Loss or Columns.Penalty or Columns.Seconds) is { } taken)
            throw new ArgumentException($"Trainer.Fit: a metric is named '{taken.Name}', as the trainer's own column", nameof(o.Metrics));
        Scheduling(o);
        Optimizing(model, o);
    }

    private static void Scheduling(FitOptions o)
    {
        if (o.Scheduler is not { } scheduler) return;
        string name = scheduler.GetType().Name;
        if (!ReferenceEquals(scheduler.Optimizer, o.Optimizer))
            throw new ArgumentException($"Trainer.Fit: the {name} sets the rates of another optimiser than the {o.Optimizer.GetType().Name} of these options", nameof(o.Scheduler));
        if (scheduler is ReduceLROnPlateau && o.ScheduleBy == ScheduleBy.Step)
            throw new ArgumentException($"Trainer.Fit: {name} follows what is measured once an epoch; leave ScheduleBy at Epoch", nameof(o.ScheduleBy));
    }

    private static void Optimizing(Module model, FitOptions o)
    {
        string name = o.Optimizer.GetType().Name;
        var own = model.Parameters().ToHashSet<Tensor>(ReferenceEqualityComparer.Instance);
        if (!o.Optimizer.ParamGroups.Any(group => group.Parameters.Any(own.Contains)))
            throw new ArgumentException($"Trainer.Fit: the {name} steps no parameter of this {model.GetType().Name}; make it of model.Parameters()", nameof(o.Optimizer));
        if (StepsByClosure(o.Optimizer) && (o.ClipNorm ?? o.ClipValue) is not null)
            throw new ArgumentException($"Trainer.Fit: {name} measures the curvature by gradients, which clipping would bend; leave ClipNorm and ClipValue out", nameof(o.ClipNorm));
        if ((o.L1 > 0 || o.L2 > 0) && !model.NamedParameters().Any(p => o.Penalised(p.Name, p.Parameter)))
            throw new ArgumentException($"Trainer.Fit: no parameter of this {model.GetType().Name} is penalised, for L1 {Text(o.L1)} and L2 {Text(o.L2)}; say which by Penalised", nameof(o.Penalised));
    }

    /// <summary>Whether an optimiser computes the loss itself, several times a step.</summary>
    public static bool StepsByClosure(Optimizer optimizer)
    {
        for (var type = optimizer.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ClosureOptimizer<>)) return true;
        }
        return false;
    }

    private static void Need(bool holds, string option, object? value, string rule)
    {
        if (!holds) throw new ArgumentException(FormattableString.Invariant($"Trainer.Fit: {option} is {value}; it must be {rule}"), option);
    }

    private static string Text(double value) => FormattableString.Invariant($"{value}");
}
