using System.Globalization;
using Autograd;
using Autograd.NN;

namespace Quickstart;

/// <summary>What was learned, drawn.</summary>
internal static class Figures
{
    private const string Orange = "#e8710a";
    private const string Blue = "#1a73e8";

    /// <summary>The loss of every step on a logarithmic scale.</summary>
    public static void LossCurve(IReadOnlyList<double> losses, string path)
    {
        const double Left = 64, Right = 20, Top = 40, Bottom = 48, Width = 640, Height = 400;
        var svg = new Svg((int)Width, (int)Height);
        double low = Math.Floor(Math.Log10(losses.Min())), high = Math.Ceiling(Math.Log10(losses.Max()));
        double X(double step) => Left + step / (losses.Count - 1) * (Width - Left - Right);
        double Y(double loss) => Top + (high - Math.Log10(loss)) / (high - low) * (Height - Top - Bottom);
        svg.Text(Left, 24, "Cross-entropy of each training step", size: 15, fill: "#222");
        for (double power = low; power <= high; power++)
        {
            double value = Math.Pow(10, power);
            svg.Line(Left, Y(value), Width - Right, Y(value), "#ddd");
            svg.Text(Left - 8, Y(value) + 4, value.ToString("0.######", CultureInfo.InvariantCulture), "end");
        }
        for (int i = 0; i <= 4; i++)
        {
            int step = losses.Count * i / 4;
            svg.Text(X(Math.Min(step, losses.Count - 1)), Height - Bottom + 20, step.ToString(CultureInfo.InvariantCulture), "middle");
        }
        svg.Text((Left + Width - Right) / 2, Height - 8, "step", "middle");
        svg.Polyline(losses.Select((loss, step) => (X(step), Y(loss))), Blue, 1.4);
        svg.Save(path);
    }

    /// <summary>The class the network gives to each place of the plane, fainter where it is less sure, and the points it had not seen.</summary>
    public static void DecisionRegions(Module net, Tensor points, Tensor classes, string path)
    {
        const int Cells = 150, Size = 600, Margin = 58;
        const double Reach = 1.3;
        var svg = new Svg(Size, Size + Margin);
        svg.Text(12, 26, "The plane as the network sees it, and points it was not trained on", size: 15, fill: "#222");
        Legend(svg, 18, Orange, "class 0");
        Legend(svg, 98, Blue, "class 1");
        var axis = Tensor.Linspace(-Reach, Reach, Cells);
        var grid = Tensor.Stack([axis.Unsqueeze(0).Expand(Cells, Cells), (-axis).Unsqueeze(1).Expand(Cells, Cells)], 2);
        float[] blue = net.Forward(grid.Reshape(-1, 2)).Softmax(1).Select(1, 1).ToArray<float>();
        double side = (double)Size / Cells;
        for (int row = 0; row < Cells; row++)
        {
            // Neighbours of one shade are one rectangle.
            for (int from = 0, to; from < Cells; from = to)
            {
                string shade = Shade(blue[row * Cells + from]);
                for (to = from + 1; to < Cells && string.Equals(Shade(blue[row * Cells + to]), shade, StringComparison.Ordinal);) to++;
                svg.Rectangle(from * side, Margin + row * side, (to - from) * side + 0.3, side + 0.3, shade);
            }
        }
        float[] xy = points.ToArray<float>();
        long[] labels = classes.ToArray<long>();
        for (int i = 0; i < labels.Length; i++)
        {
            double x = (xy[2 * i] + Reach) / (2 * Reach) * Size, y = (Reach - xy[2 * i + 1]) / (2 * Reach) * Size;
            svg.Circle(x, Margin + y, 3.4, labels[i] == 0 ? Orange : Blue);
        }
        svg.Save(path);
    }

    private static void Legend(Svg svg, double x, string colour, string text)
    {
        const double Line = 44;
        svg.Circle(x, Line, 4.5, colour);
        svg.Text(x + 10, Line + 4, text);
    }

    /// <summary>From orange over white to blue in sixteen shades.</summary>
    private static string Shade(float blue)
    {
        double t = Math.Round(blue * 15) / 15 * 2 - 1;
        (int R, int G, int B) end = t < 0 ? (247, 200, 150) : (150, 190, 247);
        int Mix(int channel) => (int)Math.Round(255 + (channel - 255) * Math.Abs(t));
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(end.R):x2}{Mix(end.G):x2}{Mix(end.B):x2}");
    }
}
