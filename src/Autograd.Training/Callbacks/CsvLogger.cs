namespace Autograd.Training;

/// <summary>Writes the history after each epoch, <c>history.csv</c>: whoever reads it meanwhile finds whole rows.</summary>
/// <param name="path">The file; <c>history.csv</c> in the folder of the options when not given.</param>
/// <remarks>Put it behind callbacks that add columns.</remarks>
public sealed class CsvLogger(string? path = null) : Callback
{
    private const string FileName = "history.csv";

    /// <summary>Makes the folder.</summary>
    /// <exception cref="ArgumentException">The path is that of a folder.</exception>
    public override void OnFitBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Directory.Exists(path)) throw new ArgumentException($"CsvLogger: {path} is a folder; name the file in it, {Path.Combine(path, FileName)}", nameof(path));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(PathOf(state)))!);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.History.WriteCsv(PathOf(state));
    }

    private string PathOf(FitState state) => path ?? Path.Combine(OutputFolder.Of(nameof(CsvLogger), null, state), FileName);
}
