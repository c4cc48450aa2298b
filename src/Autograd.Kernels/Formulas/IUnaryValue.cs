namespace Autograd.Formulas;

/// <summary>A function of one number without its derivative, which is found by dual numbers: an <see cref="IUnaryFormula"/> whose slope is left out.</summary>
/// <remarks>
/// It has everything that a formula has, derivatives of every order included. A slope written out is often cheaper, and may need y alone where this one reads x;
/// in a long formula the registers run out sooner. Where the function has a kink, the derivative is that of the branch taken.
/// </remarks>
public interface IUnaryValue
{
    /// <summary>The name that errors and graphs show.</summary>
    static abstract string Name { get; }

    /// <summary>The value <c>y = f(x)</c>.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V Value<V>(V x)
        where V : struct, IReal<V>;
}
