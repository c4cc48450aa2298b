namespace Autograd.Golden;

/// <summary>Matrix products.</summary>
internal static class LinalgBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "matmul", a => a.Tensor("input").MatMul(a.Tensor("other")) },
        { "mm", a => a.Tensor("input").MM(a.Tensor("mat2")) },
        { "bmm", a => a.Tensor("input").BMM(a.Tensor("mat2")) },
        { "mv", a => a.Tensor("input").MV(a.Tensor("vec")) },
        { "dot", a => a.Tensor("input").Dot(a.Tensor("tensor")) },
        { "outer", a => a.Tensor("input").Outer(a.Tensor("vec2")) },
    };
}
