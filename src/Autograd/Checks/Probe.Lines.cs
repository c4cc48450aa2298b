using Autograd.Memory;

namespace Autograd.Checks;

/// <content>Many elements of one input moved together.</content>
internal sealed partial class Probe
{
    /// <summary>The elements that move, where they lie and stand, and how far each goes for a step of 1.</summary>
    private (int Input, int[] Places, double[] From, double[] Along)? line;

    /// <summary>The values of some elements of an input.</summary>
    public double[] Values(int input, int[] elements)
    {
        var layout = moved[input].Layout;
        using var lease = moved[input].Lease<double>();
        var values = new double[elements.Length];
        for (int i = 0; i < values.Length; i++) values[i] = lease.Span[Place(layout, elements[i])];
        return values;
    }

    /// <summary>Goes to a line through the point: <see cref="At"/> takes the distance from it. <see cref="Return"/> leaves it.</summary>
    public void HoldLine(int input, int[] elements, double[] along)
    {
        var layout = moved[input].Layout;
        line = (input, Array.ConvertAll(elements, e => Place(layout, e)), Values(input, elements), along);
        step = (input, elements[0], 0);
    }

    private static void Write(Tensor x, int[] places, double[] from, double[] along, double distance)
    {
        using var lease = x.Lease<double>();
        for (int i = 0; i < places.Length; i++) lease.Span[places[i]] = from[i] + distance * along[i];
    }

    private static void Write(Tensor x, int[] places, double[] values)
    {
        using var lease = x.Lease<double>();
        for (int i = 0; i < places.Length; i++) lease.Span[places[i]] = values[i];
    }
}
