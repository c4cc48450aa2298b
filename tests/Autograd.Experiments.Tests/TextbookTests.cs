using Experiments;

namespace Autograd.Experiments.Tests;

public sealed class TextbookTests
{
    [Fact]
    public void Every_figure_agrees_to_its_last_digit() => Assert.All(TextbookExamples.Figures, static f => Assert.True(f.Agrees, f.ToString()));

    [Fact]
    public void A_figure_that_is_off_in_its_last_digit_is_found() => Assert.False(new TextbookFigure("ln 10", 2.302, 3, Math.Log(10)).Agrees);

    /// <summary>What is said of the table behind the sales example: no two whole errors have these figures, and four have.</summary>
    [Fact]
    public void The_sales_figures_are_those_of_four_rows_and_of_no_two()
    {
        for (int a = 0; a <= 26; a++) Assert.NotEqual(2 * 238.5, a * a + (26 - a) * (26 - a));
        double[] errors = [.. SalesErrors.Sales.Zip(SalesErrors.Predicted, static (s, p) => Math.Abs(s - p))];
        Assert.Equal(4 * 13, errors.Sum());
        Assert.Equal(4 * 238.5, errors.Sum(static e => e * e));
        Assert.Equal(23.19, Math.Round(SalesErrors.Errors(SalesErrors.Sales, SalesErrors.Predicted).Mape, 2));
    }
}
