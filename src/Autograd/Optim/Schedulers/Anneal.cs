namespace Autograd.Optim;

/// <summary>The way from one number to another.</summary>
public enum AnnealStrategy
{
    /// <summary>Along half a cosine, level at both ends.</summary>
    Cos,

    /// <summary>Along a line.</summary>
    Linear,
}

/// <summary>Numbers on the way.</summary>
internal static class Anneal
{
    /// <summary>From start to end at a share of the way in [0, 1].</summary>
    public static double At(this AnnealStrategy strategy, double start, double end, double share) => strategy == AnnealStrategy.Linear
        ? (end - start) * share + start
        : end + (start - end) / 2 * (Math.Cos(Math.PI * share) + 1);
}
