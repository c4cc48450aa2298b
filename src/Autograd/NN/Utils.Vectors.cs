namespace Autograd.NN;

public static partial class Utils
{
    /// <summary>All elements of all tensors, one after the other (<c>torch.nn.utils.parameters_to_vector</c>); differentiable.</summary>
    /// <exception cref="AutogradException">There are no tensors.</exception>
    public static Tensor ParametersToVector(IEnumerable<Tensor> parameters)
    {
        var all = NN.Given.All(parameters);
        return all.Count > 0 ? Tensor.Cat([.. all.Select(static p => p.Reshape(-1))]) : throw new AutogradException("ParametersToVector: there are no parameters");
    }

    /// <summary>Writes the elements of a vector into tensors, one after the other (<c>torch.nn.utils.vector_to_parameters</c>); not recorded.</summary>
    /// <param name="vector">As many elements as the tensors have together, <c>[N]</c>.</param>
    /// <param name="parameters">The tensors, in the order of <see cref="ParametersToVector"/>.</param>
    /// <exception cref="ShapeException">The vector has more or fewer; nothing was written.</exception>
    public static void VectorToParameters(Tensor vector, IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var all = NN.Given.All(parameters);
        long count = all.Sum(static p => (long)p.Numel);
        if (vector.Rank != 1 || vector.Numel != count)
            throw new ShapeException($"VectorToParameters: a vector of shape {vector.Shape} does not fill parameters of {Repr.Text(count)} elements");
        using var scope = NoGrad.Scope;
        int at = 0;
        foreach (var parameter in all)
        {
            parameter.CopyInPlace(vector[at..(at + parameter.Numel)].Reshape(parameter.Shape));
            at += parameter.Numel;
        }
    }
}
