using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>x between two bounds; its slope at the bounds is 0 (<c>torch.nn.functional.hardtanh</c>).</summary>
/// <param name="min">The lower bound; PyTorch's default is -1.</param>
/// <param name="max">The upper bound; PyTorch's default is 1.</param>
internal readonly struct HardTanhFormula(Number min, Number max) : INumericUnary
{
    public static string Name => "Hardtanh";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Min(V.Max(x, V.Const(min)), V.Const(max));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select((x <= V.Const(min)) | (x >= V.Const(max)), V.Zero, V.One);
}

/// <summary><c>min(max(x + 3, 0), 6) / 6</c> (<c>torch.nn.functional.hardsigmoid</c>).</summary>
internal readonly struct HardSigmoidFormula : IUnaryFormula
{
    public static string Name => "Hardsigmoid";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Min(V.Max(x + V.Const(3), V.Zero), V.Const(6)) / V.Const(6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select((x > V.Const(-3)) & (x < V.Const(3)), V.Const(1.0 / 6), V.Zero);
}

/// <summary><c>x min(max(x + 3, 0), 6) / 6</c> (<c>torch.nn.functional.hardswish</c>).</summary>
internal readonly struct HardSwishFormula : IUnaryFormula
{
    public static string Name => "Hardswish";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x * V.Min(V.Max(x + V.Const(3), V.Zero), V.Const(6)) / V.Const(6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> =>
        V.Select(x < V.Const(-3), V.Zero, V.Select(x <= V.Const(3), x / V.Const(3) + V.Const(0.5), V.One));
}

/// <summary>x outside the interval from -lambda to lambda, 0 inside (<c>torch.nn.functional.hardshrink</c>).</summary>
/// <param name="lambda">Half the width; PyTorch's default is 0.5.</param>
internal readonly struct HardShrinkFormula(Number lambda) : IUnaryFormula
{
    private readonly Number low = -lambda.Real;

    public static string Name => "Hardshrink";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Select((x >= V.Const(low)) & (x <= V.Const(lambda)), V.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select((x >= V.Const(low)) & (x <= V.Const(lambda)), V.Zero, V.One);
}

/// <summary>x moved towards 0 by lambda, 0 where it would cross (<c>torch.nn.functional.softshrink</c>).</summary>
/// <param name="lambda">The distance; PyTorch's default is 0.5.</param>
internal readonly struct SoftShrinkFormula(Number lambda) : IUnaryFormula
{
    private readonly Number low = -lambda.Real;

    public static string Name => "Softshrink";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> =>
        V.Select(x > V.Const(lambda), x - V.Const(lambda), V.Select(x < V.Const(low), x + V.Const(lambda), V.Zero * x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select((x >= V.Const(low)) & (x <= V.Const(lambda)), V.Zero, V.One);
}

public partial class Tensor
{
    /// <summary>x between the bounds, the bound outside (<c>torch.nn.functional.hardtanh</c>).</summary>
    public Tensor Hardtanh(double minVal = -1, double maxVal = 1) => UnaryOp.ApplyNumeric(this, new HardTanhFormula(minVal, maxVal));

    /// <summary>min(max(x + 3, 0), 6) / 6 (<c>torch.nn.functional.hardsigmoid</c>).</summary>
    public Tensor Hardsigmoid() => UnaryOp.Apply(this, default(HardSigmoidFormula));

    /// <summary>x hardsigmoid(x) (Howard et al., 2019; <c>torch.nn.functional.hardswish</c>).</summary>
    public Tensor Hardswish() => UnaryOp.Apply(this, default(HardSwishFormula));

    /// <summary>0 in [-lambda, lambda], x elsewhere (<c>torch.nn.functional.hardshrink</c>).</summary>
    public Tensor Hardshrink(double lambda = 0.5) => UnaryOp.Apply(this, new HardShrinkFormula(lambda));

    /// <summary>x moved towards 0 by lambda, 0 in [-lambda, lambda] (<c>torch.nn.functional.softshrink</c>).</summary>
    public Tensor Softshrink(double lambda = 0.5) => UnaryOp.Apply(this, new SoftShrinkFormula(lambda));
}
