namespace Autograd.Training;

/// <summary>The lines along which a function on a grid has one value (marching squares).</summary>
/// <remarks>
/// On each side of a square whose ends lie on different sides of the level, the line crosses where interpolation between the ends says; a crossing belongs to two
/// squares, and so pieces join exactly. In a saddle the mean of the four corners says which of them belong together. Squares with a corner that is no number have no line.
/// </remarks>
internal sealed class MarchingSquares
{
    private readonly double[] x, y;
    private readonly double[,] z;
    private readonly double level;
    private readonly Dictionary<int, List<int>> joined = [];

    private MarchingSquares(double[] x, double[] y, double[,] z, double level)
    {
        (this.x, this.y, this.z, this.level) = (x, y, z, level);
        for (int row = 0; row + 1 < y.Length; row++)
        {
            for (int column = 0; column + 1 < x.Length; column++) Square(row, column);
        }
    }

    /// <summary>The lines, each from end to end, a closed one from a point to the same point.</summary>
    /// <param name="x">The places of columns.</param>
    /// <param name="y">The places of rows.</param>
    /// <param name="z">The values, [rows, columns].</param>
    /// <param name="level">The value of the lines.</param>
    public static List<List<(double X, double Y)>> Lines(double[] x, double[] y, double[,] z, double level) => new MarchingSquares(x, y, z, level).Walk();

    private bool IsAbove(int row, int column) => z[row, column] >= level;

    /// <summary>The sides of a square by number: along a row 2 i, along a column 2 i + 1, with i the number of the corner where they begin.</summary>
    private void Square(int row, int column)
    {
        if (!double.IsFinite(z[row, column]) || !double.IsFinite(z[row, column + 1]) || !double.IsFinite(z[row + 1, column]) || !double.IsFinite(z[row + 1, column + 1])) return;
        int corner = row * x.Length + column;
        int below = 2 * corner, above = 2 * (corner + x.Length), left = 2 * corner + 1, right = 2 * (corner + 1) + 1;
        bool a = IsAbove(row, column), b = IsAbove(row, column + 1), c = IsAbove(row + 1, column + 1), d = IsAbove(row + 1, column);
        if (a == c && b == d && a != b)
        {
            bool isMiddleAbove = z[row, column] / 4 + z[row, column + 1] / 4 + z[row + 1, column] / 4 + z[row + 1, column + 1] / 4 >= level;
            // With the middle on the side of a and c these are one area, and b and d are cut off.
            (int first, int second) = isMiddleAbove == a ? (right, left) : (left, right);
            Join(below, first);
            Join(above, second);
            return;
        }
        var crossed = new List<int>(2);
        if (a != b) crossed.Add(below);
        if (b != c) crossed.Add(right);
        if (d != c) crossed.Add(above);
        if (a != d) crossed.Add(left);
        if (crossed.Count == 2) Join(crossed[0], crossed[1]);
    }

    private void Join(int one, int other)
    {
        Add(one, other);
        Add(other, one);
    }

    private void Add(int from, int to)
    {
        if (joined.TryGetValue(from, out var ends)) ends.Add(to);
        else joined.Add(from, [to]);
    }

    /// <summary>Follows the pieces: first from the open ends, then round what is closed.</summary>
    private List<List<(double X, double Y)>> Walk()
    {
        var lines = new List<List<(double X, double Y)>>();
        foreach (int start in joined.Keys.OrderBy(side => joined[side].Count).ThenBy(static side => side))
        {
            while (joined[start].Count > 0)
            {
                var line = new List<(double X, double Y)> { Crossing(start) };
                for (int at = start; joined[at].Count > 0;)
                {
                    int next = joined[at][0];
                    joined[at].RemoveAt(0);
                    joined[next].Remove(at);
                    line.Add(Crossing(next));
                    at = next;
                }
                lines.Add(line);
            }
        }
        return lines;
    }

    private (double X, double Y) Crossing(int side)
    {
        int corner = side / 2, row = corner / x.Length, column = corner % x.Length;
        int row2 = side % 2 == 0 ? row : row + 1, column2 = side % 2 == 0 ? column + 1 : column;
        double from = z[row, column], to = z[row2, column2], t = (level / 2 - from / 2) / (to / 2 - from / 2);
        return (x[column] + t * (x[column2] - x[column]), y[row] + t * (y[row2] - y[row]));
    }
}
