using System.Numerics;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>Log-probabilities of the classes of one sample, step by step, in some reading.</summary>
internal interface ICtcScores<V>
    where V : struct, IReal<V>
{
    V At(int step, int label);
}

/// <summary>A reading of memory: numbers, or numbers that move along a direction.</summary>
internal unsafe interface ICtcScores<T, V, TSelf> : ICtcScores<V>
    where T : unmanaged
    where V : struct, IReal<V>
{
    static abstract TSelf Of(CtcBatch batch, int sample, T* x, T* direction);

    static abstract bool IsNever(V total);

    /// <summary>What of a posterior the result holds.</summary>
    static abstract double Wanted(V posterior);
}

/// <summary>Log-probabilities [T, N, C] as numbers; posteriors are wanted as they are.</summary>
internal readonly unsafe struct CtcNumbers<T>(T* x, nint pitch) : ICtcScores<T, Scalar<double>, CtcNumbers<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static CtcNumbers<T> Of(CtcBatch batch, int sample, T* x, T* direction) =>
        new(x + ((nint)sample * batch.Classes), (nint)batch.Samples * batch.Classes);

    public static bool IsNever(Scalar<double> total) => double.IsNegativeInfinity(total.Value);

    public static double Wanted(Scalar<double> posterior) => posterior.Value;

    public Scalar<double> At(int step, int label) => new(double.CreateTruncating(x[(step * pitch) + label]));
}

/// <summary>Log-probabilities that move along a direction; of posteriors the movement is wanted.</summary>
internal readonly unsafe struct CtcMoving<T>(CtcNumbers<T> x, CtcNumbers<T> direction) : ICtcScores<T, Dual<Scalar<double>>, CtcMoving<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static CtcMoving<T> Of(CtcBatch batch, int sample, T* x, T* direction) =>
        new(CtcNumbers<T>.Of(batch, sample, x, null), CtcNumbers<T>.Of(batch, sample, direction, null));

    public static bool IsNever(Dual<Scalar<double>> total) => CtcNumbers<T>.IsNever(total.Primal);

    public static double Wanted(Dual<Scalar<double>> posterior) => posterior.Tangent.Value;

    public Dual<Scalar<double>> At(int step, int label) => new(x.At(step, label), direction.At(step, label));
}
