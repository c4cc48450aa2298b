using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>Elements by their number in row-major order and by their index.</summary>
internal static class RowMajor
{
    /// <summary>The index of an element.</summary>
    public static int[] Index(Shape shape, int element)
    {
        var index = new int[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            index[d] = element % shape[d];
            element /= shape[d];
        }
        return index;
    }

    /// <summary>How far apart neighbours along a dimension are in row-major order.</summary>
    public static int Stride(Shape shape, int dim)
    {
        int stride = 1;
        for (int d = dim + 1; d < shape.Rank; d++) stride *= shape[d];
        return stride;
    }

    /// <summary>The index of an element along one dimension.</summary>
    public static int Along(Shape shape, int dim, int element) => element / Stride(shape, dim) % shape[dim];

    /// <summary>An element as it is written, <c>[2, 3]</c>.</summary>
    public static string Describe(Shape shape, int element) => Layout.Describe(Index(shape, element));
}
