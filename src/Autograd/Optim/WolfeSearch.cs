namespace Autograd.Optim;

/// <summary>The loss at a length along a direction, its gradient there, and its slope along the direction.</summary>
internal readonly record struct WolfePoint(double Length, double Loss, Tensor Gradient, double Slope);

/// <summary>
/// A length along a descent direction at which the strong Wolfe conditions hold (Nocedal and Wright, Numerical Optimization, algorithms
/// 3.5 and 3.6), by cubic interpolation as in minFunc and PyTorch: f(t) at most f(0) + c1 t f'(0), and |f'(t)| at most c2 |f'(0)|.
/// </summary>
internal sealed class WolfeSearch(Func<double, WolfePoint> evaluate, Tensor direction, double toleranceChange)
{
    // minFunc's constants.
    private const double Sufficient = 1e-4, Flat = 0.9;

    private const int Most = 25;

    /// <summary>How often the loss was computed.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Searches from a first guess; where nothing better is found, the best that was.</summary>
    public WolfePoint Run(double length, WolfePoint start)
    {
        var (a, b, isDone, iterations) = Bracket(length, start);
        return isDone ? a : Zoom(a, b, start, iterations);
    }

    // Two lengths with one between that holds, or one that does.
    private (WolfePoint A, WolfePoint B, bool IsDone, int Iterations) Bracket(double length, WolfePoint start)
    {
        var (last, point) = (start, At(length));
        for (int i = 0; i < Most; i++)
        {
            if (point.Loss > start.Loss + Sufficient * point.Length * start.Slope || (i > 1 && point.Loss >= last.Loss)) return (last, point, false, i);
            if (Math.Abs(point.Slope) <= -Flat * start.Slope) return (point, point, true, i);
            if (point.Slope >= 0) return (last, point, false, i);
            double least = point.Length + 0.01 * (point.Length - last.Length), most = point.Length * 10;
            double next = Cubic(last, point, least, most);
            (last, point) = (point, At(next));
        }
        return (start, point, false, Most);
    }

    private WolfePoint Zoom(WolfePoint a, WolfePoint b, WolfePoint start, int iterations)
    {
        WolfePoint[] ends = [a, b];
        int low = a.Loss <= b.Loss ? 0 : 1;
        double size = direction.Abs().AMax().Item();
        bool isStuck = false;
        for (; iterations < Most; iterations++)
        {
            double left = Math.Min(ends[0].Length, ends[1].Length), right = Math.Max(ends[0].Length, ends[1].Length);
            if ((right - left) * size < toleranceChange) break;
            var point = At(Interior(Cubic(ends[0], ends[1], left, right), left, right, ref isStuck));
            if (point.Loss > start.Loss + Sufficient * point.Length * start.Slope || point.Loss >= ends[low].Loss)
            {
                ends[1 - low] = point;
                low = ends[0].Loss <= ends[1].Loss ? 0 : 1;
                continue;
            }
            bool isDone = Math.Abs(point.Slope) <= -Flat * start.Slope;
            if (!isDone && point.Slope * (ends[1 - low].Length - ends[low].Length) >= 0) ends[1 - low] = ends[low];
            ends[low] = point;
            if (isDone) break;
        }
        return ends[low];
    }

    // The least point of the cubic with these values and slopes, within bounds; their middle where it has none.
    private static double Cubic(WolfePoint a, WolfePoint b, double least, double most)
    {
        if (a.Length > b.Length) (a, b) = (b, a);
        double d1 = a.Slope + b.Slope - 3 * (a.Loss - b.Loss) / (a.Length - b.Length);
        double square = d1 * d1 - a.Slope * b.Slope;
        if (!(square >= 0)) return (least + most) / 2;
        double d2 = Math.Sqrt(square);
        double at = b.Length - (b.Length - a.Length) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + 2 * d2));
        return Math.Min(Math.Max(at, least), most);
    }

    // A guess too near to an end is moved away from it, the second time in a row.
    private static double Interior(double length, double left, double right, ref bool isStuck)
    {
        double margin = 0.1 * (right - left);
        if (!(Math.Min(right - length, length - left) < margin))
        {
            isStuck = false;
            return length;
        }
        if (!isStuck && length < right && length > left)
        {
            isStuck = true;
            return length;
        }
        isStuck = false;
        return Math.Abs(length - right) < Math.Abs(length - left) ? right - margin : left + margin;
    }

    private WolfePoint At(double length)
    {
        Evaluations++;
        return evaluate(length);
    }
}
