using Autograd.Data;
using Autograd.NN;

namespace Autograd.Training;

/// <summary>What a model makes of a set of data: the mean loss and the metrics.</summary>
internal static class Evaluation
{
    /// <summary>Measures in evaluation mode and without recording; the modes are put back. The call is named in errors.</summary>
    public static OrderedDictionary<string, double> Run(string call, Module model, DataLoader loader, FitOptions options)
    {
        var reader = new BatchReader(options);
        double sum = 0;
        long rows = 0;
        foreach (var metric in options.Metrics) metric.Reset();
        using (model.EvalScope)
        using (NoGrad.Scope)
        {
            foreach (var batch in loader)
            {
                var (prediction, target) = (reader.Predict(model, batch), reader.Target(batch));
                long count = reader.Rows(batch);
                sum += reader.Loss(prediction, target).Item() * count;
                rows += count;
                foreach (var metric in options.Metrics) metric.Update(prediction, target);
            }
        }
        if (rows == 0) throw new AutogradException($"{call}: the loader gave no rows to measure on; leave validation out, or give it data");
        var values = new OrderedDictionary<string, double>(StringComparer.Ordinal) { [Columns.Loss] = sum / rows };
        foreach (var metric in options.Metrics) values.Add(metric.Name, metric.Value);
        return values;
    }
}
