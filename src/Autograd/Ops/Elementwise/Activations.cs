using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>max(x, 0); the slope at 0 is 0 (<c>torch.relu</c>). Integers keep their dtype.</summary>
    public Tensor ReLU() => UnaryOp.ApplyNumeric(this, default(ReLUFormula));

    /// <summary>min(max(x, 0), 6) (<c>torch.nn.functional.relu6</c>).</summary>
    public Tensor ReLU6() => UnaryOp.ApplyNumeric(this, default(ReLU6Formula));

    /// <summary>x where x &gt; 0, slope x elsewhere (<c>torch.nn.functional.leaky_relu</c>).</summary>
    public Tensor LeakyReLU(double negativeSlope = 0.01) => UnaryOp.Apply(this, new LeakyReLUFormula(negativeSlope));

    /// <summary>x where x &gt; 0, alpha (exp(x) - 1) elsewhere (Clevert et al., 2015; <c>torch.nn.functional.elu</c>).</summary>
    public Tensor ELU(double alpha = 1) => UnaryOp.Apply(this, new EluFormula(alpha));

    /// <summary>max(0, x) + min(0, alpha (exp(x / alpha) - 1)) (Barron, 2017; <c>torch.nn.functional.celu</c>).</summary>
    public Tensor CELU(double alpha = 1) => UnaryOp.Apply(this, new CeluFormula(alpha));

    /// <summary>The self-normalising unit (Klambauer et al., 2017; <c>torch.nn.functional.selu</c>).</summary>
    public Tensor SELU() => UnaryOp.Apply(this, default(SeluFormula));

    /// <summary>log(1 + exp(beta x)) / beta, x itself where beta x exceeds the threshold (<c>torch.nn.functional.softplus</c>).</summary>
    public Tensor Softplus(double beta = 1, double threshold = 20) => UnaryOp.Apply(this, new SoftplusFormula(beta, threshold));

    /// <summary>x Phi(x), Phi the normal distribution function (Hendrycks and Gimpel, 2016; <c>torch.nn.functional.gelu</c>).</summary>
    public Tensor GELU() => UnaryOp.Apply(this, default(GeluFormula));

    /// <summary>0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), GELU's approximation (<c>gelu(approximate='tanh')</c>).</summary>
    public Tensor GELUTanh() => UnaryOp.Apply(this, default(GeluTanhFormula));

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

    /// <summary>x where x &gt; threshold, value elsewhere (<c>torch.nn.functional.threshold</c>).</summary>
    public Tensor Threshold(double threshold, double value) => UnaryOp.ApplyNumeric(this, new ThresholdFormula(threshold, value));
}
