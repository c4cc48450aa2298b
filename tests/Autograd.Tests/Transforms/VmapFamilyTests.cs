namespace Autograd.Tests.Transforms;

/// <summary>Every op of the library says how it carries a batch, or stands in the list of those that Vmap refuses.</summary>
public sealed class VmapFamilyTests
{
    /// <summary>Without operands, and not random: the same for all samples.</summary>
    private static readonly string[] Factories = ["FillOp"];

    /// <summary>Writes into memory that exists, which samples do not have.</summary>
    private static readonly string[] InPlace = ["CopyOp", "ProductSumOp", "StepOp`1"];

    /// <summary>No rule: the shape of the result depends on values, or nobody has written it.</summary>
    private static readonly string[] Refused = ["NonZeroOp", "CtcOp", "CtcSlopeOp", "CtcCurveOp", "OnceDifferentiableOp"];

    private static readonly Type[] Families = [typeof(IBroadcasts), typeof(IFollowsFirst), typeof(IFolds), typeof(IBatches)];

    [Fact]
    public void Every_op_has_one_family_or_is_refused()
    {
        string[] others = [.. Factories, .. InPlace, .. Refused];
        var ops = typeof(Tensor).Assembly.GetTypes().Where(t => t.IsValueType && typeof(IOp).IsAssignableFrom(t)).ToArray();
        Assert.True(ops.Length > 90);
        Assert.Empty(ops.Where(t => Count(t) + (others.Contains(t.Name) ? 1 : 0) != 1).Select(t => $"{t.Name} has {Count(t)} families"));
        Assert.Empty(others.Except(ops.Select(t => t.Name)));
    }

    private static int Count(Type op) =>
        Families.Count(f => f.IsAssignableFrom(op)) + op.GetInterfaces().Count(i => i.IsGenericType && (Is(i, typeof(IShifts<>)) || Is(i, typeof(IRandom<>))));

    private static bool Is(Type type, Type definition) => type.GetGenericTypeDefinition() == definition;
}
