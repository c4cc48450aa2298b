using Autograd.Data;
using Autograd.IO;

namespace Autograd.Training.Tests.Data;

/// <summary>Preparations as a whole: to tensors and back, to a file and back, and what a table may not be.</summary>
public sealed class PreparationTests
{
    private static readonly IPreparationStep[] Invertible =
    [
        new OneHotEncoder { Unknown = UnknownCategory.Own }, new OneHotEncoder { DropFirst = true }, new OneHotEncoder("flag", "text"), new OrdinalEncoder(), new OrdinalEncoder("flag", "text"),
        new StandardScaler(), new StandardScaler("a", "y"), new MinMaxScaler(-2, 5), new RobustScaler(0.1, 0.8), new LogTransform("b"), new DropMissing("y"), Outliers.ZScore(9, OutlierAction.Drop),
    ];

    private static readonly IPreparationStep[] Lossy =
    [
        new DropColumns("text"), new SimpleImputer(), new ConstantImputer("none"), new GroupImputer("text"), Outliers.Interquartile(), new KBinsDiscretizer(3), new Discretizer("a", 0),
        new VarianceThreshold(1e6), new FeatureCorrelation(0), new TargetCorrelation(1),
    ];

    [Fact]
    public void Inverse_of_transform_is_what_was()
    {
        var random = new Random(7);
        for (int draw = 0; draw < 60; draw++)
        {
            var table = Draw(random, missing: draw % 2 == 0);
            var steps = Chosen(random, Invertible);
            var fitted = new Preparation("y", steps).Fit(table);
            var there = fitted.Transform(table);
            var back = fitted.Inverse(there);
            Assert.Equal(there.RowNumbers, back.RowNumbers);
            Close(table.Rows(there.RowNumbers), back);
        }
    }

    [Fact]
    public void A_file_gives_the_same_bits()
    {
        using var folder = new Folder();
        var random = new Random(8);
        for (int draw = 0; draw < 60; draw++)
        {
            var table = Draw(random, missing: false);
            var fitted = new Preparation("y", Chosen(random, [.. Invertible, .. Lossy])).Fit(table);
            fitted.Save(folder.File("p.json"));
            var loaded = FittedPreparation.Load(folder.File("p.json"));
            Assert.Equal(fitted.ToString(), loaded.ToString());
            Assert.Equal(fitted.Output, loaded.Output);
            Assert.Equal(fitted.Input, loaded.Input);
            var again = table.ForTraining();
            CsvTests.Same(fitted.Transform(again), loaded.Transform(again));
            loaded.Save(folder.File("q.json"));
            Assert.Equal(File.ReadAllText(folder.File("p.json")), File.ReadAllText(folder.File("q.json")));
        }
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void What_cannot_be_undone_says_its_name()
    {
        foreach (var step in Lossy)
        {
            var table = Draw(new Random(1), missing: false);
            var fitted = new Preparation("y", step, new StandardScaler()).Fit(table);
            string name = fitted.Steps[0].Name;
            Assert.StartsWith($"FittedPreparation.Inverse: {name} cannot be undone: ", Assert.Throws<NotSupportedException>(() => fitted.Inverse(fitted.Transform(table))).Message, StringComparison.Ordinal);
            var before = new Preparation("y", step).Fit(table).Transform(table);
            Close(before, fitted.InverseWherePossible(fitted.Transform(table)));
        }
    }

    [Fact]
    public void Rows_keep_their_order_as_tensors()
    {
        var table = new Table(new TextColumn("c", ["b", "a", "b"]), new NumberColumn("x", [3, 1, 2]), new BooleanColumn("f", [true, false, true]), new NumberColumn("y", [30, 10, 20]));
        var fitted = new Preparation("y", new OneHotEncoder()).Fit(table);
        var (x, y) = fitted.ToDataset(table);
        Assert.Equal(["c_a", "c_b", "x", "f"], fitted.FeatureNames);
        Assert.Equal([0, 1, 3, 1, 1, 0, 1, 0, 0, 1, 2, 1], x.ToArray<float>());
        Assert.Equal((new Shape(3, 4), new Shape(3, 1), DType.Float32), (x.Shape, y.Shape, y.DType));
        Assert.Equal([30, 10, 20], y.ToArray<float>());
        Assert.Equal([30, 10, 20], new DataLoader(fitted.ToDataset(table), batchSize: 2).SelectMany(batch => batch[1].ToArray<float>()));
        Assert.Equal(DType.Float64, fitted.ToDataset(table, DType.Float64).Features.DType);

        var unknown = fitted.ToDataset(table.Drop("y"));
        Assert.Null(unknown.Target);
        Assert.Equal(1, unknown[0].Count);
    }

    [Fact]
    public void A_target_of_categories_becomes_labels()
    {
        var table = new Table(new NumberColumn("x", [1, 2, 3]), new TextColumn("kind", ["iris", "aster", "iris"]));
        var fitted = new Preparation("kind", new StandardScaler()).Fit(table);
        Assert.Equal(["aster", "iris"], fitted.Classes);
        Assert.Equal([1, 0, 1], fitted.ToDataset(table).Target!.ToArray<long>());
        var other = new Table(new NumberColumn("x", [1]), new TextColumn("kind", ["rose"]));
        Assert.Contains("'rose' in row 0", Assert.Throws<ArgumentException>(() => fitted.ToDataset(other)).Message, StringComparison.Ordinal);
        Assert.Contains("is a class", Assert.Throws<InvalidOperationException>(() => fitted.InverseTarget(Tensor.Zeros([2, 1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_come_back_in_the_units_of_the_target()
    {
        var table = StepTests.Matrix([1, 100], [2, 300], [3, 800]).Rename("x1", "y");
        var fitted = new Preparation("y", new LogTransform("y"), new StandardScaler("x0", "y")).Fit(table);
        var y = fitted.ToDataset(table, DType.Float64).Target!;
        double[] back = fitted.InverseTarget(y).ToArray<double>();
        for (int i = 0; i < 3; i++) Assert.Equal(table.Numbers("y")[i], back[i], 9);
        Assert.Throws<ShapeException>(() => fitted.InverseTarget(Tensor.Zeros([2, 2])));
        Assert.Contains("Outliers changed 'y'", Assert.Throws<NotSupportedException>(() => new Preparation("y", Outliers.Bounds(0, 5, columns: "y")).Fit(table).InverseTarget(y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_other_columns_are_refused_by_name()
    {
        var table = new Table(new NumberColumn("x", [1, 2, 3]), new TextColumn("c", ["a", "b", "a"]));
        var fitted = new Preparation(null, new OneHotEncoder(), new StandardScaler("x")).Fit(table);
        var shuffled = new Table(new TextColumn("more", ["", "", ""]), table["c"], table["x"]);
        CsvTests.Same(fitted.Transform(table), fitted.Transform(shuffled));

        Assert.Contains("there is no column 'x'; the columns are c", Refused(() => fitted.Transform(table.Drop("x"))), StringComparison.Ordinal);
        string typed = Refused(() => fitted.Transform(table.With(new TextColumn("x", ["1", "many", "3"]))));
        Assert.Contains("the column 'x' is Text (row 1 has 'many'), and it was Number", typed, StringComparison.Ordinal);
        var empty = table.With(new TextColumn("x", [null, null, null])).With(new NumberColumn("c", [double.NaN, double.NaN, double.NaN]));
        Assert.Contains("a missing cell in row 0", Refused(() => fitted.Transform(empty)), StringComparison.Ordinal);
        Assert.Contains("no column 'z'", Refused(() => new Preparation(null, new StandardScaler("z")).Fit(table)), StringComparison.Ordinal);
        Assert.Contains("the column 'c' is Text; this step is for Number", Refused(() => new Preparation(null, new StandardScaler("c")).Fit(table)), StringComparison.Ordinal);
        Assert.Contains("no column 'y'", Refused(() => new Preparation("y").Fit(table)), StringComparison.Ordinal);
        Assert.Contains("no rows", Refused(() => new Preparation(null).Fit(table.Head(0))), StringComparison.Ordinal);
        Assert.Contains("leaves no row", Refused(() => new Preparation(null, new DropMissing()).Fit(empty)), StringComparison.Ordinal);
        Assert.Contains("has no value", Refused(() => new Preparation(null, new SimpleImputer()).Fit(empty)), StringComparison.Ordinal);
        Assert.Contains("two columns are named 'c_a'", Refused(() => new Preparation(null, new OneHotEncoder()).Fit(table.Rename("x", "c_a"))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_number_cannot_be_a_tensor()
    {
        Assert.Contains("is missing in row 1", Refused(() => Plain(new NumberColumn("x", [1, double.NaN]))), StringComparison.Ordinal);
        Assert.Contains("is the text 'a' in row 0; encode", Refused(() => Plain(new TextColumn("x", ["a"]))), StringComparison.Ordinal);
        Assert.Contains("Float32 holds finite numbers", Refused(() => Plain(new NumberColumn("x", [1e300]))), StringComparison.Ordinal);
        Assert.Contains("is Infinity in row 0", Refused(() => new Preparation(null, new StandardScaler()).Fit(new Table(new NumberColumn("x", [double.PositiveInfinity])))), StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => new Preparation(null).Fit(Draw(new Random(1), false)).ToDataset(Draw(new Random(1), false), DType.Int64));

        static void Plain(Column column) => new Preparation(null).Fit(new Table(column)).ToDataset(new Table(column));
    }

    [Fact]
    public void Bad_files_are_refused_by_name()
    {
        using var folder = new Folder();
        string path = folder.File("p.json");
        var table = Draw(new Random(1), missing: false);
        new Preparation("y", new SimpleImputer(), new OneHotEncoder(), new StandardScaler(), Outliers.Interquartile(), new KBinsDiscretizer(3, columns: "b")).Fit(table).Save(path);
        string good = File.ReadAllText(path);
        foreach (var (from, to) in new[]
        {
            ("autograd.preparation", "other"), ("\"version\": 1", "\"version\": 2"), ("\"OneHotEncoder\"", "\"Unheard\""), ("\"scale\":", "\"skale\":"), ("\"type\": \"Number\"", "\"type\": \"Complex\""),
            ("\"center\": ", "\"center\": null, \"x\": "), ("\"scale\": ", "\"scale\": 0, \"x\": "), ("\"name\": \"a\"", "\"name\": \"gone\""), ("\"edges\": [", "\"edges\": [9, 8,"), ("\"steps\": [", "\"steps\": [null,"),
            ("\"low\": ", "\"low\": 1e300, \"x\": "), ("\"format\"", "\"version\": 1, \"format\""), ("\"value\": \"", "\"value\": \"x"), ("\"target\": \"y\"", "\"target\": \"gone\""),
        })
        {
            Assert.Contains(from, good, StringComparison.Ordinal);
            int at = good.IndexOf(from, StringComparison.Ordinal);
            File.WriteAllText(path, string.Concat(good.AsSpan(0, at), to, good.AsSpan(at + from.Length)));
            Assert.StartsWith(path, Assert.Throws<TensorFileException>(() => FittedPreparation.Load(path)).Message, StringComparison.Ordinal);
        }
        for (int length = 0; length < good.TrimEnd().Length; length += 37)
        {
            File.WriteAllText(path, good[..length]);
            Assert.Throws<TensorFileException>(() => FittedPreparation.Load(path));
        }
        Assert.Throws<FileNotFoundException>(() => FittedPreparation.Load(folder.File("none.json")));
    }

    [Fact]
    public void A_step_of_ones_own_prepares_and_cannot_be_saved()
    {
        using var folder = new Folder();
        var table = StepTests.Matrix([1.0], [2]);
        var fitted = new Preparation(null, new Doubled()).Fit(table);
        Assert.Equal([2, 4], fitted.Transform(table).Numbers("x0"));
        Assert.Equal([1, 2], fitted.Inverse(fitted.Transform(table)).Numbers("x0"));
        Assert.Contains("the step Doubled", Assert.Throws<NotSupportedException>(() => fitted.Save(folder.File("p.json"))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static IEnumerable<IPreparationStep> Chosen(Random random, IPreparationStep[] steps)
    {
        // A step before another may leave it nothing to name, or a missing cell: one that names columns is chosen alone.
        var step = steps[random.Next(steps.Length)];
        return step is OneHotEncoder or OrdinalEncoder ? [step, new StandardScaler("a", "b")] : [step];
    }

    private static Table Draw(Random random, bool missing)
    {
        int rows = random.Next(4, 30);
        double Number() => missing && random.Next(5) == 0 ? double.NaN : Math.Round(random.NextDouble() * 10, 3);
        double[] Numbers() => [.. Enumerable.Range(0, rows).Select(i => i < 3 ? i + (random.NextDouble() / 2) : Number())];
        return new Table(
            new NumberColumn("a", Numbers()), new NumberColumn("b", Numbers()),
            new TextColumn("text", Enumerable.Range(0, rows).Select(i => i == 0 ? "red" : missing && random.Next(4) == 0 ? null : random.Next(2) == 0 ? "green" : "blue")),
            new BooleanColumn("flag", Enumerable.Range(0, rows).Select(i => i == 0 ? true : random.Next(2) == 0 ? false : missing && random.Next(3) == 0 ? (bool?)null : true)),
            new NumberColumn("y", Numbers()));
    }

    private static void Close(Table expected, Table actual)
    {
        Assert.Equal(expected.ColumnNames.Order(), actual.ColumnNames.Order());
        foreach (var column in expected.Columns)
        {
            var other = actual[column.Name];
            for (int row = 0; row < column.Count; row++)
            {
                if (column is NumberColumn numbers) Assert.Equal(numbers.Values[row], ((NumberColumn)other).Values[row], 9);
                else Assert.Equal(column.Text(row), other.Text(row));
            }
        }
    }

    private sealed class Doubled : IPreparationStep, IFittedStep
    {
        public string Name => nameof(Doubled);

        public IReadOnlyList<string> Columns => ["x0"];

        public string? Loss => null;

        public IFittedStep Fit(Table table, string? target) => this;

        public Table Transform(Table table) => table.With(new NumberColumn("x0", table.Numbers("x0").Select(x => x * 2)));

        public Table Inverse(Table table) => table.With(new NumberColumn("x0", table.Numbers("x0").Select(x => x / 2)));
    }
}
