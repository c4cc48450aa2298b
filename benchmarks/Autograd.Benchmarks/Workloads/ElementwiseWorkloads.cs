using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>Formulas over elements: of one tensor, of two, and a chain of them forward and backward.</summary>
internal static class ElementwiseWorkloads
{
    private static readonly int[] Sizes = [100, 10_000, 1_000_000, 10_000_000];

    /// <summary>Those whose formula is a polynomial of some degree, not an instruction.</summary>
    public static IReadOnlyList<string> Transcendental { get; } = ["exp", "log", "tanh", "sigmoid", "gelu", "silu", "erf", "sin"];

    private static readonly (string Name, Func<Tensor, Tensor> Op)[] Unary =
    [
        ("exp", x => x.Exp()),
        ("log", x => x.Log()),
        ("tanh", x => x.Tanh()),
        ("sigmoid", x => x.Sigmoid()),
        ("gelu", x => x.GELU()),
        ("silu", x => x.SiLU()),
        ("relu", x => x.ReLU()),
        ("erf", x => x.Erf()),
        ("sin", x => x.Sin()),
        ("sqrt", x => x.Sqrt()),
    ];

    public static IEnumerable<Workload> All { get; } =
    [
        .. Unary.SelectMany(u => Sizes.Select(n => new Workload(Invariant($"unary/{u.Name}/{n}"), n, "element", () =>
        {
            var x = Tensor.Rand(n) + 0.1;
            return () => u.Op(x);
        }) { Traffic = Traffic.Of(n, 1, 1) })),
        .. Sizes.Select(n => new Workload(Invariant($"binary/add/{n}"), n, "element", () =>
        {
            Tensor x = Tensor.Randn(n), y = Tensor.Randn(n);
            return () => x + y;
        }) { Traffic = Traffic.Of(n, 2, 1) }),
        .. new[] { 10_000, 1_000_000 }.Select(n => new Workload(Invariant($"binary/mul-f64/{n}"), n, "element", () =>
        {
            Tensor x = Tensor.Randn([n], DType.Float64), y = Tensor.Randn([n], DType.Float64);
            return () => x * y;
        }) { DType = DType.Float64, Traffic = Traffic.Of(n, 2, 1, sizeof(double)) }),
        new("binary/add-row-1024x1024", 1024 * 1024, "element", () =>
        {
            Tensor x = Tensor.Randn(1024, 1024), y = Tensor.Randn(1024);
            return () => x + y;
        }) { Traffic = Traffic.Of(1024 * 1024, 1, 1) },
        new("binary/add-column-1024x1024", 1024 * 1024, "element", () =>
        {
            Tensor x = Tensor.Randn(1024, 1024), y = Tensor.Randn(1024, 1);
            return () => x + y;
        }) { Traffic = Traffic.Of(1024 * 1024, 1, 1) },
        new("binary/add-transposed-1024x1024", 1024 * 1024, "element", () =>
        {
            Tensor x = Tensor.Randn(1024, 1024), y = Tensor.Randn(1024, 1024);
            return () => x + y.T;
        }) { Traffic = Traffic.Of(1024 * 1024, 2, 1) },
        new("chain/gelu-tanh-by-hand-fwd-bwd-1000000", 1_000_000, "element", () =>
        {
            var x = Tensor.Randn(1_000_000).RequiresGradInPlace();
            return () =>
            {
                var y = 0.5 * x * (1 + (0.7978845608028654 * (x + 0.044715 * x * x * x)).Tanh());
                y.Sum().Backward();
                x.Grad = null;
                return null;
            };
        }),
    ];
}
