using System.Globalization;
using System.Text;

namespace Autograd.Training;

/// <summary>
/// Gathers <see cref="LayerStatistics"/> of a run, a row a layer and epoch: means over the measured steps. Steps that are not measured have no hooks and cost
/// nothing.
/// </summary>
public sealed class LayerMonitor : Callback
{
    private const string FileName = "layers.csv", Numbers = "numbers", Layers = "layers";

    private readonly int every;
    private readonly List<IReadOnlyList<LayerStatistics>> measured = [];
    private readonly SortedDictionary<int, IReadOnlyList<LayerStatistics>> epochs = [];
    private LayerProbe? probe;

    /// <summary>Makes the callback.</summary>
    /// <param name="every">Of how many steps of an epoch one is measured, beginning with the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public LayerMonitor(int every = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        this.every = every;
    }

    /// <summary>The layers by epoch, in the model's order.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<LayerStatistics>> Epochs => epochs;

    /// <inheritdoc/>
    public override void OnBatchBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.StepInEpoch % every == 0) probe = new LayerProbe(state.Model);
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(FitState state)
    {
        if (probe is null) return;
        measured.Add(probe.Statistics());
        TakeOff();
    }

    /// <summary>Makes the rows of the epoch, and, in a run with a folder, writes all of them to <c>layers.csv</c>.</summary>
    public override void OnEpochEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (measured.Count > 0) epochs[state.Epoch] = Mean(measured);
        measured.Clear();
        if (state.Options.Folder is { } folder) WriteCsv(Path.Combine(folder, FileName));
    }

    /// <inheritdoc/>
    public override void OnFitEnd(FitState state)
    {
        TakeOff();
        measured.Clear();
    }

    /// <summary>Writes all rows: epoch, layer, and <see cref="LayerStatistics.Names"/>.</summary>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public void WriteCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = new StringBuilder(CsvLine.Join(["epoch", "layer", .. LayerStatistics.Names])).Append('\n');
        foreach (var (epoch, layers) in epochs)
        {
            foreach (var layer in layers)
                text.Append(CsvLine.Join([epoch.ToString(CultureInfo.InvariantCulture), layer.Layer, .. layer.Values.Select(static v => double.IsNaN(v) ? "" : v.ToString("R", CultureInfo.InvariantCulture))])).Append('\n');
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict()
    {
        // [rows, 1 + names]: the epoch and the numbers; a run saved within an epoch measures that one anew.
        double[] numbers = [.. epochs.SelectMany(static e => e.Value.SelectMany(layer => layer.Values.Prepend(e.Key)))];
        return new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [Numbers] = Tensor.From(numbers),
            [Layers] = States.FromText(string.Join('\n', epochs.Values.SelectMany(static layers => layers.Select(static l => l.Layer)))),
        };
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double[] numbers = States.Need(nameof(LayerMonitor), state, Numbers, DType.Float64).ToArray<double>();
        string[] layers = States.ToText(States.Need(nameof(LayerMonitor), state, Layers, DType.UInt8)).Split('\n');
        epochs.Clear();
        foreach (var epoch in numbers.Chunk(1 + LayerStatistics.Names.Count).Zip(layers).GroupBy(static row => (int)row.First[0]))
            epochs.Add(epoch.Key, [.. epoch.Select(static row => LayerStatistics.From(row.Second, row.First[1..]))]);
    }

    private static LayerStatistics[] Mean(List<IReadOnlyList<LayerStatistics>> steps) =>
    [
        .. Enumerable.Range(0, steps[0].Count).Select(layer => LayerStatistics.From(steps[0][layer].Layer,
            [.. Enumerable.Range(0, LayerStatistics.Names.Count).Select(i => steps.Select(s => s[layer].Values[i]).Where(static v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average())])),
    ];

    private void TakeOff()
    {
        probe?.Dispose();
        probe = null;
    }
}
