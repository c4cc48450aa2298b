namespace Autograd;

/// <content>Functions of one sample as functions of a batch.</content>
public static partial class Func
{
    /// <summary>
    /// The function that applies another to every sample of a batch at once (<c>torch.func.vmap</c>): each op inside of it runs once, on all
    /// samples, with the dimension of the batch hidden from the function.
    /// </summary>
    /// <param name="function">
    /// A function of one sample. Tensors that it captures are the same for all samples. It may not read values (<c>Item</c>), write in place, or
    /// leave a tensor in a variable outside; an op without a rule for a batch is refused by name.
    /// </param>
    /// <param name="inDim">The dimension of the argument along which the samples lie; negative from the end.</param>
    /// <param name="outDim">The dimension of the result along which those of the samples are laid.</param>
    /// <param name="randomness">What random ops do: throw, draw for every sample, or share one draw.</param>
    /// <param name="chunkSize">How many samples are computed at a time: less memory, the same numbers. All of them when not given.</param>
    /// <returns>A function of the batch. It throws <see cref="ShapeException"/> where there is no such dimension or it is empty, and <see cref="AutogradException"/> where the function does what it may not.</returns>
    public static Func<Tensor, Tensor> Vmap(Func<Tensor, Tensor> function, int inDim = 0, int outDim = 0, VmapRandomness randomness = VmapRandomness.Error, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        int? chunk = ChunkSize.Checked("Vmap", chunkSize);
        return x => new VmapCall([inDim], randomness, chunk).Run(xs => [function(xs[0])], [x], [outDim])[0];
    }

    /// <summary>The same of two arguments.</summary>
    /// <param name="function">A function of two samples.</param>
    /// <param name="inDims">Along which dimension of each argument the samples lie; null where it is the same for all of them. The first of both when not given.</param>
    /// <param name="outDim">The dimension of the result along which those of the samples are laid.</param>
    /// <param name="randomness">What random ops do: throw, draw for every sample, or share one draw.</param>
    /// <param name="chunkSize">How many samples are computed at a time: less memory, the same numbers. All of them when not given.</param>
    /// <inheritdoc cref="Vmap(Func{Tensor, Tensor}, int, int, VmapRandomness, int?)"/>
    public static Func<Tensor, Tensor, Tensor> Vmap(
        Func<Tensor, Tensor, Tensor> function, (int? First, int? Second)? inDims = null, int outDim = 0, VmapRandomness randomness = VmapRandomness.Error, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (first, second) = inDims ?? (0, 0);
        int? chunk = ChunkSize.Checked("Vmap", chunkSize);
        return (x, y) => new VmapCall([first, second], randomness, chunk).Run(xs => [function(xs[0], xs[1])], [x, y], [outDim])[0];
    }

    /// <summary>The same of three arguments.</summary>
    /// <param name="function">A function of three samples.</param>
    /// <param name="inDims">Along which dimension of each argument the samples lie; null where it is the same for all of them. The first of each when not given.</param>
    /// <param name="outDim">The dimension of the result along which those of the samples are laid.</param>
    /// <param name="randomness">What random ops do: throw, draw for every sample, or share one draw.</param>
    /// <param name="chunkSize">How many samples are computed at a time: less memory, the same numbers. All of them when not given.</param>
    /// <inheritdoc cref="Vmap(Func{Tensor, Tensor}, int, int, VmapRandomness, int?)"/>
    public static Func<Tensor, Tensor, Tensor, Tensor> Vmap(
        Func<Tensor, Tensor, Tensor, Tensor> function,
        (int? First, int? Second, int? Third)? inDims = null,
        int outDim = 0,
        VmapRandomness randomness = VmapRandomness.Error,
        int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (first, second, third) = inDims ?? (0, 0, 0);
        int? chunk = ChunkSize.Checked("Vmap", chunkSize);
        return (x, y, z) => new VmapCall([first, second, third], randomness, chunk).Run(xs => [function(xs[0], xs[1], xs[2])], [x, y, z], [outDim])[0];
    }

    /// <summary>The same of one argument and two results.</summary>
    /// <param name="function">A function of one sample.</param>
    /// <param name="inDim">The dimension of the argument along which the samples lie.</param>
    /// <param name="outDims">The dimension of each result along which those of the samples are laid; the first when not given.</param>
    /// <param name="randomness">What random ops do: throw, draw for every sample, or share one draw.</param>
    /// <param name="chunkSize">How many samples are computed at a time: less memory, the same numbers. All of them when not given.</param>
    /// <inheritdoc cref="Vmap(Func{Tensor, Tensor}, int, int, VmapRandomness, int?)"/>
    public static Func<Tensor, (Tensor First, Tensor Second)> Vmap(
        Func<Tensor, (Tensor First, Tensor Second)> function, int inDim = 0, (int First, int Second) outDims = default, VmapRandomness randomness = VmapRandomness.Error, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        int? chunk = ChunkSize.Checked("Vmap", chunkSize);
        return x =>
        {
            var results = new VmapCall([inDim], randomness, chunk).Run(
                xs =>
                {
                    var (a, b) = function(xs[0]);
                    return [a, b];
                },
                [x],
                [outDims.First, outDims.Second]);
            return (results[0], results[1]);
        };
    }

    /// <summary>The same of any number of arguments and results.</summary>
    /// <param name="function">A function of samples.</param>
    /// <param name="inDims">Along which dimension of each argument the samples lie; null where it is the same for all of them. The first of each when not given.</param>
    /// <param name="outDims">The dimension of each result along which those of the samples are laid; the first when not given.</param>
    /// <param name="randomness">What random ops do: throw, draw for every sample, or share one draw.</param>
    /// <param name="chunkSize">How many samples are computed at a time: less memory, the same numbers. All of them when not given.</param>
    /// <inheritdoc cref="Vmap(Func{Tensor, Tensor}, int, int, VmapRandomness, int?)"/>
    public static Func<Tensor[], Tensor[]> Vmap(
        Func<Tensor[], Tensor[]> function, IReadOnlyList<int?>? inDims = null, IReadOnlyList<int>? outDims = null, VmapRandomness randomness = VmapRandomness.Error, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        int? chunk = ChunkSize.Checked("Vmap", chunkSize);
        return xs =>
        {
            ArgumentNullException.ThrowIfNull(xs);
            return new VmapCall(inDims ?? [.. Enumerable.Repeat<int?>(0, xs.Length)], randomness, chunk).Run(function, xs, outDims);
        };
    }
}
