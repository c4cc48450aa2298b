namespace Autograd;

/// <summary>
/// Runs code on tensors without values (PyTorch's <c>meta</c> device): nothing is allocated or computed, and what comes
/// out are shapes, dtypes, memory and flops, forward and backward.
/// </summary>
/// <remarks>
/// Tensors made inside, by factories and by ops, have a shape and no elements; reading them throws by name, and so does
/// every op whose shape depends on values. Parameters keep their values and gather no <see cref="Tensor.Grad"/>, generators keep
/// their state.
/// </remarks>
/// <example><c>var trace = ShapesOnly.Run(() => model.Forward(Tensor.Zeros(64, 784)).Sum().Backward());</c></example>
public static class ShapesOnly
{
    /// <summary>Runs an action on shapes and gives what it would have done.</summary>
    /// <exception cref="AutogradException">An op asks for a value.</exception>
    public static OpTrace Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new Shapes().Trace(action);
    }

    private sealed class Shapes : Tracer
    {
        protected override bool TakesTime => false;

        protected internal override void Run<TOp>(ref TOp op, ref OpCall call)
        {
            call.AllocateHollow();
            Note(call, TimeSpan.Zero);
        }
    }
}
