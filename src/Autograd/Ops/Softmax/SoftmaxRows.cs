using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>exp(x - c), with c the largest x: what softmax and its kin add up.</summary>
internal readonly struct ExpLessFormula : IBinaryFormula
{
    public static string Name => "ExpLess";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Exp(x - y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -z;
}

/// <summary>y = exp(x - max) / sum; the sum is at least 1, so its reciprocal is safe and saves a division an element.</summary>
internal readonly struct SoftmaxRows<T> : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(in RowBlock<T> rows)
    {
        rows.Reduce<MaxMonoid>(rows.A, rows.First);
        rows.Map(default(ExpLessFormula), rows.A, rows.First, rows.Y);
        rows.Reduce<SumMonoid>(rows.Y, rows.Second);
        rows.Map(default(ReciprocalFormula), rows.Second, rows.Second);
        rows.Map(default(MulFormula), rows.Y, rows.Second, rows.Y);
    }
}

/// <summary>gx = y (g - sum(g y)), from g and y.</summary>
internal readonly struct SoftmaxSlopeRows<T> : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(in RowBlock<T> rows)
    {
        rows.Reduce<SumMonoid, MulFormula>(default, rows.A, rows.B, rows.First);
        rows.Map(default(SubFormula), rows.A, rows.First, rows.Y);
        rows.Map(default(MulFormula), rows.Y, rows.B, rows.Y);
    }
}

/// <summary>y = x - max - log(sum): the large terms cancel first.</summary>
internal readonly struct LogSoftmaxRows<T> : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(in RowBlock<T> rows)
    {
        rows.Reduce<MaxMonoid>(rows.A, rows.First);
        rows.Map(default(SubFormula), rows.A, rows.First, rows.Y);
        rows.Reduce<SumMonoid, ExpFormula>(default, rows.Y, rows.Second);
        rows.Map(default(LogFormula), rows.Second, rows.Second);
        rows.Map(default(SubFormula), rows.Y, rows.Second, rows.Y);
    }
}

/// <summary>gx = g - exp(y) sum(g), from g and y.</summary>
internal readonly struct LogSoftmaxSlopeRows<T> : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(in RowBlock<T> rows)
    {
        rows.Reduce<SumMonoid>(rows.A, rows.First);
        rows.Map(default(ExpFormula), rows.B, rows.Y);
        rows.Map(default(MulFormula), rows.Y, rows.First, rows.Y);
        rows.Map(default(SubFormula), rows.A, rows.Y, rows.Y);
    }
}
