using System.Diagnostics;

namespace Autograd.Training;

/// <summary>What an epoch has summed up so far: losses by rows, and the metrics of the options.</summary>
internal sealed class EpochTotals(IReadOnlyList<Metric> metrics)
{
    private double loss;
    private double penalty;
    private double seconds;
    private long since = Stopwatch.GetTimestamp();

    public long Rows { get; private set; }

    /// <summary>Begins an epoch.</summary>
    public void Reset()
    {
        (loss, penalty, seconds, Rows, since) = (0, 0, 0, 0, Stopwatch.GetTimestamp());
        foreach (var metric in metrics) metric.Reset();
    }

    public void Add(in Objective.Value step)
    {
        loss += step.Loss * step.Rows;
        penalty += step.Penalty * step.Rows;
        Rows += step.Rows;
    }

    public void See(Tensor prediction, Tensor target)
    {
        using var scope = NoGrad.Scope;
        foreach (var metric in metrics) metric.Update(prediction, target);
    }

    /// <summary>The columns of training, before validation measures with the same metrics.</summary>
    public OrderedDictionary<string, double> Values(bool hasPenalty)
    {
        var values = new OrderedDictionary<string, double>(StringComparer.Ordinal) { [Columns.Loss] = loss / Rows };
        if (hasPenalty) values.Add(Columns.Penalty, penalty / Rows);
        foreach (var metric in metrics) values.Add(metric.Name, metric.Value);
        return values;
    }

    public double Seconds => seconds + Stopwatch.GetElapsedTime(since).TotalSeconds;

    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["sums"] = Tensor.From([loss, penalty, Seconds]),
            ["rows"] = Tensor.From([Rows]),
        };
        for (int i = 0; i < metrics.Count; i++)
        {
            foreach (var (key, value) in metrics[i].StateDict()) state.Add($"{metrics[i].Name}.{key}", value);
        }
        return state;
    }

    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        double[] sums = States.Need("run", state, "sums", DType.Float64, 3).ToArray<double>();
        (loss, penalty, seconds, since) = (sums[0], sums[1], sums[2], Stopwatch.GetTimestamp());
        Rows = States.Need("run", state, "rows", DType.Int64, 1).ToArray<long>()[0];
        foreach (var metric in metrics) metric.LoadStateDict(States.Under(metric.Name + ".", state));
    }
}
