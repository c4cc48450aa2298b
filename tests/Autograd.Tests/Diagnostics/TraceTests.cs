using System.Text.Json;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Diagnostics;

/// <summary>Runs on shapes alone and profiles: what ran, where, and what it takes.</summary>
public sealed class TraceTests
{
    private static Sequential Model() => new(new Linear(784, 128), new ReLU(), new Linear(128, 10));

    [Fact]
    public void A_run_on_shapes_gives_what_the_real_run_does()
    {
        var model = Model();
        void Step() => F.CrossEntropy(model.Forward(Tensor.Randn(32, 784)), Tensor.Zeros([32], DType.Int64)).Backward();

        var shapes = ShapesOnly.Run(Step);
        Assert.All(model.Parameters(), p => Assert.Null(p.Grad));
        var real = Profiler.Run(Step);

        // A gradient whose memory is shared is copied into the leaf; on shapes, leaves with values gather none.
        static IEnumerable<(string, string, bool, string, DType, long, long)> Facts(OpTrace trace) =>
            trace.Events.Where(e => e.Op != "Clone").Select(e => (e.Module, e.Op, e.IsBackward, e.Shape.ToString(), e.DType, e.Bytes, e.Flops));
        Assert.Equal(Facts(real), Facts(shapes));
        Assert.Equal(TimeSpan.Zero, shapes.Duration);
        // Two products forward; backward two for the first layer's weight and the second layer's both.
        long products = 2L * 32 * (784 * 128 + 128 * 10);
        Assert.Equal(products, shapes.Rows.Where(r => r is { Op: "Linear", IsBackward: false }).Sum(r => r.Flops));
        Assert.Equal(2L * 32 * (784 * 128 + 2 * 128 * 10), shapes.Rows.Where(r => r.Op == "MatMul").Sum(r => r.Flops));
    }

    [Fact]
    public void A_run_on_shapes_computes_nothing()
    {
        var model = Model();
        var generator = new Generator(1);
        var before = generator.GetState();
        var output = Tensor.Empty(0);
        ShapesOnly.Run(() => output = model.Forward(Tensor.Randn([1 << 20, 784], DType.Float32, generator)));
        Assert.Equal([1 << 20, 10], output.Shape);
        Assert.Equal(before, generator.GetState());
        Assert.Contains("[1048576, 10]", Assert.Throws<AutogradException>(() => output.ToArray<float>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_depends_on_values_throws_by_name()
    {
        Assert.Contains("OneHot", Refused(() => F.OneHot(Tensor.Zeros([3], DType.Int64))), StringComparison.Ordinal);
        Assert.Contains("Item", Refused(() => Tensor.Zeros(1).Item()), StringComparison.Ordinal);
        Assert.Contains("MaskedSelect", Refused(() => Tensor.Zeros(3).MaskedSelect(Tensor.Zeros([3], DType.Bool))), StringComparison.Ordinal);
        Assert.Contains("BinCount", Refused(() => Tensor.Zeros([3], DType.Int64).BinCount()), StringComparison.Ordinal);

        static string Refused(Action action) => Assert.Throws<AutogradException>(() => ShapesOnly.Run(action)).Message;
    }

    [Fact]
    public void A_failed_run_leaves_the_thread_as_it_was()
    {
        Assert.Throws<AutogradException>(() => ShapesOnly.Run(() => Tensor.Zeros(1).Item()));
        Assert.Equal(3.0, (Tensor.Ones(1) + 2.0).Item());
    }

    [Fact]
    public void A_profile_names_modules_in_both_directions()
    {
        var model = Model();
        var x = Tensor.Randn(32, 784);
        var target = Tensor.Zeros([32], DType.Int64);
        var optimizer = new Adam(model.Parameters());
        var trace = Profiler.Run(() =>
        {
            F.CrossEntropy(model.Forward(x), target).Backward();
            optimizer.Step();
        });

        Assert.Contains(trace.Rows, r => r is { Module: "0", Op: "Linear", IsBackward: false, Calls: 1 });
        Assert.Contains(trace.Rows, r => r is { Module: "2", Op: "MatMul", IsBackward: true, Calls: 2 });
        Assert.Contains(trace.Rows, r => r is { Module: "1", Op: "ReLUSlope", IsBackward: true });
        Assert.Contains(trace.Rows, r => r is { Module: "", Op: "CrossEntropy", IsBackward: false });
        Assert.Contains(trace.Rows, r => r is { Op: "Adam", Calls: 4 });
        Assert.Equal(["0", "1", "2", "Sequential"], trace.Modules.Select(m => m.Module));
        Assert.All(trace.Events, e => Assert.InRange(e.Start + e.Duration, TimeSpan.Zero, trace.Duration));
        Assert.Contains("Linear", trace.ToString(), StringComparison.Ordinal);

        using var stream = new MemoryStream();
        trace.WriteChromeTrace(stream);
        var events = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("traceEvents");
        Assert.Equal(trace.Events.Count + trace.Modules.Count, events.GetArrayLength());
    }

    [Fact]
    public void An_interceptor_inside_another_sees_what_the_outer_one_does()
    {
        OpTrace? shapes = null;
        var times = Profiler.Run(() => shapes = ShapesOnly.Run(() => _ = Tensor.Zeros(3).Exp()));
        Assert.Equal(["Full", "Exp"], shapes!.Events.Select(e => e.Op));
        Assert.Empty(times.Events);
    }
}
