namespace Autograd.Training;

/// <summary>The area of a plot between its axes: where a mark draws.</summary>
internal sealed record Frame(SvgWriter Svg, Scale XScale, Scale YScale, double Left, double Top, double Width, double Height, Palette Palette, IReadOnlyList<IMark> Marks)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>Where bars stand: at 0, or at the lower end of an axis that has none.</summary>
    public double Base => YScale.Has(0) ? Y(0) : Bottom;

    public double X(double value) => Left + XScale.Share(value) * Width;

    public double Y(double value) => Bottom - YScale.Share(value) * Height;

    /// <summary>Whether a point has a place.</summary>
    public bool Has(double x, double y) => XScale.Has(x) && YScale.Has(y) && double.IsFinite(XScale.Share(x)) && double.IsFinite(YScale.Share(y))
        && Math.Abs(XScale.Share(x) - 0.5) <= 0.51 && Math.Abs(YScale.Share(y) - 0.5) <= 0.51;
}
