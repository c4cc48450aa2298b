using System.Globalization;
using System.Text.Json;
using Autograd.NN;

namespace Autograd.Tests.Programs;

/// <summary>What is drawn for tensors of several layouts, as PyTorch draws it: <c>draws.json</c> was written by <c>draws.py</c>, which has the same cases.</summary>
public class DrawTests
{
    private static readonly Tensor Base = Tensor.Arange(1.0, 31).Float().Reshape(6, 5);

    private static readonly Tensor Cube = Tensor.Arange(1.0, 61).Float().Reshape(3, 4, 5);

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Layouts = new(StringComparer.Ordinal)
    {
        ["rows"] = static (x, _) => x,
        ["transposed"] = static (x, _) => x.T,
        ["permuted"] = static (_, c) => c.Permute(2, 0, 1),
        ["swapped"] = static (_, c) => c.Transpose(0, 1),
        ["every-other"] = static (x, _) => x.Slice(1, 0, 5, 2),
        ["every-other-transposed"] = static (x, _) => x.Slice(1, 0, 5, 2).T,
        ["expanded"] = static (x, _) => x[..1].Expand(6, 5),
        ["expanded-columns"] = static (x, _) => x[.., ..1].Expand(6, 5),
        ["expanded-transposed"] = static (x, _) => x[.., ..1].Expand(6, 5).T,
        ["expanded-permuted"] = static (_, c) => c[.., ..1].Expand(3, 2, 5).Permute(2, 0, 1),
        ["one"] = static (_, c) => c[.., ..1].Permute(1, 2, 0),
        ["few"] = static (x, _) => x[..2, ..3].T,
        ["diagonal"] = static (_, c) => c.Diagonal(),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new(StringComparer.Ordinal)
    {
        ["dropout"] = static x => Functional.Dropout(x, 0.4),
        ["alpha_dropout"] = static x => Functional.AlphaDropout(x, 0.4, training: true),
        ["rrelu"] = static x => Functional.RReLU(-x, training: true),
        ["rand_like"] = static x => Tensor.RandLike(x),
        ["randn_like"] = static x => Tensor.RandnLike(x),
        ["bernoulli"] = static x => Tensor.Bernoulli(x / 61),
        ["multinomial"] = static x => x.Multinomial(2),
        ["multinomial-replacement"] = static x => x.Multinomial(4, replacement: true),
        ["uniform_"] = static x => Then(x, static y => Init.Uniform(y, 1, 2)),
        ["normal_"] = static x => Then(x, static y => Init.Normal(y, 1, 2)),
        ["trunc_normal_"] = static x => Then(x, static y => Init.TruncNormal(y)),
        ["orthogonal_"] = static x => Then(x, static y => Init.Orthogonal(y)),
    };

    private static readonly string[] InPlace = ["uniform_", "normal_", "trunc_normal_", "orthogonal_"];

    private static readonly Lazy<JsonElement> Recorded = new(static () =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Programs", "draws.json"))).RootElement);

    public static TheoryData<string> Names => [.. Recorded.Value.EnumerateObject().Select(static p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_are_PyTorchs_in_every_layout(string name)
    {
        var (function, layout) = name.Split(' ') is [var first, var second] ? (first, second) : default;
        Generator.ManualSeed(11);
        double[] here = [.. Functions[function](Of(layout, InPlace.Contains(function, StringComparer.Ordinal))).Double().Ravel().ToArray<double>(), Tensor.Rand(1).Item()];
        double[] there = [.. Recorded.Value.GetProperty(name).EnumerateArray().Select(static n => n.GetDouble())];
        Assert.Equal(there.Length, here.Length);
        for (int i = 0; i < there.Length; i++)
            Assert.True(Math.Abs(there[i] - here[i]) <= 1e-5 * Math.Max(1, Math.Abs(there[i])), string.Create(CultureInfo.InvariantCulture, $"{i}: {there[i]} there, {here[i]} here"));
        // As many numbers were drawn.
        Assert.Equal(there[^1], here[^1]);
    }

    [Theory]
    [InlineData("transposed")]
    [InlineData("permuted")]
    public void What_is_drawn_like_a_tensor_lies_like_it(string layout)
    {
        var x = Of(layout, isEmpty: false);
        Assert.Equal(x.Strides.ToArray(), Tensor.RandnLike(x).Strides.ToArray());
        Assert.Equal(x.Strides.ToArray(), Tensor.RandLike(x).Strides.ToArray());
    }

    /// <summary>A tensor of a layout: with values, or with memory of its own to be filled.</summary>
    private static Tensor Of(string layout, bool isEmpty) => Layouts[layout](isEmpty ? Tensor.ZerosLike(Base) : Base, isEmpty ? Tensor.ZerosLike(Cube) : Cube);

    private static Tensor Then(Tensor x, Action<Tensor> fill)
    {
        fill(x);
        return x;
    }
}
