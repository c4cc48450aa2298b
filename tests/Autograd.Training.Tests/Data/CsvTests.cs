using System.Globalization;
using System.Text;
using Autograd.Data;

namespace Autograd.Training.Tests.Data;

/// <summary>Files of separated values: what they may look like, and what is refused with its place.</summary>
public sealed class CsvTests
{
    [Fact]
    public void Quoted_cells_hold_separators_quotes_and_ends_of_lines()
    {
        var table = Csv.ReadText("name,note\n\"Smith, J\",\"said \"\"yes\"\"\"\n\"two\nlines\",plain\n");
        Assert.Equal(["Smith, J", "two\nlines"], table.Texts("name"));
        Assert.Equal(["said \"yes\"", "plain"], table.Texts("note"));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Types_are_found_out_and_stated(string end)
    {
        var table = Csv.ReadText(string.Join(end, "x,who,ok,none", "1,a,true,", "?,b,False,NA", "-2.5e1,,,", "") + end);
        Assert.Equal(["Number", "Text", "Boolean", "Number"], table.Columns.Select(c => c.Type.ToString()));
        Assert.Equal([1, double.NaN, -25], table.Numbers("x"));
        Assert.Equal(["a", "b", null], table.Texts("who"));
        Assert.Equal([true, false, null], ((BooleanColumn)table["ok"]).Values);
        Assert.Equal(3, table["none"].MissingCount);
        Assert.Equal("""
            3 rows, 4 columns
            column  type     missing  cells
            x       number   1        min -25, mean -12, max 1
            who     text     1        a 1, b 1
            ok      boolean  1        false 1, true 1
            none    number   3

            """.ReplaceLineEndings("\n"), table.Describe());
    }

    [Fact]
    public void A_few_texts_among_numbers_are_pointed_out()
    {
        var table = Csv.ReadText("hp\n130\n165\nunknown\n150\n");
        Assert.Equal(ColumnType.Text, table["hp"].Type);
        Assert.Contains("numbers but for 1, the first 'unknown' in row 2", table.Describe(), StringComparison.Ordinal);
        Assert.Equal([130, 165, double.NaN, 150], Csv.ReadText("hp\n130\n165\nunknown\n150\n", new() { Missing = ["unknown"] }).Numbers("hp"));
    }

    [Fact]
    public void Types_can_be_given_by_name()
    {
        var options = new CsvOptions { Types = new Dictionary<string, ColumnType> { ["zip"] = ColumnType.Text } };
        Assert.Equal(["01234", "99999"], Csv.ReadText("zip\n01234\n99999\n", options).Texts("zip"));

        var error = Assert.Throws<CsvException>(() => Csv.ReadText("a,b\n1,2\n\"x\ny\",oops\n", new() { Types = new Dictionary<string, ColumnType> { ["b"] = ColumnType.Number } }));
        Assert.Equal((4, 2), (error.Line, error.Column));
        Assert.Contains("'oops' is no number", error.Message, StringComparison.Ordinal);
        Assert.Contains("has the column 'c'", Assert.Throws<ArgumentException>(() => Csv.ReadText("a,b\n1,2\n", new() { Types = new Dictionary<string, ColumnType> { ["c"] = ColumnType.Text } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_signs_and_no_header()
    {
        var table = Csv.ReadText("1,5;a\n-2,25;b\n", new() { Delimiter = ";", DecimalSign = ',', HasHeader = false });
        Assert.Equal(["column0", "column1"], table.ColumnNames);
        Assert.Equal([1.5, -2.25], table.Numbers("column0"));
        Assert.Equal([1, 2], Csv.ReadText("x\ty\n1\t3\n2\t4\n", new() { Delimiter = "\t", Names = ["a", "b"] }).Numbers("a"));
        Assert.Equal([2], Csv.ReadText("x y\n1 2\n", new() { Delimiter = " " }).Numbers("y"));
        Assert.Equal([" b"], Csv.ReadText("x, y\n1, \" b\"\n").Texts("y"));
        Assert.Contains("cannot be a delimiter", Assert.Throws<ArgumentException>(() => Csv.ReadText("x", new() { Delimiter = "\"" })).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be a delimiter", Assert.Throws<ArgumentException>(() => Csv.ReadText("x", new() { Delimiter = "" })).Message, StringComparison.Ordinal);
        Assert.Equal(["column0", "mpg"], Csv.ReadText("\"\",\"mpg\"\n\"Mazda RX4\",21\n").ColumnNames);
    }

    [Fact]
    public void A_mark_of_the_encoding_is_no_part_of_the_first_name()
    {
        using var folder = new Folder();
        File.WriteAllText(folder.File("bom.csv"), "größe,b\n1,2\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(["größe", "b"], Csv.Read(folder.File("bom.csv")).ColumnNames);
        File.WriteAllBytes(folder.File("latin.csv"), Encoding.Latin1.GetBytes("größe\n1\n"));
        Assert.Contains("CsvOptions.Encoding", Assert.Throws<CsvException>(() => Csv.Read(folder.File("latin.csv"))).Message, StringComparison.Ordinal);
        Assert.Equal(["größe"], Csv.Read(folder.File("latin.csv"), new() { Encoding = Encoding.Latin1 }).ColumnNames);
        Assert.Throws<FileNotFoundException>(() => Csv.Read(folder.File("none.csv")));
    }

    [Theory]
    [InlineData("", null, "is empty")]
    [InlineData("\n\n", null, "is empty")]
    [InlineData("a,b,a\n1,2,3\n", 1, "a second column is named 'a', as column 1 is")]
    [InlineData("a,b\n1,2\n3\n", 3, "1 cells, where the columns are 2")]
    [InlineData("a,b\n1,2\n3,4,5\n", 3, "3 cells, where the columns are 2")]
    [InlineData("a;b\n1;2\n", 1, "set CsvOptions.Delimiter to \";\"")]
    [InlineData("a,b\n1,\"two\n3,4", 3, "a quote that is not closed")]
    [InlineData("a,b\n1,\"two\"x\n", 2, "stands within a cell")]
    public void What_is_wrong_is_said_with_its_line(string text, int? line, string problem)
    {
        var error = Assert.Throws<CsvException>(() => Csv.ReadText(text));
        Assert.Equal(line, error.Line);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_alone_is_a_table_without_rows()
    {
        var table = Csv.ReadText("a,b\n");
        Assert.Equal((0, 2), (table.RowCount, table.Columns.Count));
        Assert.EndsWith("[0 rows x 2 columns]", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        using var folder = new Folder();
        var random = new Random(5);
        string[] texts = ["a", "b,c", "say \"x\"", "two\nlines", "in\rner", " both ", "ä", "1,5", ";"];
        foreach (var options in new[] { new CsvOptions(), new CsvOptions { Delimiter = ";", DecimalSign = ',' }, new CsvOptions { Missing = ["-", "NA"] } })
        {
            for (int draw = 0; draw < 20; draw++)
            {
                int rows = random.Next(1, 12);
                var table = new Table(
                    new NumberColumn("n,1", Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0 ? double.NaN : BitConverter.Int64BitsToDouble(random.NextInt64())).Select(x => double.IsFinite(x) ? x : double.NaN)),
                    new TextColumn("t", Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0 ? null : texts[random.Next(texts.Length)])),
                    new BooleanColumn("b", Enumerable.Range(0, rows).Select(i => i == 0 ? true : random.Next(3) == 0 ? (bool?)null : random.Next(2) == 0)));
                Csv.Write(table, folder.File("t.csv"), options);
                var back = Csv.Read(folder.File("t.csv"), options with { Types = table.Columns.ToDictionary(c => c.Name, c => c.Type) });
                Same(table, back);
            }
        }
        Assert.Equal(["t.csv"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Same(new Table(new NumberColumn("x", [1, double.NaN, 3])), Csv.ReadText(Csv.WriteText(new Table(new NumberColumn("x", [1, double.NaN, 3])))));
    }

    [Fact]
    public void A_text_that_would_not_come_back_is_refused_and_the_file_stays()
    {
        using var folder = new Folder();
        File.WriteAllText(folder.File("t.csv"), "old");
        var error = Assert.Throws<ArgumentException>(() => Csv.Write(new Table(new TextColumn("country", ["DE", "NA"])), folder.File("t.csv")));
        Assert.Contains("'NA' in row 1 of the column 'country'", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder.File("t.csv")));
        Assert.ThrowsAny<IOException>(() => Csv.Write(new Table(), folder.File("none/t.csv")));
    }

    [Fact]
    public void Numbers_are_in_no_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var table = Csv.ReadText("x\n1.5\n");
            Assert.Equal([1.5], table.Numbers("x"));
            Assert.Equal("x\n1.5\n", Csv.WriteText(table));
            Assert.Contains("mean 1.5", table.Describe(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    internal static void Same(Table expected, Table actual)
    {
        Assert.Equal(expected.ColumnNames, actual.ColumnNames);
        foreach (var column in expected.Columns)
        {
            Assert.Equal(column.Type, actual[column.Name].Type);
            Assert.Equal(Enumerable.Range(0, column.Count).Select(column.Text), Enumerable.Range(0, actual.RowCount).Select(actual[column.Name].Text));
        }
    }
}

/// <summary>A folder that goes again.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("autograd-tables-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
