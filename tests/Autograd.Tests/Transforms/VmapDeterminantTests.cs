namespace Autograd.Tests.Transforms;

/// <summary>Gradients of determinants inside of Vmap, where some samples are singular and others are not.</summary>
public sealed class VmapDeterminantTests
{
    [Fact]
    public void Samples_of_any_rank_have_the_gradients_of_a_loop()
    {
        var a = Tensor.Randn([5, 4, 4], DType.Float64, generator: new Generator(3));
        using (NoGrad.Scope)
        {
            // Ranks 4, 3, 2, 0 and 4.
            a[1, 0].CopyInPlace(a[1, 1]);
            a[2].CopyInPlace(a[2, .., ..2].MatMul(a[2, ..2]));
            a[3].ZeroInPlace();
        }
        Func<Tensor, Tensor> slope = Func.Grad(Linalg.Det), second = v => Func.Grad(u => slope(u).Square().Sum())(v);
        Close(Loop(slope, a), Func.Vmap(slope)(a));
        Close(Loop(second, a), Func.Vmap(second)(a));
        Close(Loop(v => Func.Jvp(Linalg.Det, v, v.T).Tangent, a), Func.Vmap(v => Func.Jvp(Linalg.Det, v, v.T).Tangent)(a));
    }

    [Fact]
    public void Ranks_that_one_formula_cannot_serve_are_refused_by_name()
    {
        var a = Tensor.Stack([Tensor.Eye(20, dtype: DType.Float64), Tensor.Zeros([20, 20], DType.Float64)]);
        Assert.Contains("Vmap: Det has no rule for the gradient of matrices of ranks from 0 to 20", Assert.Throws<AutogradException>(
            () => Func.Vmap(Func.Grad(Linalg.Det))(a)).Message, StringComparison.Ordinal);
    }

    private static Tensor Loop(Func<Tensor, Tensor> f, Tensor a) => Tensor.Stack(a.Unbind().Select(f));

    private static void Close(Tensor expected, Tensor actual) => Assert.True(expected.AllClose(actual, 1e-10, 1e-11), $"{expected}\n{actual}");
}
