namespace Autograd;

public static partial class Func
{
    /// <summary>The Jacobian of a function of one tensor, <c>[out..., in...]</c>, in the mode that takes fewer passes.</summary>
    /// <param name="function">Made of recorded ops; it is called once.</param>
    /// <returns>x to the Jacobian there; zeros where nothing depends on x.</returns>
    public static Func<Tensor, Tensor> Jacobian(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return x => Jacobians("Func.Jacobian", xs => function(xs[0]), [x], static (y, xs) => y.Numel <= xs[0].Numel ? Rows : Columns)[0];
    }

    /// <summary>The Jacobians of a function by each of its tensors, in the mode that takes fewer passes.</summary>
    /// <inheritdoc cref="JacRev(Func{Tensor[], Tensor})"/>
    public static Func<Tensor[], Tensor[]> Jacobian(Func<Tensor[], Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return xs => Jacobians("Func.Jacobian", function, xs, static (y, xs) => y.Numel <= xs.Sum(static x => (long)x.Numel) ? Rows : Columns);
    }

    /// <summary>The Jacobian in reverse mode: a backward pass for each output element (<c>torch.func.jacrev</c>).</summary>
    /// <inheritdoc cref="Jacobian(Func{Tensor, Tensor})"/>
    public static Func<Tensor, Tensor> JacRev(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return x => Jacobians("Func.JacRev", xs => function(xs[0]), [x], static (_, _) => Rows)[0];
    }

    /// <summary>The Jacobians by each tensor in reverse mode: a backward pass for each output element (<c>torch.func.jacrev</c>).</summary>
    /// <param name="function">Made of recorded ops; it is called once.</param>
    /// <returns>The tensors to one Jacobian each, of the output's shape followed by the input's; zeros where nothing depends on it.</returns>
    public static Func<Tensor[], Tensor[]> JacRev(Func<Tensor[], Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return xs => Jacobians("Func.JacRev", function, xs, static (_, _) => Rows);
    }

    /// <summary>The Jacobian in forward mode: a forward pass for each input element (<c>torch.func.jacfwd</c>).</summary>
    /// <inheritdoc cref="Jacobian(Func{Tensor, Tensor})"/>
    public static Func<Tensor, Tensor> JacFwd(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return x => Jacobians("Func.JacFwd", xs => function(xs[0]), [x], static (_, _) => Columns)[0];
    }

    /// <summary>The Jacobians by each tensor in forward mode: a forward pass for each input element (<c>torch.func.jacfwd</c>).</summary>
    /// <inheritdoc cref="JacRev(Func{Tensor[], Tensor})"/>
    public static Func<Tensor[], Tensor[]> JacFwd(Func<Tensor[], Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return xs => Jacobians("Func.JacFwd", function, xs, static (_, _) => Columns);
    }

    /// <summary>The second derivatives of a scalar function of one tensor, <c>[in..., in...]</c>: forward over reverse (<c>torch.func.hessian</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    public static Func<Tensor, Tensor> Hessian(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return x => Hessians("Func.Hessian", xs => function(xs[0]), [x])[0][0];
    }

    /// <summary>The second derivatives of a scalar function by each pair of its tensors: forward over reverse (<c>torch.func.hessian</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <returns>For inputs i and j the derivatives, of the shape of i followed by that of j.</returns>
    public static Func<Tensor[], Tensor[][]> Hessian(Func<Tensor[], Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return xs => Hessians("Func.Hessian", function, xs);
    }

    /// <summary>The sum of the second derivatives of a scalar function by each element of a tensor, the trace of its Hessian: a forward pass an element over one gradient.</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <returns>x to a scalar.</returns>
    public static Func<Tensor, Tensor> Laplacian(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return x =>
        {
            using var level = new Level("Func.Laplacian", [x]);
            level.Call(xs => Slopes("Func.Laplacian", ys => function(ys[0]), xs).Gradients);
            var units = Tensor.Eye(x.Numel, dtype: x.DType);
            var trace = Tensor.Zeros([], x.DType);
            for (int i = 0; i < x.Numel; i++)
                trace += level.Push([units.Select(0, i).Reshape(x.Shape)])[0].Reshape(-1).Select(0, i);
            return trace;
        };
    }

    internal static Tensor[][] Hessians(string op, Func<Tensor[], Tensor> function, Tensor[] inputs)
    {
        using var level = new Level(op, inputs);
        var slopes = level.Call(xs => Slopes(op, function, xs).Gradients);
        return Columns(level, slopes, inputs);
    }

    /// <summary>The Jacobians of a function; by rows or by columns, once the shape of its result is known.</summary>
    internal static Tensor[] Jacobians(
        string op, Func<Tensor[], Tensor> function, Tensor[] inputs, Func<Tensor, Tensor[], Func<Level, Tensor[], Tensor[], Tensor[][]>> mode)
    {
        using var level = new Level(op, inputs);
        var outputs = level.Call(xs => [function(xs)]);
        return mode(outputs[0], inputs)(level, outputs, inputs)[0];
    }

    /// <summary>A backward pass for each element of each output: row by row.</summary>
    internal static Tensor[][] Rows(Level level, Tensor[] outputs, Tensor[] inputs)
    {
        var result = new Tensor[outputs.Length][];
        for (int k = 0; k < outputs.Length; k++)
        {
            var y = outputs[k];
            var units = Tensor.Eye(y.Numel, dtype: y.DType);
            var cotangents = new Tensor?[outputs.Length];
            var rows = new Tensor[y.Numel][];
            for (int e = 0; e < rows.Length; e++)
            {
                cotangents[k] = units.Select(0, e).Reshape(y.Shape);
                rows[e] = level.Pull(cotangents, keep: true);
            }
            result[k] = new Tensor[inputs.Length];
            for (int i = 0; i < inputs.Length; i++)
                result[k][i] = Joined(Array.ConvertAll(rows, row => row[i]), 0, y, inputs[i]);
        }
        return result;
    }

    /// <summary>A forward pass for each element of each input: column by column.</summary>
    internal static Tensor[][] Columns(Level level, Tensor[] outputs, Tensor[] inputs)
    {
        var result = Array.ConvertAll(outputs, _ => new Tensor[inputs.Length]);
        for (int i = 0; i < inputs.Length; i++)
        {
            var x = inputs[i];
            var units = Tensor.Eye(x.Numel, dtype: x.DType);
            var tangents = new Tensor?[inputs.Length];
            var columns = new Tensor[x.Numel][];
            for (int e = 0; e < columns.Length; e++)
            {
                tangents[i] = units.Select(0, e).Reshape(x.Shape);
                columns[e] = level.Push(tangents);
            }
            for (int k = 0; k < outputs.Length; k++)
                result[k][i] = Joined(Array.ConvertAll(columns, column => column[k]), -1, outputs[k], x);
        }
        return result;
    }

    /// <summary>Rows or columns side by side, as <c>[out..., in...]</c>.</summary>
    private static Tensor Joined(Tensor[] parts, int dim, Tensor y, Tensor x)
    {
        int[] sizes = [.. y.Shape, .. x.Shape];
        return parts.Length == 0 ? Tensor.Zeros(sizes, y.DType) : Tensor.Stack(parts, dim).Reshape(sizes);
    }
}
