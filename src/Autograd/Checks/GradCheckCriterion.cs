using System.Globalization;

namespace Autograd.Checks;

/// <summary>What a gradient check accepts, element by element.</summary>
public abstract record GradCheckCriterion
{
    private protected GradCheckCriterion()
    {
    }

    /// <summary>
    /// Each element against its own size and the uncertainty of its own reference, and ||n - g|| / (||n|| + ||g||) over each input
    /// and over all: no scale has to be known. The default.
    /// </summary>
    public static GradCheckCriterion Relative { get; } = new RelativeCriterion();

    /// <summary>PyTorch's: |n - g| &lt;= atol + rtol |n| (<c>gradcheck(atol, rtol)</c>), of J'w for random w with weights of 0.5 to 1.5.</summary>
    /// <param name="atol">What is accepted of any number: nothing smaller is checked.</param>
    /// <param name="rtol">What is accepted in proportion to the reference.</param>
    /// <exception cref="ArgumentOutOfRangeException">A tolerance is negative or not finite.</exception>
    public static GradCheckCriterion AllClose(double atol = 1e-5, double rtol = 1e-3)
    {
        if (!(atol >= 0 && double.IsFinite(atol))) throw new ArgumentOutOfRangeException(nameof(atol), atol, "GradCheckCriterion.AllClose: a tolerance is a number from 0 up");
        if (!(rtol >= 0 && double.IsFinite(rtol))) throw new ArgumentOutOfRangeException(nameof(rtol), rtol, "GradCheckCriterion.AllClose: a tolerance is a number from 0 up");
        return new AllCloseCriterion(atol, rtol);
    }

    /// <summary>Whether the norms over an input have to agree as well.</summary>
    internal abstract bool JudgesNorms { get; }

    /// <summary>The limit of a table, from that of its order.</summary>
    internal abstract double Limit(double limit);

    /// <summary>Judges an element; parameters are those of <see cref="Finding.Of"/>.</summary>
    internal abstract Finding Judge(double expected, double actual, double uncertainty, double limit, bool isRounding);

    private sealed record RelativeCriterion : GradCheckCriterion
    {
        internal override bool JudgesNorms => true;

        internal override double Limit(double limit) => limit;

        internal override Finding Judge(double expected, double actual, double uncertainty, double limit, bool isRounding) =>
            Finding.Of(expected, actual, uncertainty, limit, isRounding);

        public override string ToString() => "relative";
    }

    private sealed record AllCloseCriterion(double Atol, double Rtol) : GradCheckCriterion
    {
        internal override bool JudgesNorms => false;

        internal override double Limit(double limit) => Rtol;

        internal override Finding Judge(double expected, double actual, double uncertainty, double limit, bool isRounding)
        {
            double accepted = Atol + Rtol * Math.Abs(expected), difference = expected == actual ? 0 : Math.Abs(expected - actual);
            var verdict = !(difference <= accepted) ? ElementVerdict.Wrong
                : difference <= limit * (Math.Abs(expected) + Math.Abs(actual)) ? ElementVerdict.Right
                : ElementVerdict.WithinUncertainty;
            return new Finding(expected, actual, accepted, verdict);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"|n - g| <= {Atol:R} + {Rtol:R} |n|");
    }
}
