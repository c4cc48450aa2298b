namespace Autograd.Checks;

/// <content>Ops of a user's own.</content>
public static partial class GradCheck
{
    /// <summary>
    /// Checks an op of a user's own at the door, all its results, to order 2: backward and forward mode, recorded and not, each result alone
    /// (<c>gradcheck(Function.apply)</c> and <c>gradgradcheck</c>).
    /// </summary>
    /// <typeparam name="TOp">The op.</typeparam>
    /// <param name="op">Its attributes.</param>
    /// <param name="inputs">The point at which derivatives are checked; float64 where they require a gradient.</param>
    /// <param name="options">Orders, tolerances, step; the defaults check to order 2.</param>
    /// <returns>The report.</returns>
    /// <exception cref="DTypeException">An input that requires a gradient, or a result, is float32.</exception>
    /// <exception cref="AutogradException">No input requires a gradient, or two calls gave different results.</exception>
    /// <example><c>GradCheck.Function(new RowsOp(index), [table]).ThrowIfFailed();</c></example>
    public static GradCheckReport Function<TOp>(TOp op, Tensor[] inputs, GradCheckOptions? options = null)
        where TOp : struct, IOp =>
        Run(xs => Op.CallAll(op, xs), inputs, options ?? new GradCheckOptions { Order = 2 });
}
