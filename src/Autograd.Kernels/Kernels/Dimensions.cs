namespace Autograd.Kernels;

/// <summary>Dimensions that several operands step through together: neighbours without a break become one.</summary>
/// <remarks>
/// They stand in a table: a row of sizes, then a row of strides for each operand, outermost dimension first. Every kernel that walks
/// memory collapses by <see cref="Join"/>.
/// </remarks>
internal static class Dimensions
{
    /// <summary>
    /// Takes the dimension in column <paramref name="rank"/> to those before it: into the last where every operand goes on from one
    /// to the other without a break, else behind it. A size of 1 is no dimension.
    /// </summary>
    /// <param name="table">The sizes and the strides of each operand.</param>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="operands">The number of operands.</param>
    /// <param name="rank">The number of dimensions so far.</param>
    /// <returns>The number of dimensions with it.</returns>
    public static int Join(Span<int> table, int columns, int operands, int rank)
    {
        int size = table[rank];
        if (size == 1) return rank;
        for (int k = 1; k <= operands; k++)
        {
            int stride = (k * columns) + rank;
            if (rank == 0 || table[stride - 1] != (long)table[stride] * size) return rank + 1;
        }
        table[rank - 1] *= size;
        for (int k = 1; k <= operands; k++) table[(k * columns) + rank - 1] = table[(k * columns) + rank];
        return rank;
    }
}
