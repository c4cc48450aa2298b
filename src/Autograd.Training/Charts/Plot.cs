using static Autograd.Training.PlotArguments;

namespace Autograd.Training;

/// <summary>A chart: marks over common axes, drawn as a scalable vector graphic that stands alone, for light and dark.</summary>
/// <remarks>
/// Marks are drawn in the order in which they were added. Marks of one name share a colour and an entry of the legend. A number that is not finite, and on a logarithmic axis one that
/// is not positive, is a gap; so is what lies beyond 1e300. Numbers are written in the invariant culture. What is given is copied: a plot does not change with it.
/// </remarks>
/// <example><c>new Plot("Loss") { XLabel = "epoch", LogY = true }.Line("training", epochs, losses).Save("loss.svg")</c></example>
public sealed class Plot
{
    private readonly List<IMark> marks = [];

    /// <summary>Makes a chart without marks.</summary>
    /// <param name="title">What it shows; empty for none.</param>
    public Plot(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        Title = title;
    }

    /// <summary>What it shows.</summary>
    public string Title { get; }

    /// <summary>What lies to the right.</summary>
    public string? XLabel { get; init; }

    /// <summary>What lies upwards.</summary>
    public string? YLabel { get; init; }

    /// <summary>Whether the axis to the right is logarithmic.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the axis upwards is logarithmic.</summary>
    public bool LogY { get; init; }

    /// <summary>A line through points in their order, broken where a number is missing.</summary>
    /// <param name="name">What the legend calls it; empty for nothing.</param>
    /// <param name="x">How far to the right each point lies.</param>
    /// <param name="y">How far upwards, a number for each of <paramref name="x"/>.</param>
    /// <returns>This plot.</returns>
    /// <exception cref="ArgumentException">There are not as many of the one as of the other.</exception>
    public Plot Line(string name, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        NeedSame(nameof(Line), (x, nameof(x)), (y, nameof(y)));
        return Add(new LineMark(Named(name), [.. x], [.. y]));
    }

    /// <summary>Points.</summary>
    /// <inheritdoc cref="Line" path="/param|/returns|/exception"/>
    public Plot Points(string name, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        NeedSame(nameof(Points), (x, nameof(x)), (y, nameof(y)));
        return Add(new PointsMark(Named(name), [.. x], [.. y]));
    }

    /// <summary>The area between two lines, a spread; a line of the same name has the same colour.</summary>
    /// <param name="name">What the legend calls it; empty for nothing.</param>
    /// <param name="x">How far to the right each place lies.</param>
    /// <param name="low">The lower border at each place.</param>
    /// <param name="high">The upper border at each place.</param>
    /// <returns>This plot.</returns>
    /// <exception cref="ArgumentException">There are not as many of the one as of the others.</exception>
    public Plot Band(string name, IReadOnlyList<double> x, IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        NeedSame(nameof(Band), (x, nameof(x)), (low, nameof(low)));
        NeedSame(nameof(Band), (x, nameof(x)), (high, nameof(high)));
        return Add(new BandMark(Named(name), [.. x], [.. low], [.. high]));
    }

    /// <summary>A bar for each label; several sets of bars stand side by side.</summary>
    /// <param name="name">What the legend calls them; empty for nothing.</param>
    /// <param name="labels">The categories; a line over them has the numbers 0, 1, 2, ... to its right.</param>
    /// <param name="values">The height of the bar of each label.</param>
    /// <returns>This plot.</returns>
    /// <exception cref="ArgumentException">There are not as many of the one as of the other, or a label is null.</exception>
    public Plot Bars(string name, IReadOnlyList<string> labels, IReadOnlyList<double> values)
    {
        NeedSame(nameof(Bars), (labels, nameof(labels)), (values, nameof(values)));
        return Add(new BarsMark(Named(name), Texts(nameof(Bars), labels, nameof(labels)), [.. values]));
    }

    /// <summary>Level curves of a function on a grid, at round values.</summary>
    /// <param name="x">The places of the columns, ascending.</param>
    /// <param name="y">The places of the rows, ascending.</param>
    /// <param name="z">The values, [y, x].</param>
    /// <param name="levels">About how many values there are curves of.</param>
    /// <returns>This plot.</returns>
    /// <exception cref="ArgumentException">The grid does not fit the values, or does not ascend.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is less than 1.</exception>
    public Plot Contours(IReadOnlyList<double> x, IReadOnlyList<double> y, double[,] z, int levels = 12)
    {
        NeedGrid(nameof(Contours), x, y, z, nameof(z));
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        return Add(new ContoursMark([.. x], [.. y], (double[,])z.Clone(), ContoursMark.Round(z, levels)));
    }

    /// <summary>The same at given values.</summary>
    /// <param name="x">The places of the columns, ascending.</param>
    /// <param name="y">The places of the rows, ascending.</param>
    /// <param name="z">The values, [y, x].</param>
    /// <param name="levels">The values there are curves of.</param>
    /// <returns>This plot.</returns>
    /// <exception cref="ArgumentException">The grid does not fit the values, or does not ascend.</exception>
    public Plot Contours(IReadOnlyList<double> x, IReadOnlyList<double> y, double[,] z, IReadOnlyList<double> levels)
    {
        NeedGrid(nameof(Contours), x, y, z, nameof(z));
        ArgumentNullException.ThrowIfNull(levels);
        return Add(new ContoursMark([.. x], [.. y], (double[,])z.Clone(), [.. levels.Where(double.IsFinite).Distinct().Order()]));
    }

    /// <summary>A table of numbers as shades, with the numbers where there is room for them.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The names of the rows, from the top.</param>
    /// <param name="values">The numbers, [rows, columns].</param>
    /// <returns>This plot.</returns>
    /// <exception cref="ArgumentException">The names do not fit the numbers, or one is null or there twice.</exception>
    public Plot Cells(IReadOnlyList<string> columns, IReadOnlyList<string> rows, double[,] values)
    {
        string[] across = Texts(nameof(Cells), columns, nameof(columns)), down = Texts(nameof(Cells), rows, nameof(rows));
        NeedShape(nameof(Cells), down.Length, nameof(rows), across.Length, nameof(columns), values, nameof(values));
        NeedDistinct(across, nameof(columns));
        NeedDistinct(down, nameof(rows));
        return Add(new CellsMark(across, down, (double[,])values.Clone()));
    }

    /// <summary>The areas of classes over a plane. Points named <c>class 0</c>, <c>class 1</c>, ... have the colour of theirs.</summary>
    /// <param name="x">The places of the columns, ascending.</param>
    /// <param name="y">The places of the rows, ascending.</param>
    /// <param name="classes">The class of each place, [y, x]; negative for none.</param>
    /// <returns>This plot.</returns>
    /// <exception cref="ArgumentException">The grid does not fit the classes, or does not ascend.</exception>
    public Plot Regions(IReadOnlyList<double> x, IReadOnlyList<double> y, int[,] classes)
    {
        NeedGrid(nameof(Regions), x, y, classes, nameof(classes));
        return Add(new RegionsMark([.. x], [.. y], (int[,])classes.Clone()));
    }

    /// <summary>How many values lie in each of equally wide bins.</summary>
    /// <param name="name">What the legend calls them; empty for nothing.</param>
    /// <param name="values">The values; what is not finite is not counted.</param>
    /// <param name="bins">How many bins there are between the smallest and the largest value.</param>
    /// <returns>This plot.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is not from 1 to 10000.</exception>
    public Plot Histogram(string name, IReadOnlyList<double> values, int bins = 40)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, Largest);
        return Add(new HistogramMark(Named(name), [.. values], bins));
    }

    /// <summary>The chart as a graphic of its own, which may also stand in a page.</summary>
    /// <param name="width">Its width in pixels, from 120 to 10000.</param>
    /// <param name="height">Its height in pixels, from 120 to 10000.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is smaller or larger.</exception>
    public string ToSvg(int width = 720, int height = 420)
    {
        NeedSize(width, nameof(width));
        NeedSize(height, nameof(height));
        return PlotDrawing.Svg(this, marks, width, height);
    }

    /// <summary>Writes the graphic to a file, which is there as a whole or not at all.</summary>
    /// <param name="path">The file, <c>.svg</c>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteText(path, ToSvg());
    }

    private Plot Add(IMark mark)
    {
        marks.Add(mark);
        return this;
    }
}
