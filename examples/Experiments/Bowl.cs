using Autograd;
using Autograd.NN;

namespace Experiments;

/// <summary>A way down: the points, and the step from which on the value stays below the tolerance (the limit of steps where it never does).</summary>
internal sealed record Descent(string Rule, double Rate, int Steps, IReadOnlyList<(double X, double Y)> Path);

/// <summary>f = x^2 / 20 + y^2 from (-7, 2): curvatures mu = 1/10 and L = 2, condition number 20.</summary>
internal static class Bowl
{
    public const double Tolerance = 1e-4;
    public const int Limit = 1000;
    private const double Least = 0.1;
    private const double Most = 2;

    /// <summary>Polyak's coefficient, ((sqrt(L) - sqrt(mu)) / (sqrt(L) + sqrt(mu)))^2 (1964): the fastest on a quadratic function.</summary>
    public static double BestMomentum => Math.Pow((Math.Sqrt(Most) - Math.Sqrt(Least)) / (Math.Sqrt(Most) + Math.Sqrt(Least)), 2);

    /// <summary>Nesterov's, (sqrt(L) - sqrt(mu)) / (sqrt(L) + sqrt(mu)) (Introductory Lectures on Convex Optimization, 2004, section 2.2.1).</summary>
    public static double BestNesterov => Math.Sqrt(BestMomentum);

    /// <summary>At the rate 2 / (L + mu) each coordinate shrinks by (L - mu) / (L + mu) a step, f by its square.</summary>
    public static int GradientDescentSteps => (int)Math.Ceiling(Math.Log(Value(-7, 2) / Tolerance) / (-2 * Math.Log((Most - Least) / (Most + Least))));

    public static double Value(double x, double y) => x * x / 20 + y * y;

    /// <summary>f over a grid, row by row.</summary>
    public static double[,] Values(double[] x, double[] y)
    {
        var values = new double[y.Length, x.Length];
        for (int i = 0; i < y.Length; i++)
            for (int j = 0; j < x.Length; j++)
                values[i, j] = Value(x[j], y[i]);
        return values;
    }

    /// <summary>Each rule at the rate, of some in each power of ten from 0.001 to 10, at which it takes the fewest steps.</summary>
    public static IReadOnlyList<Descent> Best(IReadOnlyList<Rule> rules, int perDecade)
    {
        int rates = 4 * perDecade + 1;
        var all = Trials.Run(rules.Count * rates, 0, i => Run(rules[i / rates], Math.Pow(10, -3 + i % rates / (double)perDecade)));
        return [.. rules.Select((_, r) => all.Skip(r * rates).Take(rates).MinBy(static d => d.Steps)!)];
    }

    public static Descent Run(Rule rule, double rate)
    {
        var p = new Parameter(Tensor.From([-7.0, 2.0]));
        var curvature = Tensor.From([1.0 / 20, 1.0]);
        var optimizer = rule.Make([p], rate);
        var path = new List<(double X, double Y)> { (-7, 2) };
        int above = 0;
        for (int step = 1; step <= Limit; step++)
        {
            optimizer.ZeroGrad();
            (curvature * p.Square()).Sum().Backward();
            optimizer.Step();
            double[] at = p.ToArray<double>();
            path.Add((at[0], at[1]));
            double value = Value(at[0], at[1]);
            // Beyond, the rate is too large for this rule.
            if (!(value < 1e6)) return new Descent(rule.Name, rate, Limit, path);
            if (value > Tolerance) above = step;
        }
        return new Descent(rule.Name, rate, Math.Min(above + 1, Limit), path);
    }
}
