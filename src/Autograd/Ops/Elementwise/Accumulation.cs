namespace Autograd;

/// <summary>target += x in place, outside of any graph: for sums that nobody else can see.</summary>
internal static class Accumulation
{
    public static void AddInto(Tensor target, Tensor x) => Op.Into(new BinaryOp<AddFormula>(default), target, target.Layout, target, x);
}
