using Autograd.Data;

namespace Autograd.Training.Tests.Data;

/// <summary>Each step against the examples of scikit-learn's documentation (version 1.5, "Examples" of the class) and against NumPy's definitions by hand.</summary>
public sealed class StepTests
{
    [Fact]
    public void StandardScaler_divides_by_the_deviation_of_ddof_0()
    {
        var fitted = Fit(Matrix([0, 0], [0, 0], [1, 1], [1, 1]), new StandardScaler());
        Same([3, 3], fitted.Transform(Matrix([2, 2])));
        Same([-1, -1], fitted.Transform(Matrix([0, 0])));
        // A constant column is divided by 1, also where its mean is no exact number.
        Same([0, 1], Fit(Matrix([0.1, 7], [0.1, 7], [0.1, 7]), new StandardScaler()).Transform(Matrix([0.1, 8])));
    }

    [Fact]
    public void MinMaxScaler_is_that_of_the_example()
    {
        var data = Matrix([-1, 2], [-0.5, 6], [0, 10], [1, 18]);
        var fitted = Fit(data, new MinMaxScaler());
        Same([0, 0, 0.25, 0.25, 0.5, 0.5, 1, 1], fitted.Transform(data));
        Same([1.5, 0], fitted.Transform(Matrix([2, 2])));
        Same([-1, -1, -0.5, -0.5, 0, 0, 1, 1], Fit(data, new MinMaxScaler(-1, 1)).Transform(data));
        Same([0], Fit(Matrix([5.0], [5]), new MinMaxScaler()).Transform(Matrix([5.0])));
    }

    [Fact]
    public void RobustScaler_is_that_of_the_example()
    {
        var data = Matrix([1, -2, 2], [-2, 1, 3], [4, 1, -2]);
        Same([0, -2, 0, -1, 0, 0.4, 1, 0, -1.6], Fit(data, new RobustScaler()).Transform(data));
    }

    [Fact]
    public void SimpleImputer_is_that_of_the_example()
    {
        double nan = double.NaN;
        var fitted = Fit(Matrix([7, 2, 3], [4, nan, 6], [10, 5, 9]), new SimpleImputer());
        Same([7, 2, 3, 4, 3.5, 6, 10, 3.5, 9], fitted.Transform(Matrix([nan, 2, 3], [4, nan, 6], [10, nan, 9])));
        Same([2.5], Fit(Matrix([1.0], [2], [3], [100]), new SimpleImputer(ImputeStrategy.Median)).Transform(Matrix([nan])));
        // Of several that are equally frequent the smallest.
        Same([2], Fit(Matrix([10.0], [2], [10], [2], [1]), new SimpleImputer(ImputeStrategy.MostFrequent)).Transform(Matrix([nan])));
        Same([-1], Fit(Matrix([10.0]), new ConstantImputer(-1)).Transform(Matrix([nan])));
        var texts = new Table(new TextColumn("t", ["b", "a", "b", null]), new BooleanColumn("f", [true, null, false, true]));
        var filled = Fit(texts, new SimpleImputer(ImputeStrategy.MostFrequent)).Transform(texts);
        Assert.Equal(["b", "a", "b", "b"], filled.Texts("t"));
        Assert.Equal([true, true, false, true], ((BooleanColumn)filled["f"]).Values);
        Assert.Equal(["b", "a", "b", "none"], Fit(texts, new ConstantImputer("none")).Transform(texts).Texts("t"));
    }

    [Fact]
    public void GroupImputer_fills_by_group_and_else_by_all()
    {
        double nan = double.NaN;
        var table = new Table(new TextColumn("g", ["a", "a", "a", "b", "b", "c"]), new NumberColumn("x", [1, 3, nan, 10, nan, nan]));
        var fitted = Fit(table, new GroupImputer("g", ImputeStrategy.Mean));
        double all = (1 + 3 + 10) / 3.0;
        Assert.Equal([1, 3, 2, 10, 10, all], fitted.Transform(table).Numbers("x"));
        var later = new Table(new TextColumn("g", ["b", "new", null]), new NumberColumn("x", [nan, nan, nan]));
        Assert.Equal([10, all, all], fitted.Transform(later).Numbers("x"));
    }

    [Fact]
    public void Outliers_are_clipped_dropped_or_missing()
    {
        var data = Matrix([1.0], [2], [3], [4], [100]);
        // The quartiles are 2 and 4, Tukey's fences -1 and 7.
        Same([1, 2, 3, 4, 7], Fit(data, Outliers.Interquartile()).Transform(data));
        Same([1, 2, 3, 4, double.NaN], Fit(data, Outliers.Interquartile(action: OutlierAction.ToMissing)).Transform(data));
        Same([1, 2, 3, 4], Fit(data, Outliers.Interquartile(action: OutlierAction.Drop)).Transform(data));
        double mean = 22, deviation = Math.Sqrt(((21 * 21) + (20 * 20) + (19 * 19) + (18 * 18) + (78 * 78)) / 5.0);
        Same([1, 2, 3, 4, mean + (1.5 * deviation)], Fit(data, Outliers.ZScore(1.5)).Transform(data));
        Same([1.2, 2, 3, 4, 4 + (0.8 * 96)], Fit(data, Outliers.Quantiles(0.05, 0.95)).Transform(data));
        Same([2, 2, 3, 3, 3], Fit(data, Outliers.Bounds(2, 3)).Transform(data));
        Same([2, 9], Fit(Matrix([2.0], [double.PositiveInfinity]), Outliers.Bounds(double.NegativeInfinity, 9)).Transform(Matrix([2.0], [double.PositiveInfinity])));
        Assert.Equal([0, 1, 2, 3], Fit(data, Outliers.ZScore(1.5, OutlierAction.Drop)).Transform(data).RowNumbers);
    }

    [Fact]
    public void KBinsDiscretizer_is_that_of_the_example()
    {
        var data = Matrix([-2, 1, -4, -1], [-1, 2, -3, -0.5], [0, 3, -2, 0.5], [1, 4, -1, 2]);
        Same([0, 0, 0, 0, 1, 1, 1, 0, 2, 2, 2, 1, 2, 2, 2, 2], Fit(data, new KBinsDiscretizer(3, BinStrategy.Uniform)).Transform(data));
        // Quantiles of 0..9 in 4 bins: edges 2.25, 4.5, 6.75; a number at an edge is in the upper bin.
        var ten = Matrix([.. Enumerable.Range(0, 10).Select(i => new[] { (double)i })]);
        var fitted = Fit(ten, new KBinsDiscretizer(4));
        Same([0, 0, 0, 1, 1, 2, 2, 3, 3, 3], fitted.Transform(ten));
        Same([0, 2, 3, double.NaN], fitted.Transform(Matrix([-9.0], [4.5], [99], [double.NaN])));
        // Equal quantiles are one edge, and a constant is one bin.
        Same([0, 1, 1], Fit(Matrix([0.0], [0], [0], [1], [2]), new KBinsDiscretizer(4)).Transform(Matrix([-1.0], [1], [2])));
        Same([0, 0], Fit(Matrix([0.0], [0], [0], [0], [1]), new KBinsDiscretizer(4)).Transform(Matrix([0.0], [1])));
        Same([0], Fit(Matrix([3.0], [3]), new KBinsDiscretizer()).Transform(Matrix([7.0])));
        Same([0, 1, 1, 2], Fit(data, new Discretizer("x0", -1, 1)).Transform(data).Select("x0"));
    }

    [Fact]
    public void OneHotEncoder_is_that_of_the_example()
    {
        var data = new Table(new TextColumn("gender", ["Male", "Female", "Female"]), new NumberColumn("group", [1, 3, 2]));
        var fitted = Fit(data, new OneHotEncoder("gender", "group") { Unknown = UnknownCategory.Ignore });
        Assert.Equal(["gender_Female", "gender_Male", "group_1", "group_2", "group_3"], fitted.FeatureNames);
        Same([1, 0, 1, 0, 0, 0, 1, 0, 0, 0], fitted.Transform(new Table(new TextColumn("gender", ["Female", "Male"]), new NumberColumn("group", [1, 4]))));
        var back = fitted.Inverse(new Table(Named(fitted.FeatureNames, [0, 1, 1, 0, 0], [0, 0, 0, 1, 0])));
        Assert.Equal(["Male", null], back.Texts("gender"));
        Assert.Equal([1, 2], back.Numbers("group"));
        Assert.Equal(["gender_Male", "group_2", "group_3"], Fit(data, new OneHotEncoder("gender", "group") { DropFirst = true }).FeatureNames);
    }

    [Fact]
    public void OneHotEncoder_knows_what_is_missing_and_unknown()
    {
        var data = new Table(new TextColumn("c", ["b", null, "a"]));
        var own = Fit(data, new OneHotEncoder { Unknown = UnknownCategory.Own });
        Assert.Equal(["c_a", "c_b", "c_missing", "c_unknown"], own.FeatureNames);
        Same([0, 0, 0, 1, 0, 0, 1, 0], own.Transform(new Table(new TextColumn("c", ["z", null]))));
        Assert.Equal([null, null], own.Inverse(own.Transform(new Table(new TextColumn("c", ["z", null])))).Texts("c"));
        string error = Assert.Throws<ArgumentException>(() => Fit(data, new OneHotEncoder()).Transform(new Table(new TextColumn("c", ["a", "z"])))).Message;
        Assert.Contains("the category 'z' in row 1", error, StringComparison.Ordinal);
        Assert.Contains("a, b, missing", error, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Fit(data, new OneHotEncoder { DropFirst = true, Unknown = UnknownCategory.Ignore }));
    }

    [Fact]
    public void OrdinalEncoder_is_that_of_the_example()
    {
        var data = new Table(new TextColumn("g", ["Male", "Female", "Female"]), new NumberColumn("n", [1, 3, 2]));
        var fitted = Fit(data, new OrdinalEncoder("g", "n"));
        Same([0, 2, 1, 0], fitted.Transform(new Table(new TextColumn("g", ["Female", "Male"]), new NumberColumn("n", [3, 1]))));
        Assert.Equal(["Male", "Female"], fitted.Inverse(new Table(new NumberColumn("g", [1, 0]), new NumberColumn("n", [0, 1]))).Texts("g"));
        var sizes = new Table(new TextColumn("s", ["high", "low", null]));
        Same([2, 0, double.NaN], Fit(sizes, new OrdinalEncoder("s") { Order = ["low", "middle", "high"] }).Transform(sizes));
        Same([2, double.NaN], Fit(sizes, new OrdinalEncoder { Unknown = UnknownCategory.Own }).Transform(new Table(new TextColumn("s", ["new", null]))));
        Same([double.NaN], Fit(sizes, new OrdinalEncoder { Unknown = UnknownCategory.Ignore }).Transform(new Table(new TextColumn("s", ["new"]))));
        Assert.Contains("'middle'", Assert.Throws<ArgumentException>(() => Fit(new Table(new TextColumn("s", ["middle"])), new OrdinalEncoder("s") { Order = ["low"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VarianceThreshold_is_that_of_the_example()
    {
        var data = Matrix([0, 2, 0, 3], [0, 1, 4, 3], [0, 1, 1, 3]);
        Assert.Equal(["x1", "x2"], Fit(data, new VarianceThreshold()).FeatureNames);
        Assert.Equal(["x2"], Fit(data, new VarianceThreshold(1)).FeatureNames);
        Assert.Equal([], Fit(Matrix([0.1], [0.1], [0.1]), new VarianceThreshold()).FeatureNames);
    }

    [Fact]
    public void Correlated_features_are_chosen()
    {
        var data = new Table(
            new NumberColumn("a", [1, 2, 3, 4, 5]), new NumberColumn("twice", [2, 4, 6, 8, 10]), new NumberColumn("flat", [1, 1, 1, 1, 1]),
            new NumberColumn("noise", [1, -1, 1, -1, 1]), new NumberColumn("y", [1.1, 2, 2.9, 4.1, 5]));
        Assert.Equal(["a", "flat", "noise"], new Preparation("y", new FeatureCorrelation(0.9)).Fit(data).FeatureNames);
        Assert.Equal(["a", "twice"], new Preparation("y", new TargetCorrelation(0.5)).Fit(data).FeatureNames);
        Assert.Contains("no target", Assert.Throws<ArgumentException>(() => Fit(data, new TargetCorrelation(0.5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LogTransform_is_exact_near_zero_and_refuses_what_has_no_logarithm()
    {
        var data = Matrix([0.0], [1e-12], [Math.E - 1], [double.NaN]);
        Same([0, 1e-12, 1, double.NaN], Fit(data, new LogTransform()).Transform(data));
        Assert.Contains("is -1 in row 0", Assert.Throws<ArgumentException>(() => Fit(Matrix([-1.0]), new LogTransform())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KBinsDiscretizer(1));
        Assert.Throws<ArgumentException>(() => new Discretizer("x"));
        Assert.Throws<ArgumentException>(() => new Discretizer("x", 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinMaxScaler(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RobustScaler(0.75, 0.25));
        Assert.Throws<ArgumentOutOfRangeException>(() => Outliers.ZScore(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Outliers.Quantiles(0.9, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetCorrelation(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceThreshold(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantImputer(double.NaN));
        Assert.Contains("is named twice", Assert.Throws<ArgumentException>(() => new StandardScaler("x", "x")).Message, StringComparison.Ordinal);
    }

    internal static Table Matrix(params double[][] rows) =>
        new(Enumerable.Range(0, rows[0].Length).Select(i => new NumberColumn(FormattableString.Invariant($"x{i}"), rows.Select(row => row[i]))));

    private static FittedPreparation Fit(Table table, IPreparationStep step) => new Preparation(null, step).Fit(table);

    private static IEnumerable<Column> Named(IReadOnlyList<string> names, params double[][] rows) => names.Select((name, i) => new NumberColumn(name, rows.Select(row => row[i])));

    /// <summary>The cells of a table of numbers, row by row.</summary>
    private static void Same(double[] expected, Table actual)
    {
        double[] cells = [.. Enumerable.Range(0, actual.RowCount).SelectMany(row => actual.ColumnNames.Select(name => actual.Numbers(name)[row]))];
        Assert.Equal(expected.Length, cells.Length);
        for (int i = 0; i < cells.Length; i++) Assert.Equal(expected[i], cells[i], 12);
    }
}
