namespace Autograd.Training;

/// <summary>Mean and variance of numbers that come in pieces (Chan, Golub and LeVeque, 1979: sums of squares would cancel).</summary>
internal sealed class Moments
{
    private double count;
    private double mean;
    private double squares;

    public double Mean => count == 0 ? double.NaN : mean;

    /// <summary>The mean of (x - mean)^2.</summary>
    public double Variance => count == 0 ? double.NaN : squares / count;

    /// <summary>The root of the sum of x^2.</summary>
    public double Norm => count == 0 ? double.NaN : Math.Sqrt(squares + (count * mean * mean));

    public void Add(Tensor x)
    {
        if (x.Numel == 0) return;
        using var scope = NoGrad.Scope;
        var (variance, center) = x.Detach().To(DType.Float64).VarMean(correction: 0);
        double more = x.Numel, apart = center.Item() - mean;
        squares += (variance.Item() * more) + (apart * apart * count * more / (count + more));
        mean += apart * more / (count + more);
        count += more;
    }
}
