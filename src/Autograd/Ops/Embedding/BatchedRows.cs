namespace Autograd;

/// <summary>Numbers of rows for a batch of tables that became one: those of sample b lie behind those of the samples before it.</summary>
internal static class BatchedRows
{
    /// <summary>
    /// <c>[B, n] -> [B n]</c>: row i of sample b is row i + b R of <c>[B R, D]</c>. A negative number stays one, and one that is no row of R is none of B R
    /// either: it may not name a row of the next sample.
    /// </summary>
    /// <param name="c">The operands.</param>
    /// <param name="operand">Which are the numbers.</param>
    /// <param name="rows">R.</param>
    public static Tensor Shifted(in BatchOperands c, int operand, int rows)
    {
        var numbers = c.Front(operand);
        var moved = Tensor.Where(numbers.Ge((long)rows), (long)c.Size * rows, numbers + Starts(c, rows));
        return Tensor.Where(numbers.Lt(0L), -1L, moved).Flatten(0, 1).Contiguous();
    }

    /// <summary>The numbers in a table that may be the same for all samples.</summary>
    public static Tensor Of(in BatchOperands c, int operand, int table) =>
        c.IsBatch(table) ? Shifted(c, operand, c[table]!.Shape[1]) : c.Folded(operand).Contiguous();

    /// <summary>The table of all samples: <c>[B, R, D] -> [B R, D]</c>, or the one that they share.</summary>
    public static Tensor Table(in BatchOperands c, int operand) => c.IsBatch(operand) ? c.Folded(operand) : c[operand]!;

    /// <summary>b R, <c>[B, 1]</c>.</summary>
    public static Tensor Starts(in BatchOperands c, int rows) => (Tensor.Arange((long)c.Size) * (long)rows).Unsqueeze(1);
}
