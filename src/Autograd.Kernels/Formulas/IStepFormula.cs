namespace Autograd.Formulas;

/// <summary>One step of an optimiser for one element: it rewrites the parameter and its states from the gradient.</summary>
/// <remarks>Implement it as a <c>readonly struct</c>; coefficients are fields, computed in double and rounded once.</remarks>
internal interface IStepFormula
{
    /// <summary>How many states are read and written, 0 to 3; the others come as 0 and go nowhere.</summary>
    int States { get; }

    void Step<V>(ref V p, V g, ref V s0, ref V s1, ref V s2)
        where V : struct, IReal<V>;
}
