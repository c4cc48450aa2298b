using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// gx = g_r ((1 - e) w_t (p - onehot) + e/C (p sum(w) - w)), with p = exp(x - max - log(sum)) from the statistics of the forward pass; 0
/// for ignored rows.
/// </summary>
/// <param name="targets">The targets.</param>
/// <param name="max">The statistics: one a row.</param>
/// <param name="logSum">One a row.</param>
/// <param name="g">The gradient of each row's loss.</param>
/// <param name="step">1, or 0 if all rows have the same.</param>
internal readonly unsafe struct CrossEntropySlopeRows<T>(ClassTargets<T> targets, T* max, T* logSum, T* g, nint step) : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool NeedsWork => true;

    public void Run(in RowBlock<T> rows)
    {
        T* scales = rows.Third.Start;
        rows.Map(default(ExpFormula), RowOperand<T>.Numbers(logSum + rows.Start, 1), rows.Third);
        for (int r = 0; r < rows.Count; r++)
        {
            int row = rows.Start + r;
            T weight = targets.IsIgnored(row) ? T.Zero : (targets.Keep * targets.Weight(row)) + (targets.Share * targets.WeightSum);
            scales[r] = g[row * step] * weight / scales[r];
        }
        rows.Map(default(ExpLessFormula), rows.A, RowOperand<T>.Numbers(max + rows.Start, 1), rows.Y);
        rows.Map(default(MulFormula), rows.Y, rows.Third, rows.Y);
        if (targets.IsSmoothed) Smooth(rows);
        for (int r = 0; r < rows.Count; r++)
        {
            int row = rows.Start + r;
            T* gx = rows.Y.Start + (r * rows.Y.Pitch);
            // Not by a factor of zero: an ignored row may hold NaN or infinity.
            if (targets.IsIgnored(row)) new Span<T>(gx, rows.Length).Clear();
            else gx[targets.Class(row)] -= g[row * step] * targets.Keep * targets.Weight(row);
        }
    }

    /// <summary>gx -= g_r e/C w_c</summary>
    private void Smooth(in RowBlock<T> rows)
    {
        for (int r = 0; r < rows.Count; r++) rows.Third.Start[r] = g[(rows.Start + r) * step] * targets.Share;
        if (!targets.IsWeighted)
        {
            rows.Map(default(SubFormula), rows.Y, rows.Third, rows.Y);
            return;
        }
        rows.Map(default(MulFormula), targets.Weights, rows.Third, rows.Work);
        rows.Map(default(SubFormula), rows.Y, rows.Work, rows.Y);
    }
}
