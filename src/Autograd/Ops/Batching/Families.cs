namespace Autograd;

// How an op carries the hidden dimension of a batch. An op bears one of these in its own file, a user's as one of the library; one that
// bears none is refused by Vmap, by name.

/// <summary>
/// An op whose leading dimensions are a batch already: its operands are aligned at the right and broadcast. It is called again, with the
/// hidden dimension in front and sizes of 1 behind it where an operand has fewer dimensions: <c>[B, 3], [B, 2, 3] -> [B, 1, 3], [B, 2, 3]</c>.
/// </summary>
public interface IBroadcasts;

/// <summary>As <see cref="IBroadcasts"/>, but the first operand says what the result looks like: it gets the hidden dimension also where it has none.</summary>
public interface IFollowsFirst;

/// <summary>An op with dimensions among its attributes: it is called again one dimension further in, with the hidden dimension in front of every operand.</summary>
/// <typeparam name="TSelf">The op.</typeparam>
public interface IShifts<TSelf>
    where TSelf : struct, IOp
{
    /// <summary>The op of the dimensions that lie behind one more in front.</summary>
    TSelf Shifted();
}

/// <summary>An op whose first dimension is a batch, of every operand and result: the hidden dimension becomes one with it.</summary>
public interface IFolds;

/// <summary>An op without operands whose result is random.</summary>
/// <typeparam name="TSelf">The op.</typeparam>
public interface IRandom<TSelf>
    where TSelf : struct, IOp
{
    /// <summary>The op that draws for every sample of a batch: <c>[batch, ...]</c>.</summary>
    TSelf ForEach(int batch);
}

/// <summary>An op that has a way of its own.</summary>
public interface IBatches
{
    /// <summary>
    /// All results, statistics included, with the batch in front: <c>[B, ...]</c>, in differentiable ops. Runs outside of Vmap: its ops see
    /// batches as tensors.
    /// </summary>
    /// <param name="c">The operands.</param>
    Tensor[] Batch(in BatchOperands c);
}

/// <summary>An op whose loops read operands in row-major order: batches are put in order first, as the op's face does with tensors.</summary>
public interface IRowMajor;

/// <summary>An op with operands whose result is random: what it draws depends on the order of the elements, so it is refused unless every sample draws for itself.</summary>
public interface IRandomOfOperands;
