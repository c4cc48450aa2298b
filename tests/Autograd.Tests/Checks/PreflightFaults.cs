using Autograd.NN;

namespace Autograd.Tests.Checks;

/// <summary>Classifiers of three classes, each with one fault that one check of the list is there for.</summary>
internal static class PreflightFaults
{
    public static IReadOnlyDictionary<string, Func<(Module Model, (Tensor Input, Tensor Target) Batch)>> ByCheck { get; } =
        new Dictionary<string, Func<(Module, (Tensor, Tensor))>>(StringComparer.Ordinal)
        {
            ["no NaN or infinity"] = () => (new Sequential(new Linear(4, 16), new Last(x => x.Log()), new Linear(16, 3)), Batch()),
            ["same loss from the same seed"] = () => (new Sequential(new Counting(), new Linear(4, 16), new ReLU(), new Linear(16, 3)), Batch()),
            ["loss at chance level"] = () => (Healthy(new Last(x => x * 30)), Batch()),
            ["gradients are right"] = () => (Healthy(new Last(x => x * 2 - x.Detach())), Batch()),
            ["every parameter receives a gradient"] = () => (new Unreached(), Batch()),
            ["no dead units"] = () => (Dead(), Batch()),
            ["variance by layer"] = () => (Vanishing(), Batch()),
            ["one batch can be overfitted"] = () => (new Sequential(new Linear(4, 16), new Tanh(), new Linear(16, 3)), Alike()),
            ["loss rises with regularisation"] = () => (Zero(), Separable()),
        };

    public static (Module Model, (Tensor Input, Tensor Target) Batch) Healthy() => (Healthy(new Last(x => x)), Batch());

    public static Tensor Points(params ReadOnlySpan<int> shape) => Tensor.Randn(shape, generator: new Generator(3));

    public static (Tensor Input, Tensor Target) Batch() => (Points(32, 4), Tensor.RandInt(0, 3, [32], generator: new Generator(4)));

    /// <summary>The largest of the first three inputs is the class: weights that were 0 learn it at once.</summary>
    private static (Tensor Input, Tensor Target) Separable()
    {
        var x = Points(32, 4) * 10;
        return (x, x.Narrow(1, 0, 3).ArgMax(1));
    }

    /// <summary>All samples are one, and their labels differ.</summary>
    private static (Tensor Input, Tensor Target) Alike() => (Tensor.Ones(32, 1) * Points(1, 4), Batch().Target);

    private static Sequential Healthy(Module last) => new(new Linear(4, 16), new ReLU(), new Linear(16, 3), last);

    /// <summary>Six units of the first layer are far below 0 for every sample.</summary>
    private static Sequential Dead()
    {
        var model = new Sequential(new Linear(4, 16), new ReLU(), new Linear(16, 3));
        using (NoGrad.Scope) ((Linear)model[0]).Bias!.Narrow(0, 0, 6).FillInPlace(-10);
        return model;
    }

    /// <summary>Each layer passes a thirtieth of what it gets.</summary>
    private static Sequential Vanishing()
    {
        var model = new Sequential(new Linear(4, 16), new Tanh(), new Linear(16, 16), new Tanh(), new Linear(16, 16), new Tanh(), new Linear(16, 3));
        using (NoGrad.Scope)
        {
            foreach (var layer in model.OfType<Linear>())
            {
                layer.Bias!.ZeroInPlace();
                if (layer != model[0]) layer.Weight.MulInPlace(0.05);
            }
        }
        return model;
    }

    private static Linear Zero()
    {
        var model = new Linear(4, 3);
        using (NoGrad.Scope)
        {
            foreach (var parameter in model.Parameters()) parameter.ZeroInPlace();
        }
        return model;
    }

    /// <summary>A function as the last layer.</summary>
    public sealed class Last(Func<Tensor, Tensor> function) : Module
    {
        protected override Tensor ForwardCore(Tensor input) => function(input);
    }

    /// <summary>Noise from a source that nobody seeds.</summary>
    private sealed class Counting : Module
    {
        private int calls;

        protected override Tensor ForwardCore(Tensor input) => input * (1 + 1e-3 * ++calls);
    }

    /// <summary>A layer that is not called, and one whose result is taken off again.</summary>
    private sealed class Unreached : Module
    {
        private readonly Linear first = new(4, 16);
        private readonly Linear last = new(16, 3);
        private readonly Linear unused = new(4, 4);
        private readonly Linear idle = new(16, 3);

        protected override Tensor ForwardCore(Tensor input)
        {
            var hidden = first.Forward(input).Tanh();
            var extra = idle.Forward(hidden);
            return last.Forward(hidden) + (extra - extra);
        }
    }
}
