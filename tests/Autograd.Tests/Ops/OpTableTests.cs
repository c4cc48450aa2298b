using System.Reflection;
using Autograd.Testing;

namespace Autograd.Tests.Ops;

/// <summary>Every public op has a row, and a row names an op.</summary>
public sealed class OpTableTests
{
    /// <summary>What gives a tensor and is no op: factories, places in memory and in the graph, settings.</summary>
    private static readonly HashSet<string> NoOps =
    [
        "Arange", "Empty", "EmptyLike", "Eye", "From", "Full", "FullLike", "Linspace", "Logspace", "Ones", "OnesLike", "Scalar", "Wrap", "Zeros", "ZerosLike",
        "op_Implicit", "GetEnumerator", "Bernoulli", "Rand", "RandInt", "RandLike", "RandPerm", "Randn", "RandnLike", "Uniform", "Normal", "Exponential", "Multinomial", "TrilIndices", "TriuIndices",
        "RequiresGradInPlace", "get_Grad",
        // Refused by name: there is no complex dtype.
        "Eig", "Eigvals",
    ];

    private static IEnumerable<string> PublicOps() =>
        from type in Faces()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where GivesTensors(method.ReturnType) && !NoOps.Contains(method.Name)
        select method.Name;

    private static void None(IEnumerable<string> names) => Assert.True(!names.Any(), string.Join(", ", names));

    private static IEnumerable<Type> Faces()
    {
        yield return typeof(Tensor);
        yield return typeof(Linalg);
        if (typeof(Tensor).Assembly.GetType("Autograd.NN.Functional") is { } functional) yield return functional;
    }

    private static bool GivesTensors(Type type) =>
        type == typeof(Tensor) || type == typeof(Tensor[]) || (type.IsGenericType && Array.Exists(type.GetGenericArguments(), argument => argument == typeof(Tensor)));

    [Fact]
    public void Every_public_op_has_a_row()
    {
        var rows = OpTable.Rows.SelectMany(row => row.Aliases.Append(row.Name)).ToHashSet(StringComparer.Ordinal);
        None(PublicOps().ToHashSet(StringComparer.Ordinal).Except(rows, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_names_a_public_op()
    {
        var ops = PublicOps().ToHashSet(StringComparer.Ordinal);
        None(OpTable.Rows.SelectMany(row => row.Aliases.Append(row.Name)).Except(ops, StringComparer.Ordinal));
    }

    [Fact]
    public void The_list_of_no_ops_names_members_that_exist()
    {
        var members = Faces().SelectMany(type => type.GetMethods()).Select(method => method.Name).ToHashSet(StringComparer.Ordinal);
        None(NoOps.Except(members, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_has_a_case_and_a_name_of_its_own()
    {
        Assert.All(OpTable.Rows, row => Assert.NotEmpty(row.Cases));
        Assert.Equal(OpTable.Rows.Count, OpTable.Rows.Select(row => row.Name).ToHashSet(StringComparer.Ordinal).Count);
    }
}
