using Autograd;
using Autograd.Formulas;
using Autograd.NN;

namespace GradientTests;

/// <summary>An op of one's own: softsign(x) = x / (1 + |x|).</summary>
public readonly struct SoftsignFormula : IUnaryFormula
{
    public static string Name => "MySoftsign";

    public V Value<V>(V x)
        where V : struct, IReal<V> => x / (V.One + V.Abs(x));

    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / RealMath.Square(V.One + V.Abs(x));
}

/// <summary>A layer of one's own: x + W2 softsign(W1 x).</summary>
public sealed class Residual(int width) : Module
{
    private readonly Linear first = new(width, width);
    private readonly Linear second = new(width, width);

    protected override Tensor ForwardCore(Tensor input) => input + second.Forward(first.Forward(input).MySoftsign());
}

public static class Mine
{
    public static Tensor MySoftsign(this Tensor x) => UnaryOp.Apply(x, default(SoftsignFormula));
}
