using Autograd.Memory;

namespace Autograd.Tests.Memory;

/// <summary>A tensor that has a shape and no values throws when anything reads it: nothing is taken for its elements.</summary>
public class HollowTests
{
    private static Tensor Hollow() => Tensor.Hollow(Layout.Contiguous([4, 6]), DType.Float32);

    [Fact]
    public void EachHasAStorageOfItsOwn()
    {
        Tensor a = Hollow(), b = Hollow();
        Assert.NotSame(a.Storage, b.Storage);
        a.Storage.Bump("AddInPlace");
        Assert.Equal((1, 0), (a.Version, b.Version));
    }

    [Fact]
    public void ReadingOneThrows()
    {
        AssertNoValues(x => x.Tanh());
        AssertNoValues(x => x + x);
        AssertNoValues(x => x.Sum(1));
        AssertNoValues(x => x.MatMul(x.T));
        AssertNoValues(x => x.Clone());
        AssertNoValues(x => x.IndexSelect(0, Tensor.From([1L, 0L])));
        AssertNoValues(x => Tensor.From(x.ToArray<float>()));
    }

    [Fact]
    public void ReadingAViewOfOneThrows()
    {
        AssertNoValues(x => x.Narrow(1, 2, 3).Tanh());
        AssertNoValues(x => x.T + 1);
        AssertNoValues(x => x.Select(0, 3).Sum());
        AssertNoValues(x => x.Select(0, 3).Select(0, 5).Clone());
        AssertNoValues(x => x[1, 1].To(DType.Float64));
    }

    [Fact]
    public void ItIsSavedLikeAnyOther()
    {
        var saved = Saved.Of(Hollow());
        AssertNoValues(_ => saved.Value.Tanh());
        saved.Release();
    }

    private static void AssertNoValues(Func<Tensor, Tensor> op) =>
        Assert.Contains("without values", Assert.Throws<AutogradException>(() => op(Hollow())).Message, StringComparison.Ordinal);
}
