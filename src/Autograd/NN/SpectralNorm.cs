namespace Autograd.NN;

/// <summary>
/// w / sigma(w), sigma the largest singular value of w as a matrix, by power iterations, one or more each forward pass in training
/// (Miyato et al., 2018, algorithm 1). u and v count as constants.
/// </summary>
internal sealed class SpectralNorm : Reparametrization
{
    private readonly int iterations;
    private readonly double eps;
    private readonly int dim;
    private Tensor u;
    private Tensor v;

    public SpectralNorm(Parameter weight, int iterations, double eps, int dim)
        : base(weight)
    {
        (this.iterations, this.eps, this.dim) = (iterations, eps, dim);
        using var scope = NoGrad.Scope;
        var matrix = Matrix();
        u = Unit(Tensor.Randn([matrix.Shape[0]], weight.DType));
        v = Unit(Tensor.Randn([matrix.Shape[1]], weight.DType));
    }

    public override string Name => "spectral_norm";

    public override IEnumerable<Entry> State(string key) =>
    [
        new Entry(key + "_orig", Original, null, static _ => throw new AutogradException("SpectralNorm: the weight cannot be replaced; remove the normalisation first")),
        new Entry(key + "_u", u, new BufferAttribute(), value => u = (Tensor)value),
        new Entry(key + "_v", v, new BufferAttribute(), value => v = (Tensor)value),
    ];

    public override Tensor Compute(bool training)
    {
        var matrix = Matrix();
        if (training) Iterate(matrix.Detach());
        // Their values now: the next forward pass writes to the buffers.
        return Original / u.Clone().Dot(matrix.MatMul(v.Clone()));
    }

    private void Iterate(Tensor matrix)
    {
        using var scope = NoGrad.Scope;
        for (int i = 0; i < iterations; i++)
        {
            v.CopyInPlace(Unit(matrix.T.MatMul(u)));
            u.CopyInPlace(Unit(matrix.MatMul(v)));
        }
    }

    /// <summary>The weight with one dimension first and the others joined: <c>[O, I, K] -> [O, I*K]</c>.</summary>
    private Tensor Matrix() => Original.MoveDim(dim, 0).Reshape(Original.Shape[dim], -1);

    private Tensor Unit(Tensor x) => Functional.Normalize(x, 2, 0, eps);
}
