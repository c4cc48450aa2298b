using System.Numerics;

namespace Autograd;

/// <summary>
/// Looks at probabilities and changes nothing: 1.5 is refused. An op of its own, so that the look is part of a computation, and a
/// run on shapes alone does without it. A NaN passes, as everywhere.
/// </summary>
/// <param name="loss">The loss that asks.</param>
internal struct ProbabilityCheck(string loss) : IOp, IBroadcasts, IRowMajor, IFloatBody
{
    public static string Name => "ProbabilityCheck";

    public readonly Form Infer(ref OpCall c) => Form.View(c.X.Layout, c.X);

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (T p in c.Elements<T>(0))
        {
            if (p < T.Zero || p > T.One)
                throw new ArgumentException(FormattableString.Invariant($"{loss}: {p} is no probability: they lie in [0, 1]. Logits go into BinaryCrossEntropyWithLogits, or through Sigmoid() first"), "input");
        }
    }

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>Looks at variances and changes nothing: a negative one is refused. A NaN passes.</summary>
internal struct VarianceCheck : IOp, IBroadcasts, IRowMajor, IFloatBody
{
    public static string Name => "VarianceCheck";

    public readonly Form Infer(ref OpCall c) => Form.View(c.X.Layout, c.X);

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (T v in c.Elements<T>(0))
        {
            if (v < T.Zero)
                throw new ArgumentException(FormattableString.Invariant($"GaussianNllLoss: {v} is no variance: they are not negative. A network that gives logarithms passes them through Exp() first"), "var");
        }
    }

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>Looks at class indices, int64, and changes nothing: one that is no class is named with its row.</summary>
/// <param name="loss">The loss that asks.</param>
/// <param name="classes">How many classes there are.</param>
/// <param name="other">What may stand in the place of a class, if anything.</param>
/// <param name="meaning">What that is.</param>
/// <param name="columns">How many targets a row has.</param>
internal readonly struct ClassCheck(string loss, int classes, long? other = null, string meaning = "", int columns = 1) : IOp, IBroadcasts, IRowMajor
{
    public static string Name => "ClassCheck";

    public Form Infer(ref OpCall c) => Form.View(c.X.Layout, c.X);

    public void Compute(in OpCall c)
    {
        var targets = c.Elements<long>(0);
        for (int i = 0; i < targets.Length; i++)
        {
            if ((ulong)targets[i] >= (ulong)classes && targets[i] != other)
                throw new ShapeException($"{loss}: the target {targets[i]} of row {i / columns} is no class: targets lie in [0, {classes - 1}]{(other is null ? "" : $", or are {meaning} ({other})")}");
        }
    }

    public Node? Record(in OpCall c) => null;
}
