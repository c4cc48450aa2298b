using Autograd.NN;

namespace Autograd.Optim;

/// <summary>
/// A copy of a model whose parameters are averages of the model's (stochastic weight averaging: Izmailov et al., 2018, and exponential moving averages;
/// <c>torch.optim.swa_utils.AveragedModel</c>). Statistics of batch norms are not averaged: <see cref="SwaUtils.UpdateBn"/>.
/// </summary>
/// <typeparam name="M">The type of the model.</typeparam>
/// <example>
/// <code>
/// var averaged = new AveragedModel&lt;Sequential&gt;(net, SwaUtils.Ema(0.999));
/// ...
/// optimizer.Step();
/// averaged.UpdateParameters(net);
/// </code>
/// </example>
public sealed class AveragedModel<M> : Module
    where M : Module
{
    private readonly Func<Tensor, Tensor, long, Tensor> average;
    private readonly bool useBuffers;

    /// <summary>Copies a model; the first update takes its parameters as they are then.</summary>
    /// <param name="model">The model.</param>
    /// <param name="avgFn">From the average, the model's tensor and the number of models averaged so far, the new average; the mean of all when not given.</param>
    /// <param name="useBuffers">Whether floating-point buffers are averaged as well, others copied.</param>
    public AveragedModel(M model, Func<Tensor, Tensor, long, Tensor>? avgFn = null, bool useBuffers = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Module, average, this.useBuffers) = (model.DeepClone(), avgFn ?? SwaUtils.Mean, useBuffers);
    }

    /// <summary>How many models have been averaged, int64.</summary>
    [Buffer]
    public Tensor NAveraged { get; private set; } = Tensor.Zeros([], DType.Int64);

    /// <summary>The model with the averages.</summary>
    public M Module { get; }

    /// <summary>Takes a model's parameters into the averages (<c>update_parameters</c>).</summary>
    /// <param name="model">The model, of the kind that was copied.</param>
    /// <exception cref="ShapeException">Its tensors are not those that were copied.</exception>
    public void UpdateParameters(M model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NoGrad.Scope;
        (string Name, Tensor Tensor)[] own = [.. Tensors(Module)], other = [.. Tensors(model)];
        Fit(own, other);
        long count = NAveraged.Item<long>();
        foreach (var (mine, theirs) in own.Zip(other, static (a, b) => (a.Tensor, b.Tensor)))
            mine.CopyInPlace(count == 0 || !mine.DType.IsFloat ? theirs.Detach() : average(mine.Detach(), theirs.Detach(), count));
        NAveraged = Tensor.Scalar(count + 1, DType.Int64);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Module.Forward(input);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor first, Tensor second) => Module.Forward(first, second);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor first, Tensor second, Tensor third) => Module.Forward(first, second, third);

    private static void Fit((string Name, Tensor Tensor)[] own, (string Name, Tensor Tensor)[] other)
    {
        if (own.Length != other.Length) throw new ShapeException($"AveragedModel: the model has {other.Length} tensors and the copy {own.Length}");
        for (int i = 0; i < own.Length; i++)
        {
            if (own[i].Tensor.Shape != other[i].Tensor.Shape)
                throw new ShapeException($"AveragedModel: {other[i].Name} has shape {other[i].Tensor.Shape} in the model and {own[i].Tensor.Shape} in the copy");
        }
    }

    private IEnumerable<(string Name, Tensor Tensor)> Tensors(M model)
    {
        foreach (var (name, parameter) in model.NamedParameters()) yield return (name, parameter);
        if (!useBuffers) yield break;
        foreach (var (name, buffer) in model.NamedBuffers()) yield return (name, buffer);
    }
}
