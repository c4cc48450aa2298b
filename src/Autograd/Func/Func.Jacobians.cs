namespace Autograd;

public static partial class Func
{
    /// <summary>The Jacobian of a function of one tensor, <c>[out..., in...]</c>, in the mode that takes fewer passes.</summary>
    /// <param name="function">Made of recorded ops; it is called once.</param>
    /// <param name="chunkSize">
    /// How many passes at a time. They are samples of a batch, as under <see cref="Vmap(Func{Tensor, Tensor}, int, int, VmapRandomness, int?)"/>, and an op that has no rule
    /// for one throws; of 1 it is a loop, for which none is needed. When not given, as many as memory is well spent on, and one by one where a rule is
    /// missing. The numbers do not depend on it.
    /// </param>
    /// <returns>x to the Jacobian there; zeros where nothing depends on x.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size of a chunk is below 1.</exception>
    public static Func<Tensor, Tensor> Jacobian(Func<Tensor, Tensor> function, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jacobians("Func.Jacobian", function, Shorter, chunkSize);
    }

    /// <summary>The Jacobians of a function by each of its tensors, in the mode that takes fewer passes.</summary>
    /// <inheritdoc cref="JacRev(Func{Tensor[], Tensor}, int?)"/>
    public static Func<Tensor[], Tensor[]> Jacobian(Func<Tensor[], Tensor> function, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jacobians("Func.Jacobian", function, Shorter, chunkSize);
    }

    /// <summary>The Jacobian in reverse mode: backward passes, one for each output element (<c>torch.func.jacrev</c>).</summary>
    /// <inheritdoc cref="Jacobian(Func{Tensor, Tensor}, int?)"/>
    public static Func<Tensor, Tensor> JacRev(Func<Tensor, Tensor> function, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jacobians("Func.JacRev", function, static (_, _) => Rows, chunkSize);
    }

    /// <summary>The Jacobians by each tensor in reverse mode: backward passes, one for each output element (<c>torch.func.jacrev</c>).</summary>
    /// <param name="function">Made of recorded ops; it is called once.</param>
    /// <param name="chunkSize">How many passes at a time, as for a function of one tensor.</param>
    /// <returns>The tensors to one Jacobian each, of the output's shape followed by the input's; zeros where nothing depends on it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size of a chunk is below 1.</exception>
    public static Func<Tensor[], Tensor[]> JacRev(Func<Tensor[], Tensor> function, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jacobians("Func.JacRev", function, static (_, _) => Rows, chunkSize);
    }

    /// <summary>The Jacobian in forward mode: forward passes, one for each input element (<c>torch.func.jacfwd</c>).</summary>
    /// <inheritdoc cref="Jacobian(Func{Tensor, Tensor}, int?)"/>
    public static Func<Tensor, Tensor> JacFwd(Func<Tensor, Tensor> function, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jacobians("Func.JacFwd", function, static (_, _) => Columns, chunkSize);
    }

    /// <summary>The Jacobians by each tensor in forward mode: forward passes, one for each input element (<c>torch.func.jacfwd</c>).</summary>
    /// <inheritdoc cref="JacRev(Func{Tensor[], Tensor}, int?)"/>
    public static Func<Tensor[], Tensor[]> JacFwd(Func<Tensor[], Tensor> function, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jacobians("Func.JacFwd", function, static (_, _) => Columns, chunkSize);
    }

    /// <summary>The second derivatives of a scalar function of one tensor, <c>[in..., in...]</c>: forward over reverse (<c>torch.func.hessian</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="chunkSize">How many passes at a time, as for a Jacobian.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size of a chunk is below 1.</exception>
    public static Func<Tensor, Tensor> Hessian(Func<Tensor, Tensor> function, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        int? chunk = ChunkSize.Checked("Func.Hessian", chunkSize);
        return x => Hessians("Func.Hessian", xs => function(xs[0]), [x], chunk)[0][0];
    }

    /// <summary>The second derivatives of a scalar function by each pair of its tensors: forward over reverse (<c>torch.func.hessian</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="chunkSize">How many passes at a time, as for a Jacobian.</param>
    /// <returns>For inputs i and j the derivatives, of the shape of i followed by that of j.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size of a chunk is below 1.</exception>
    public static Func<Tensor[], Tensor[][]> Hessian(Func<Tensor[], Tensor> function, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        int? chunk = ChunkSize.Checked("Func.Hessian", chunkSize);
        return xs => Hessians("Func.Hessian", function, xs, chunk);
    }

    /// <summary>The sum of the second derivatives of a scalar function by each element of a tensor, the trace of its Hessian: a forward pass an element over one gradient.</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="chunkSize">How many passes at a time; as for a Jacobian.</param>
    /// <returns>x to a scalar.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size of a chunk is below 1.</exception>
    public static Func<Tensor, Tensor> Laplacian(Func<Tensor, Tensor> function, int? chunkSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        int? chunk = ChunkSize.Checked("Func.Laplacian", chunkSize);
        return x =>
        {
            using var level = new Level("Func.Laplacian", [x]);
            level.Call(xs => Slopes("Func.Laplacian", ys => function(ys[0]), xs).Gradients);
            // Of every column its element on the diagonal; masked, so that no infinity beside it becomes NaN.
            var diagonal = new UnitPasses(level, chunk).Along(x, [Tensor.Zeros([], x.DType)], unit => [level.Push([unit])[0].MaskedFill(unit.Eq(0), 0).Sum()]);
            return diagonal[0].Sum();
        };
    }

    internal static Tensor[][] Hessians(string op, Func<Tensor[], Tensor> function, Tensor[] inputs, int? chunkSize = null)
    {
        using var level = new Level(op, inputs);
        var slopes = level.Call(xs => Slopes(op, function, xs).Gradients);
        return Columns(level, slopes, inputs, chunkSize);
    }

    /// <summary>The Jacobians of a function; by rows or by columns, once the shape of its result is known.</summary>
    internal static Tensor[] Jacobians(string op, Func<Tensor[], Tensor> function, Tensor[] inputs, Func<Tensor, Tensor[], JacobianMode> mode, int? chunkSize = null)
    {
        using var level = new Level(op, inputs);
        var outputs = level.Call(xs => [function(xs)]);
        return mode(outputs[0], inputs)(level, outputs, inputs, chunkSize)[0];
    }

    /// <summary>The mode of fewer passes.</summary>
    private static JacobianMode Shorter(Tensor y, Tensor[] xs)
    {
        if (y.Numel <= xs.Sum(static x => (long)x.Numel)) return Rows;
        return Columns;
    }

    private static Func<Tensor, Tensor> Jacobians(string op, Func<Tensor, Tensor> function, Func<Tensor, Tensor[], JacobianMode> mode, int? chunkSize)
    {
        int? chunk = ChunkSize.Checked(op, chunkSize);
        return x => Jacobians(op, xs => function(xs[0]), [x], mode, chunk)[0];
    }

    private static Func<Tensor[], Tensor[]> Jacobians(string op, Func<Tensor[], Tensor> function, Func<Tensor, Tensor[], JacobianMode> mode, int? chunkSize)
    {
        int? chunk = ChunkSize.Checked(op, chunkSize);
        return xs => Jacobians(op, function, xs, mode, chunk);
    }

    /// <summary>Backward passes, one for each element of each output: row by row.</summary>
    internal static Tensor[][] Rows(Level level, Tensor[] outputs, Tensor[] inputs, int? chunkSize)
    {
        var passes = new UnitPasses(level, chunkSize);
        var result = new Tensor[outputs.Length][];
        for (int k = 0; k < outputs.Length; k++)
        {
            var y = outputs[k];
            int output = k;
            var rows = passes.Along(y, inputs, unit =>
            {
                var cotangents = new Tensor?[outputs.Length];
                cotangents[output] = unit;
                return level.Pull(cotangents, keep: true);
            });
            result[k] = [.. rows.Select((row, i) => row.Reshape([.. y.Shape, .. inputs[i].Shape]))];
        }
        return result;
    }

    /// <summary>Forward passes, one for each element of each input: column by column.</summary>
    internal static Tensor[][] Columns(Level level, Tensor[] outputs, Tensor[] inputs, int? chunkSize)
    {
        var passes = new UnitPasses(level, chunkSize);
        var result = Array.ConvertAll(outputs, _ => new Tensor[inputs.Length]);
        for (int i = 0; i < inputs.Length; i++)
        {
            var x = inputs[i];
            int input = i;
            var columns = passes.Along(x, outputs, unit =>
            {
                var tangents = new Tensor?[inputs.Length];
                tangents[input] = unit;
                return level.Push(tangents);
            });
            for (int k = 0; k < outputs.Length; k++) result[k][i] = columns[k].MoveDim(0, -1).Reshape([.. outputs[k].Shape, .. x.Shape]);
        }
        return result;
    }
}

/// <summary>A way to the Jacobians of a level's outputs by its inputs.</summary>
internal delegate Tensor[][] JacobianMode(Level level, Tensor[] outputs, Tensor[] inputs, int? chunkSize);
