using Autograd.NN;

namespace Autograd.Checks;

/// <summary>A model as it was, to the bit, when disposed: parameters, their gradients, buffers, generators.</summary>
internal sealed class ModelKeeper : IDisposable
{
    private readonly StateKeeper state;
    private readonly (Parameter Parameter, Tensor Values, Tensor? Grad, Tensor? GradValues)[] parameters;

    public ModelKeeper(Module model)
    {
        state = new StateKeeper(model);
        parameters = [.. model.Parameters().Select(static p => (p, p.Detach().Clone(), p.PeekGrad, p.PeekGrad?.Detach().Clone()))];
    }

    /// <summary>Puts everything back. What nobody wrote keeps its version, and a gradient stays the tensor that it was.</summary>
    public void Dispose()
    {
        state.Restore();
        using var scope = NoGrad.Scope;
        foreach (var (parameter, values, grad, gradValues) in parameters)
        {
            if (!parameter.Equal(values)) parameter.CopyInPlace(values);
            if (!ReferenceEquals(parameter.PeekGrad, grad)) parameter.Grad = grad;
            if (grad is not null && !grad.Equal(gradValues!)) grad.CopyInPlace(gradValues!);
        }
    }
}
