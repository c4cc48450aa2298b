using System.Globalization;

namespace Autograd.Tests.House;

/// <summary>The arrows of the house run from right to left: no layer sees one to its right.</summary>
public sealed class LayersTests
{
    private static readonly Lazy<Layers> Source = new(() => new Layers(
        Repository.Sources("src").Where(f => !IsBeside(f)).SelectMany(f => Texts(Repository.Relative(f), File.ReadAllText(f))), LayerOf));

    [Fact]
    public void No_layer_sees_one_to_its_right()
    {
        Findings.None(Source.Value.Errors());
        Findings.None(Source.Value.BackwardArrows());
    }

    [Fact]
    public void What_stands_on_the_engine_composes_and_never_records()
    {
        int engine = Index("Engine");
        var recorders = Source.Value.Uses()
            .Where(u => u.Source > engine && u.Source < Index("Testing"))
            // The rule of a fixed point calls the user's function through transforms: it cannot stand among the ops.
            .Where(u => !u.Where.Contains("Func/FixedPoint.cs", StringComparison.Ordinal))
            .Where(u => u.Symbol.ContainingType?.ToDisplayString() == "Autograd.OpCall" && u.Symbol.Name is "Node" or "Linear")
            .Select(u => $"{u.Where}: {u.Symbol.Name}");
        Findings.None(recorders);
    }

    [Fact]
    public void The_check_sees_types_members_operators_and_extensions()
    {
        const string Left = """
            namespace N;
            public partial class A { public int Fine() => 1; }
            class User
            {
                int A1(A a) => a.Fine();
                int A2(A a) => a.Wrong();
                A A3(A a) => a + a;
                object A4() => new B();
                int A5(A a) => a.Extended();
                int A6(A a) => a[0];
                A A7(A a) { a += a; return a; }
            }
            """;
        const string Right = """
            namespace N;
            public partial class A
            {
                public int Wrong() => 2;
                public int this[int i] => i;
                public static A operator +(A a, A b) => a;
            }
            class B { }
            static class E { public static int Extended(this A a) => 3; }
            """;
        var layers = new Layers([("left", Left), ("right", Right)], f => f == "left" ? 0 : 1);

        Findings.None(layers.Errors());
        int[] lines = [.. layers.BackwardArrows().Select(a => int.Parse(a.Split(':')[1], CultureInfo.InvariantCulture)).Distinct().Order()];
        Assert.Equal([6, 7, 8, 9, 10, 11], lines);
    }

    /// <summary>The compiler's rules know the library by the names of its types alone, and stand in no layer.</summary>
    private static bool IsBeside(string file) => Repository.Relative(file).StartsWith("src/Autograd.Analyzers/", StringComparison.Ordinal);

    /// <summary>A file as the compiler sees it: from the widest lanes the build makes the narrower ones.</summary>
    private static IEnumerable<(string Path, string Text)> Texts(string path, string text)
    {
        yield return (path, text);
        if (!path.EndsWith("/Lane512.cs", StringComparison.Ordinal)) yield break;
        foreach (string width in new[] { "256", "128" })
            yield return (path.Replace("512", width, StringComparison.Ordinal), text.Replace("512", width, StringComparison.Ordinal));
    }

    /// <summary>src/PROJECT/LAYER/...; a folder in it may be a layer of its own, and the libraries for training, for the board and for tests are one each.</summary>
    private static int LayerOf(string path)
    {
        string[] parts = path.Split('/');
        if (parts[1] is "Autograd.Testing" or "Autograd.Training" or "Autograd.Board") return Index(parts[1]["Autograd.".Length..]);
        string inner = $"{parts[2]}/{parts[3]}";
        return Index(Layers.Order.Contains(inner) ? inner : parts[2]);
    }

    private static int Index(string layer)
    {
        int index = Layers.Order.IndexOf(layer);
        return index >= 0 ? index : throw new InvalidOperationException($"the folder {layer} is no layer; add it to Layers.Order at its place");
    }
}
