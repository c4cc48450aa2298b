using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The logistic function <c>1 / (1 + exp(-x))</c> (<c>torch.sigmoid</c>).</summary>
internal readonly struct SigmoidFormula : IUnaryFormula
{
    public static string Name => "Sigmoid";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y * (V.One - y);
}

/// <summary><c>log(sigmoid(x)) = -softplus(-x)</c>, without overflow (<c>torch.nn.functional.logsigmoid</c>).</summary>
internal readonly struct LogSigmoidFormula : IUnaryFormula
{
    public static string Name => "LogSigmoid";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => -RealMath.Softplus(-x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Sigmoid(-x);
}

/// <summary><c>log(1 + exp(beta x)) / beta</c>, and x itself where <c>beta x</c> exceeds the threshold (<c>torch.nn.functional.softplus</c>).</summary>
/// <param name="beta">The sharpness; PyTorch's default is 1.</param>
/// <param name="threshold">Where it becomes the identity; PyTorch's default is 20.</param>
internal readonly struct SoftplusFormula(Number beta, Number threshold) : IUnaryFormula
{
    private readonly Number inverse = 1 / beta.Real;

    public static string Name => "Softplus";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V>
    {
        V z = x * V.Const(beta);
        return V.Select(z > V.Const(threshold), x, RealMath.Softplus(z) * V.Const(inverse));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V z = x * V.Const(beta);
        return V.Select(z > V.Const(threshold), V.One, RealMath.Sigmoid(z));
    }
}

/// <summary><c>x / (1 + |x|)</c> (<c>torch.nn.functional.softsign</c>).</summary>
internal readonly struct SoftsignFormula : IUnaryFormula
{
    public static string Name => "Softsign";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x / (V.One + V.Abs(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V d = V.One + V.Abs(x);
        return V.One / (d * d);
    }
}

/// <summary><c>x sigmoid(x)</c>, also called swish (<c>torch.nn.functional.silu</c>).</summary>
internal readonly struct SiluFormula : IUnaryFormula
{
    public static string Name => "SiLU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x / (V.One + V.Exp(-x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V s = RealMath.Sigmoid(x);
        return s * (V.One + x * (V.One - s));
    }
}

/// <summary><c>x tanh(softplus(x))</c> (<c>torch.nn.functional.mish</c>).</summary>
internal readonly struct MishFormula : IUnaryFormula
{
    public static string Name => "Mish";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x * RealMath.TanhSoftplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V c = V.Select(x > V.Const(20), V.Const(20), x);
        V e = V.Exp(c);
        V n = e * (e + V.Const(2));
        V d = n + V.Const(2);
        // x sigmoid(x) (1 - t^2) with t = n/d, in terms of the one exponential; beyond 20 it is nothing.
        return n / d + c * (V.Const(4) * e * (e + V.One) / (d * d));
    }
}

/// <summary><c>x - tanh(x)</c> (<c>torch.nn.functional.tanhshrink</c>).</summary>
internal readonly struct TanhShrinkFormula : IUnaryFormula
{
    public static string Name => "Tanhshrink";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x - V.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V t = V.Tanh(x);
        return t * t;
    }
}

public partial class Tensor
{
    /// <summary>The logistic function 1 / (1 + exp(-x)) (<c>torch.sigmoid</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 3 ulp from the exact value in float32, 2.5 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sigmoid() => UnaryOp.Apply(this, default(SigmoidFormula));

    /// <summary>log(sigmoid(x)), without overflow (<c>torch.nn.functional.logsigmoid</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor LogSigmoid() => UnaryOp.Apply(this, default(LogSigmoidFormula));

    /// <summary>log(1 + exp(beta x)) / beta, x itself where beta x exceeds the threshold (<c>torch.nn.functional.softplus</c>).</summary>
    public Tensor Softplus(double beta = 1, double threshold = 20) => UnaryOp.Apply(this, new SoftplusFormula(beta, threshold));

    /// <summary>x / (1 + |x|) (<c>torch.nn.functional.softsign</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Softsign() => UnaryOp.Apply(this, default(SoftsignFormula));

    /// <summary>x sigmoid(x), the swish (Elfwing et al., 2017) (<c>torch.nn.functional.silu</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor SiLU() => UnaryOp.Apply(this, default(SiluFormula));

    /// <summary>x tanh(softplus(x)) (Misra, 2019) (<c>torch.nn.functional.mish</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Mish() => UnaryOp.Apply(this, default(MishFormula));

    /// <summary>x - tanh(x) (<c>torch.nn.functional.tanhshrink</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Tanhshrink() => UnaryOp.Apply(this, default(TanhShrinkFormula));
}
