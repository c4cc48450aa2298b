namespace Autograd.Formulas;

/// <summary>One step of an optimiser for one element: it rewrites the parameter and its states from the gradient.</summary>
/// <remarks>
/// Implement it as a <c>readonly struct</c>; coefficients are fields of type <see cref="Number"/>, computed in double and rounded
/// once. Mark the method with <c>AggressiveInlining</c>.
/// </remarks>
public interface IStepFormula
{
    /// <summary>The name that errors and profiles show, <c>Adam</c>.</summary>
    static abstract string Name { get; }

    /// <summary>How many states are read and written, 0 to 3; the others come as 0 and go nowhere.</summary>
    int States { get; }

    /// <summary>The step.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    /// <param name="p">The parameter, to be rewritten.</param>
    /// <param name="g">Its gradient.</param>
    /// <param name="s0">The first state, to be rewritten.</param>
    /// <param name="s1">The second state.</param>
    /// <param name="s2">The third state.</param>
    void Step<V>(ref V p, V g, ref V s0, ref V s1, ref V s2)
        where V : struct, IReal<V>;
}
