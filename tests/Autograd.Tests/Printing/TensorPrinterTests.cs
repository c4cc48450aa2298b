using System.Globalization;
using System.Reflection;

namespace Autograd.Tests.Printing;

/// <summary>The text of tensors is PyTorch's, with our spelling of dtype, requiresGrad and gradFn; the literals were printed by PyTorch 1.13.</summary>
public sealed class TensorPrinterTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, (_, text)) in Printed) data.Add(name, text);
            return data;
        }
    }

    private static Dictionary<string, (Func<Tensor> Make, string Text)> Printed { get; } = new(StringComparer.Ordinal)
    {
        ["scalar"] = (() => Tensor.Scalar(3.5), "tensor(3.5000)"),
        ["whole scalar"] = (() => Tensor.Scalar(3), "tensor(3.)"),
        ["integer scalar"] = (() => Tensor.Scalar(3, DType.Int64), "tensor(3)"),
        ["float64 scalar"] = (() => Tensor.Scalar(3.5, DType.Float64), "tensor(3.5000, dtype=float64)"),
        ["small scalar"] = (() => Tensor.Scalar(1e-7), "tensor(1.0000e-07)"),
        ["large scalar"] = (() => Tensor.Scalar(123456.789), "tensor(123456.7891)"),
        ["infinite scalar"] = (() => Tensor.Scalar(double.NegativeInfinity), "tensor(-inf)"),
        ["bool scalar"] = (() => Tensor.Scalar(1, DType.Bool), "tensor(True)"),
        ["whole vector"] = (() => Tensor.From([1f, 2f, 3f]), "tensor([1., 2., 3.])"),
        ["fixed vector"] = (() => Tensor.From([1.5f, -2.25f, 3f]), "tensor([ 1.5000, -2.2500,  3.0000])"),
        ["matrix"] = (() => Tensor.Arange(0.0, 6).Reshape(2, 3), "tensor([[0., 1., 2.],\n        [3., 4., 5.]])"),
        ["negative matrix"] = (() => Tensor.From(new[,] { { -1f, 2f }, { 3f, -4.5f } }), "tensor([[-1.0000,  2.0000],\n        [ 3.0000, -4.5000]])"),
        ["column"] = (() => Tensor.Arange(0.0, 3).Reshape(3, 1), "tensor([[0.],\n        [1.],\n        [2.]])"),
        ["widths"] = (() => Tensor.From(new[,] { { 0.1234567f, 12.5f }, { 100.25f, 0f } }), "tensor([[  0.1235,  12.5000],\n        [100.2500,   0.0000]])"),
        ["rank 3"] = (() => Tensor.Arange(0.0, 12).Reshape(2, 2, 3) / 10.0, """
            tensor([[[0.0000, 0.1000, 0.2000],
                     [0.3000, 0.4000, 0.5000]],

                    [[0.6000, 0.7000, 0.8000],
                     [0.9000, 1.0000, 1.1000]]])
            """),
        ["rank 4"] = (() => Tensor.Arange(16).Reshape(2, 2, 2, 2), """
            tensor([[[[ 0,  1],
                      [ 2,  3]],

                     [[ 4,  5],
                      [ 6,  7]]],


                    [[[ 8,  9],
                      [10, 11]],

                     [[12, 13],
                      [14, 15]]]])
            """),
        ["wrapped"] = (() => Tensor.Arange(0.0, 30), """
            tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,
                    14., 15., 16., 17., 18., 19., 20., 21., 22., 23., 24., 25., 26., 27.,
                    28., 29.])
            """),
        ["wrapped rows"] = (() => Tensor.Arange(0.0, 40).Reshape(2, 20) + 0.5, """
            tensor([[ 0.5000,  1.5000,  2.5000,  3.5000,  4.5000,  5.5000,  6.5000,  7.5000,
                      8.5000,  9.5000, 10.5000, 11.5000, 12.5000, 13.5000, 14.5000, 15.5000,
                     16.5000, 17.5000, 18.5000, 19.5000],
                    [20.5000, 21.5000, 22.5000, 23.5000, 24.5000, 25.5000, 26.5000, 27.5000,
                     28.5000, 29.5000, 30.5000, 31.5000, 32.5000, 33.5000, 34.5000, 35.5000,
                     36.5000, 37.5000, 38.5000, 39.5000]])
            """),
        ["summarised vector"] = (() => Tensor.Arange(0.0, 2000), """
            tensor([0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 1.9970e+03, 1.9980e+03,
                    1.9990e+03])
            """),
        ["summarised matrix"] = (() => Tensor.Arange(2000).Reshape(40, 50), """
            tensor([[   0,    1,    2,  ...,   47,   48,   49],
                    [  50,   51,   52,  ...,   97,   98,   99],
                    [ 100,  101,  102,  ...,  147,  148,  149],
                    ...,
                    [1850, 1851, 1852,  ..., 1897, 1898, 1899],
                    [1900, 1901, 1902,  ..., 1947, 1948, 1949],
                    [1950, 1951, 1952,  ..., 1997, 1998, 1999]])
            """),
        ["summarised, short rows"] = (() => Tensor.Arange(1200).Reshape(600, 2).Narrow(0, 0, 600).Double(), """
            tensor([[0.0000e+00, 1.0000e+00],
                    [2.0000e+00, 3.0000e+00],
                    [4.0000e+00, 5.0000e+00],
                    ...,
                    [1.1940e+03, 1.1950e+03],
                    [1.1960e+03, 1.1970e+03],
                    [1.1980e+03, 1.1990e+03]], dtype=float64)
            """),
        ["only the edges choose the format"] = (() => Tensor.Cat([Tensor.Zeros(1000), Tensor.From([1e-9f]), Tensor.Zeros(1000)]), "tensor([0., 0., 0.,  ..., 0., 0., 0.])"),
        ["ratio above 1000"] = (() => Tensor.From([1e-5f, 1f, 1e5f]), "tensor([1.0000e-05, 1.0000e+00, 1.0000e+05])"),
        ["above 1e8"] = (() => Tensor.From([1e10f, 1f]), "tensor([1.0000e+10, 1.0000e+00])"),
        ["below 1e-4"] = (() => Tensor.From([1e-5f, 2e-5f]), "tensor([1.0000e-05, 2.0000e-05])"),
        ["whole and large"] = (() => Tensor.From([123456789f]), "tensor([1.2346e+08])"),
        ["ratio of 1000"] = (() => Tensor.From([0.0015f, 1.5f]), "tensor([0.0015, 1.5000])"),
        ["thirds"] = (() => Tensor.From([1f / 3, 2f / 3, 1000.123456f]), "tensor([3.3333e-01, 6.6667e-01, 1.0001e+03])"),
        ["nan and infinities"] = (() => Tensor.From([float.NaN, 1.5f, float.PositiveInfinity, float.NegativeInfinity]), "tensor([   nan, 1.5000,    inf,   -inf])"),
        ["nan alone"] = (() => Tensor.From([float.NaN]), "tensor([nan])"),
        ["scientific with nan"] = (() => Tensor.From(new[,] { { 1e-6f, 1f }, { -2f, float.NaN } }), "tensor([[ 1.0000e-06,  1.0000e+00],\n        [-2.0000e+00,         nan]])"),
        ["bools"] = (() => Tensor.From([true, false]), "tensor([ True, False])"),
        ["integers"] = (() => Tensor.From([1L, -200L, 30L]), "tensor([   1, -200,   30])"),
        ["integers beyond 2^53"] = (() => Tensor.From([9007199254740993L, 4611686018427387904L]), "tensor([   9007199254740993, 4611686018427387904])"),
        ["int32"] = (() => Tensor.From([1, 2]), "tensor([1, 2], dtype=int32)"),
        ["uint8"] = (() => Tensor.From(new byte[] { 1, 2 }), "tensor([1, 2], dtype=uint8)"),
        ["float16"] = (() => Tensor.From([1.5f, 2f]).To(DType.Float16), "tensor([1.5000, 2.0000], dtype=float16)"),
        ["bfloat16"] = (() => Tensor.From([1.5f, 2.1f]).To(DType.BFloat16), "tensor([1.5000, 2.0938], dtype=bfloat16)"),
        ["empty"] = (() => Tensor.Zeros(0), "tensor([])"),
        ["empty matrix"] = (() => Tensor.Zeros(2, 0), "tensor([], size=[2, 0])"),
        ["empty integers"] = (() => Tensor.Zeros([0], DType.Int64), "tensor([], dtype=int64)"),
        ["empty float64"] = (() => Tensor.Zeros([0, 3], DType.Float64), "tensor([], size=[0, 3], dtype=float64)"),
        ["leaf"] = (() => Tensor.From([1f, 2f]).RequiresGradInPlace(), "tensor([1., 2.], requiresGrad=true)"),
        ["empty leaf"] = (() => Tensor.Zeros(0).RequiresGradInPlace(), "tensor([], requiresGrad=true)"),
        ["float64 leaf"] = (() => Tensor.From([1.0, 2.0]).RequiresGradInPlace(), "tensor([1., 2.], dtype=float64, requiresGrad=true)"),
        ["gradient function"] = (() => Tensor.From([1.0, 2.0]).RequiresGradInPlace().Sum(), "tensor(3., dtype=float64, gradFn=<SumBackward>)"),
        ["a suffix that does not fit"] = (() => Tensor.Linspace(0.5, 5.5, 6, DType.Float64).RequiresGradInPlace(), "tensor([0.5000, 1.5000, 2.5000, 3.5000, 4.5000, 5.5000], dtype=float64,\n       requiresGrad=true)"),
        ["transposed"] = (() => Tensor.Arange(0.0, 6).Reshape(2, 3).Transpose(0, 1), "tensor([[0., 3.],\n        [1., 4.],\n        [2., 5.]])"),
        ["expanded"] = (() => Tensor.Scalar(2).Expand(3), "tensor([2., 2., 2.])"),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Prints_as_PyTorch(string name, string text) =>
        Assert.Equal(text.ReplaceLineEndings("\n"), Printed[name].Make().ToString());

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    public void Text_does_not_depend_on_the_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            foreach (var (name, (make, text)) in Printed)
                Assert.True(text.ReplaceLineEndings("\n") == make().ToString(), name);
            Assert.Equal("int64 [2] [-1, 2000]", Brief(Tensor.From([-1L, 2000L])));
            Assert.Equal("[2, 3]", new Shape(2, 3).ToString());
            var thrown = Assert.Throws<ShapeException>(() => Tensor.Arange(0.0, 3)[-1234]);
            Assert.Contains("-1234", thrown.Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("float32 [2, 3] [0, 1, 2, 3, ...]")]
    public void Debuggers_show_shape_dtype_and_first_values(string text) =>
        Assert.Equal(text, Brief(Tensor.Arange(0.0, 6).Reshape(2, 3)));

    [Fact]
    public void Debuggers_show_views_scalars_and_nothing()
    {
        Assert.Equal("float32 [3, 2] [0, 3, 1, 4, ...]", Brief(Tensor.Arange(0.0, 6).Reshape(2, 3).Transpose(0, 1)));
        Assert.Equal("float64 [] [0.333333]", Brief(Tensor.Scalar(1.0 / 3, DType.Float64)));
        Assert.Equal("bool [1] [True]", Brief(Tensor.From([true])));
        Assert.Equal("float32 [0, 2] []", Brief(Tensor.Zeros(0, 2)));
    }

    [Fact]
    public void A_listener_may_print_what_it_hears_of()
    {
        var listener = new Printer();
        var handle = Op.Listen(listener);
        Tensor y;
        try
        {
            y = Tensor.From([4f]).Sqrt();
        }
        finally
        {
            handle.Remove();
        }
        Assert.Contains("tensor([2.])", listener.Heard);
        Assert.Equal(2f, y.Item<float>());
    }

    [Fact]
    public void A_stale_view_can_be_printed()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var y = x * 2.0;
        var view = y[1..];
        y[0] = x[1] * 3.0;
        Assert.StartsWith("tensor([2., 2.]", view.ToString(), StringComparison.Ordinal);
    }

    private static string Brief(Tensor x) =>
        (string)typeof(Tensor).GetProperty("DebuggerDisplay", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(x)!;

    private sealed class Printer : OpListener
    {
        private readonly int thread = Environment.CurrentManagedThreadId;

        public System.Collections.Concurrent.ConcurrentBag<string> Heard { get; } = [];

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
        {
            if (Environment.CurrentManagedThreadId == thread && op == "Sqrt") Heard.Add(outputs[0].ToString());
        }
    }
}
