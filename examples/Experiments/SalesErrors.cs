using Autograd;
using Autograd.Training;

namespace Experiments;

/// <summary>
/// Errors of predicted sales: MAE 13, MSE 238.5 and MAPE 23.19 % are handed on without the table they are of. What can be reproduced is that they
/// go together: a table that has all three, and what the first two say about any such table.
/// </summary>
internal static class SalesErrors
{
    /// <summary>The smallest table of whole errors with these figures: |errors| 2, 10, 15, 25, whose sum is 4 * 13 and whose squares sum up to 4 * 238.5.</summary>
    public static readonly double[] Sales = [45, 30, 50, 100];

    public static readonly double[] Predicted = [47, 20, 65, 75];

    public static IEnumerable<TextbookFigure> Figures()
    {
        var (mae, mse, mape) = Errors(Sales, Predicted);
        yield return new("sales, MAE", 13, 0, mae);
        yield return new("sales, MSE", 238.5, 1, mse);
        yield return new("sales, MAPE in %", 23.19, 2, mape);
    }

    /// <summary>What the three figures determine and what not.</summary>
    public static IEnumerable<string> Remarks()
    {
        // The same errors of sales twice as large.
        var (mae, mse, mape) = Errors([.. Sales.Select(static s => 2 * s)], [.. Sales.Zip(Predicted, static (s, p) => s + p)]);
        return
        [
            "The sales example: MAE 13, MSE 238.5 and MAPE 23.19 % are quoted without their table, so that the table itself cannot be recomputed.",
            $"They do not contradict each other: sales {Row(Sales)}, predicted {Row(Predicted)}, have all three.",
            "Of whole sales and predictions it takes an even number of rows, as 238.5 n is whole, and not two: a + b = 26, a^2 + b^2 = 477 gives a b = 99.5.",
            FormattableString.Invariant($"MAE and MSE do not determine MAPE: the same errors of sales twice as large have MAE {mae:G4}, MSE {mse:G4} and MAPE {mape:F2} %."),
        ];
    }

    /// <summary>MAPE in percent.</summary>
    public static (double Mae, double Mse, double Mape) Errors(double[] sales, double[] predicted)
    {
        var (target, prediction) = (Tensor.From(sales), Tensor.From(predicted));
        return (new MeanAbsoluteError().Of(prediction, target), new MeanSquaredError().Of(prediction, target), 100 * new MeanAbsolutePercentageError().Of(prediction, target));
    }

    private static string Row(double[] values) => $"({string.Join(", ", values.Select(static v => TextTable.Cell(v)))})";
}
