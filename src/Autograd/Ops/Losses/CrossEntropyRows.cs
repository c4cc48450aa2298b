using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>What a cross-entropy is told besides logits and targets.</summary>
/// <param name="Smoothing">Label smoothing e: the target is (1 - e) onehot + e / C.</param>
/// <param name="IgnoreIndex">Rows with this target count for nothing.</param>
internal readonly record struct CrossEntropySettings(double Smoothing, long IgnoreIndex);

/// <summary>What is known of the rows of a cross-entropy besides their logits: targets, and a weight a class or none.</summary>
internal readonly unsafe struct ClassTargets<T>(CrossEntropySettings settings, long* targets, T* weights, int classes)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* weights = weights;

    /// <summary>1 - e</summary>
    public T Keep { get; } = T.CreateTruncating(1 - settings.Smoothing);

    /// <summary>e / C</summary>
    public T Share { get; } = T.CreateTruncating(settings.Smoothing / classes);

    /// <summary>The sum of the weights of all classes.</summary>
    public T WeightSum { get; } = SumOf(weights, classes);

    public bool IsSmoothed { get; } = settings.Smoothing != 0;

    public bool IsWeighted => weights != null;

    /// <summary>The weights as one row for all.</summary>
    public RowOperand<T> Weights => RowOperand<T>.Elements(weights, 0, weights + classes);

    public bool IsIgnored(int row) => targets[row] == settings.IgnoreIndex;

    public int Class(int row) => (int)targets[row];

    /// <summary>The weight of the row's class.</summary>
    public T Weight(int row) => weights == null ? T.One : weights[targets[row]];

    private static T SumOf(T* weights, int classes)
    {
        if (weights == null) return T.CreateTruncating(classes);
        double sum = 0;
        for (int c = 0; c < classes; c++) sum += double.CreateTruncating(weights[c]);
        return T.CreateTruncating(sum);
    }
}

/// <summary>
/// loss_r = -(1 - e) w_t log p_t - e/C sum_c w_c log p_c, with log p = x - max - log(sum(exp(x - max))); 0 for ignored rows.
/// <see cref="RowBlock{T}.First"/> becomes max, <see cref="RowBlock{T}.Second"/> log(sum).
/// </summary>
internal readonly unsafe struct CrossEntropyRows<T>(ClassTargets<T> targets, T* losses) : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool NeedsWork => true;

    public void Run(in RowBlock<T> rows)
    {
        rows.Reduce<MaxMonoid>(rows.A, rows.First);
        rows.Reduce<SumMonoid, ExpLessFormula>(default, rows.A, rows.First, rows.Second);
        rows.Map(default(LogFormula), rows.Second, rows.Second);
        if (targets.IsSmoothed) SumOfDeviations(rows);
        for (int r = 0; r < rows.Count; r++)
        {
            int row = rows.Start + r;
            if (targets.IsIgnored(row))
            {
                losses[row] = T.Zero;
                continue;
            }
            T max = rows.First.Start[r], logSum = rows.Second.Start[r];
            T logP = rows.A.Start[(r * rows.A.Pitch) + targets.Class(row)] - max - logSum;
            T loss = -targets.Weight(row) * logP;
            // sum_c w_c log p_c = sum_c w_c (x_c - max) - sum(w) log(sum)
            if (targets.IsSmoothed) loss = (targets.Keep * loss) - (targets.Share * (rows.Third.Start[r] - (targets.WeightSum * logSum)));
            losses[row] = loss;
        }
    }

    /// <summary><see cref="RowBlock{T}.Third"/> = sum_c w_c (x_c - max).</summary>
    private void SumOfDeviations(in RowBlock<T> rows)
    {
        if (!targets.IsWeighted)
        {
            rows.Reduce<SumMonoid, SubFormula>(default, rows.A, rows.First, rows.Third);
            return;
        }
        rows.Map(default(SubFormula), rows.A, rows.First, rows.Work);
        rows.Reduce<SumMonoid, MulFormula>(default, rows.Work, targets.Weights, rows.Third);
    }
}
