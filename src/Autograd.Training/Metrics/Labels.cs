namespace Autograd.Training;

/// <summary>Predictions and targets as plain numbers.</summary>
internal static class Labels
{
    /// <summary>The classes that were predicted: labels [N] as they are, of scores [N, C] the place of the largest.</summary>
    public static long[] Predicted(string name, Tensor prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        if (!IsFloat(prediction.DType)) return Given(name, "prediction", prediction);
        if (prediction.Rank != 2)
            throw new ShapeException($"{name}: a floating-point prediction must be scores [N, C], a row an element; this one has shape {prediction.Shape}. For scores [N] of two classes compare with a threshold: scores.Gt(0.5)");
        return prediction.ArgMax(1).ToArray<long>();
    }

    /// <summary>Labels [N], integers or booleans.</summary>
    public static long[] Given(string name, string what, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (IsFloat(labels.DType)) throw new DTypeException($"{name}: the {what} is {labels.DType}; labels are integers or booleans: convert with To(DType.Int64)");
        if (labels.Rank != 1) throw new ShapeException($"{name}: the {what} has shape {labels.Shape}; labels are [N]");
        return labels.To(DType.Int64).ToArray<long>();
    }

    /// <summary>Numbers of any dtype, in double, without a graph.</summary>
    public static double[] Numbers(Tensor values) => values.Detach().To(DType.Float64).ToArray<double>();

    public static void SameCount(string name, int predictions, int targets)
    {
        if (predictions != targets) throw new ShapeException(FormattableString.Invariant($"{name}: {predictions} predictions do not fit {targets} targets"));
    }

    public static bool IsFloat(DType dtype) => dtype is DType.Float16 or DType.BFloat16 or DType.Float32 or DType.Float64;
}
