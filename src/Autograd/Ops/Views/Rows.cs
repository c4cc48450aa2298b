namespace Autograd;

public partial class Tensor
{
    /// <summary>The elements of the first dimension one after another, as views: <c>foreach (var row in x)</c>; <see cref="Unbind"/> gives them as an array.</summary>
    /// <exception cref="ShapeException">The tensor is a scalar.</exception>
    public IEnumerator<Tensor> GetEnumerator()
    {
        if (Rank == 0) throw new ShapeException("GetEnumerator: a scalar has no rows; use Item()");
        return ((IEnumerable<Tensor>)Unbind(0)).GetEnumerator();
    }
}
