using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Benchmarks;

/// <summary>The models of the workloads and what a training step of them is.</summary>
internal static class Models
{
    /// <summary>Linear layers with an activation between each two.</summary>
    public static Sequential Mlp(ReadOnlySpan<int> sizes, Func<Module> activation)
    {
        var layers = new List<Module>();
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            if (i > 0) layers.Add(activation());
            layers.Add(new Linear(sizes[i], sizes[i + 1]));
        }
        return new Sequential(layers);
    }

    /// <summary>What a user runs for each batch: gradients away, forward, loss, backward, step.</summary>
    public static Func<object?> TrainingStep(Module model, Tensor x, Tensor y, Module loss, Optimizer optimizer) => () =>
    {
        optimizer.ZeroGrad();
        var value = loss.Forward(model.Forward(x), y);
        value.Backward();
        optimizer.Step();
        return value;
    };
}
