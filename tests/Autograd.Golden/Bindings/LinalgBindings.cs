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
        { "addmm", a => a.Tensor("input").AddMM(a.Tensor("mat1"), a.Tensor("mat2"), a.Double("beta", 1), a.Double("alpha", 1)) },
        { "addmv", a => a.Tensor("input").AddMV(a.Tensor("mat"), a.Tensor("vec"), a.Double("beta", 1), a.Double("alpha", 1)) },
        { "addr", a => a.Tensor("input").AddR(a.Tensor("vec1"), a.Tensor("vec2"), a.Double("beta", 1), a.Double("alpha", 1)) },
        { "baddbmm", a => a.Tensor("input").BAddBMM(a.Tensor("batch1"), a.Tensor("batch2"), a.Double("beta", 1), a.Double("alpha", 1)) },
        { "addbmm", a => a.Tensor("input").AddBMM(a.Tensor("batch1"), a.Tensor("batch2"), a.Double("beta", 1), a.Double("alpha", 1)) },
        { "inner", a => a.Tensor("input").Inner(a.Tensor("other")) },
        { "trace", x => x.Trace() },
        { "linalg.vecdot", a => a.Tensor("x").VecDot(a.Tensor("y"), a.Int("dim", -1)) },
        { "tensordot", a => TensorDot(a) },
        { "outer", a => a.Tensor("input").Outer(a.Tensor("vec2")) },
    };

    private static Tensor TensorDot(CaseArguments a)
    {
        var (x, y) = (a.Tensor("a"), a.Tensor("b"));
        if (!a.IsList("dims")) return x.TensorDot(y, a.Int("dims", 2));
        int[][] pairs = [.. a.Argument("dims")!.Value.EnumerateArray().Select(list => list.EnumerateArray().Select(d => d.GetInt32()).ToArray())];
        return x.TensorDot(y, pairs[0], pairs[1]);
    }
}
