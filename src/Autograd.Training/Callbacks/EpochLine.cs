using System.Globalization;

namespace Autograd.Training;

/// <summary>An epoch in one line: <c>epoch 3/10  loss 0.1234  val_loss 0.2345  12.3 s  4567 rows/s</c>.</summary>
internal static class EpochLine
{
    public static string Of(FitState state)
    {
        var history = state.History;
        var numbers = history.Columns.Where(static c => c != Columns.Seconds).Select(c => (Name: c, Value: history[c][^1])).Where(static c => !double.IsNaN(c.Value) || c.Name == Columns.Loss);
        double seconds = history[Columns.Seconds][^1];
        return string.Create(CultureInfo.InvariantCulture, $"epoch {state.Epoch}/{state.Options.Epochs}  {string.Join("  ", numbers.Select(static n => $"{n.Name} {Short(n.Value)}"))}  {seconds:F1} s  {Rate(state.Rows, seconds)}");
    }

    public static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    public static string Rate(double rows, double seconds) => seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{rows / seconds:F0} rows/s") : "";
}
