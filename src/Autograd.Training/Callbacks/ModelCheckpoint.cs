using System.Globalization;
using Autograd.IO;

namespace Autograd.Training;

/// <summary>
/// Writes the weights of the last epoch and of the best one, <c>last.safetensors</c> and <c>best.safetensors</c>: files that
/// <c>model.LoadStateDict(SafeTensors.Load(path))</c> reads, and other programs. What a resumption needs is the checkpoint of
/// <see cref="FitOptions.Folder"/>.
/// </summary>
public sealed class ModelCheckpoint : Callback
{
    private const string Numbers = "numbers";

    private readonly string? folder;
    private readonly Monitored? said;
    private readonly MetricGoal? mode;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">The column of the history that says which epoch is the best; <c>val_loss</c>, or <c>loss</c> without validation, when not given.</param>
    /// <param name="folder">Where the files go; the folder of the options when not given.</param>
    /// <param name="mode">Which values are better; for losses and the metrics of the options they say it themselves.</param>
    public ModelCheckpoint(string? monitor = null, string? folder = null, MetricGoal? mode = null)
    {
        (this.folder, this.mode) = (folder, mode);
        if (monitor is not null) said = new Monitored(nameof(ModelCheckpoint), monitor, mode);
    }

    /// <summary>The best value; NaN before there is one.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>The epoch of the best value; 0 before there is one.</summary>
    public int BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnFitBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Directory.CreateDirectory(OutputFolder.Of(nameof(ModelCheckpoint), folder, state));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var monitored = said ?? new Monitored(nameof(ModelCheckpoint), Monitored.Default(state), mode);
        double value = monitored.Last(state);
        Write(state, "last.safetensors", monitored.Column, value);
        if (!monitored.IsBetter(state, value, Best)) return;
        Write(state, "best.safetensors", monitored.Column, value);
        (Best, BestEpoch) = (value, state.Epoch);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() =>
        new Dictionary<string, Tensor>(StringComparer.Ordinal) { [Numbers] = Tensor.From([Best, BestEpoch]) };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double[] numbers = States.Need(nameof(ModelCheckpoint), state, Numbers, DType.Float64, 2).ToArray<double>();
        (Best, BestEpoch) = (numbers[0], (int)numbers[1]);
    }

    private void Write(FitState state, string name, string column, double value) => SafeTensors.Save(
        Path.Combine(OutputFolder.Of(nameof(ModelCheckpoint), folder, state), name),
        state.Model.StateDict(),
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["epoch"] = state.Epoch.ToString(CultureInfo.InvariantCulture),
            ["step"] = state.Step.ToString(CultureInfo.InvariantCulture),
            [column] = value.ToString("R", CultureInfo.InvariantCulture),
        });
}
