using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

/// <summary>Where both are equal (<c>torch.eq</c>).</summary>
internal readonly struct EqFormula : IPredicate
{
    public static string Name => "Eq";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => V.Equal(x, y);
}

/// <summary>Where they differ, NaN from everything (<c>torch.ne</c>).</summary>
internal readonly struct NeFormula : IPredicate
{
    public static string Name => "Ne";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => !V.Equal(x, y);
}

/// <summary>Where x is smaller (<c>torch.lt</c>).</summary>
internal readonly struct LtFormula : IPredicate
{
    public static string Name => "Lt";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x < y;
}

/// <summary>Where x is not larger (<c>torch.le</c>).</summary>
internal readonly struct LeFormula : IPredicate
{
    public static string Name => "Le";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x <= y;
}

/// <summary>Where x is larger (<c>torch.gt</c>).</summary>
internal readonly struct GtFormula : IPredicate
{
    public static string Name => "Gt";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x > y;
}

/// <summary>Where x is not smaller (<c>torch.ge</c>).</summary>
internal readonly struct GeFormula : IPredicate
{
    public static string Name => "Ge";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x >= y;
}

/// <summary>Where neither is 0 (<c>torch.logical_and</c>).</summary>
internal readonly struct LogicalAndFormula : IPredicate
{
    public static string Name => "LogicalAnd";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => !V.Equal(x, V.Zero) & !V.Equal(y, V.Zero);
}

/// <summary>Where either is not 0 (<c>torch.logical_or</c>).</summary>
internal readonly struct LogicalOrFormula : IPredicate
{
    public static string Name => "LogicalOr";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => !V.Equal(x, V.Zero) | !V.Equal(y, V.Zero);
}

/// <summary>Where exactly one is not 0 (<c>torch.logical_xor</c>).</summary>
internal readonly struct LogicalXorFormula : IPredicate
{
    public static string Name => "LogicalXor";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => (V.Equal(x, V.Zero) & !V.Equal(y, V.Zero)) | (!V.Equal(x, V.Zero) & V.Equal(y, V.Zero));
}

public partial class Tensor
{
    /// <summary>Where x = y, broadcast; bool (<c>torch.eq</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Eq(Tensor other) => CompareOp.Run(this, other, default(EqFormula));

    /// <summary>Where x not = y, broadcast; bool (<c>torch.ne</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Ne(Tensor other) => CompareOp.Run(this, other, default(NeFormula));

    /// <summary>Where x &lt; y, broadcast; bool (<c>torch.lt</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Lt(Tensor other) => CompareOp.Run(this, other, default(LtFormula));

    /// <summary>Where x &lt;= y, broadcast; bool (<c>torch.le</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Le(Tensor other) => CompareOp.Run(this, other, default(LeFormula));

    /// <summary>Where x &gt; y, broadcast; bool (<c>torch.gt</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Gt(Tensor other) => CompareOp.Run(this, other, default(GtFormula));

    /// <summary>Where x &gt;= y, broadcast; bool (<c>torch.ge</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Ge(Tensor other) => CompareOp.Run(this, other, default(GeFormula));

    /// <summary>Where both are not 0, broadcast; bool (<c>torch.logical_and</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogicalAnd(Tensor other) => CompareOp.Run(this, other, default(LogicalAndFormula));

    /// <summary>Where either is not 0, broadcast; bool (<c>torch.logical_or</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogicalOr(Tensor other) => CompareOp.Run(this, other, default(LogicalOrFormula));

    /// <summary>Where exactly one is not 0, broadcast; bool (<c>torch.logical_xor</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogicalXor(Tensor other) => CompareOp.Run(this, other, default(LogicalXorFormula));

    /// <summary>Where x is 0; bool (<c>torch.logical_not</c>).</summary>
    public Tensor LogicalNot()
    {
        using var face = Face.Of(nameof(LogicalNot));
        return Eq(0);
    }

    /// <summary>Where x is not a number; bool (<c>torch.isnan</c>).</summary>
    public Tensor IsNaN()
    {
        using var face = Face.Of(nameof(IsNaN));
        return Ne(this);
    }

    /// <summary>Where x is an infinity; bool (<c>torch.isinf</c>).</summary>
    public Tensor IsInf()
    {
        using var face = Face.Of(nameof(IsInf));
        return Detach().Abs().Eq(double.PositiveInfinity);
    }

    /// <summary>Where x is neither NaN nor an infinity; bool (<c>torch.isfinite</c>).</summary>
    public Tensor IsFinite()
    {
        using var face = Face.Of(nameof(IsFinite));
        return Detach().Abs().Lt(double.PositiveInfinity);
    }
}
