namespace Autograd;

/// <summary>In which order the operands of <see cref="Tensor.Einsum(string, ReadOnlySpan{Tensor})"/> are contracted.</summary>
public enum EinsumOrder
{
    /// <summary>Always the pair whose product takes the fewest multiplications; of equal ones the one with the smaller result.</summary>
    Greedy,

    /// <summary>The first with the second, their product with the third, and so on.</summary>
    LeftToRight,
}

/// <summary>
/// Sums of products by an equation: diagonals of what is named twice, sums of what nobody else names, then pairs of operands by one batched
/// matrix product each, [batch, left, summed] x [batch, summed, right]. All of it differentiable ops.
/// </summary>
internal sealed class EinsumContraction(EinsumEquation equation, List<EinsumContraction.Operand> operands)
{
    /// <summary>A tensor and the label of each of its dimensions.</summary>
    internal sealed record Operand(Tensor X, int[] Labels);

    public static Tensor Run(EinsumEquation equation, ReadOnlySpan<Tensor> tensors, EinsumOrder order)
    {
        var operands = new List<Operand>();
        for (int i = 0; i < tensors.Length; i++) operands.Add(Narrow(equation, Diagonals(new Operand(tensors[i], equation.Operands[i]))));
        var contraction = new EinsumContraction(equation, operands);
        while (operands.Count > 1)
        {
            var (first, second) = order == EinsumOrder.Greedy ? contraction.Cheapest() : (operands[0], operands[1]);
            operands.Remove(first);
            operands.Remove(second);
            // The product of the pair stands where left to right goes on.
            operands.Insert(0, contraction.Contract(first, second));
        }
        var last = contraction.SumOut(operands[0], []);
        return last.X.Permute(Array.ConvertAll(equation.Output, label => Array.IndexOf(last.Labels, label)));
    }

    /// <summary>A label that stands twice is the diagonal of its dimensions.</summary>
    private static Operand Diagonals(Operand x)
    {
        for (int d = 0; d < x.Labels.Length; d++)
        {
            int twin = Array.LastIndexOf(x.Labels, x.Labels[d]);
            if (twin == d) continue;
            if (x.X.Shape[d] != x.X.Shape[twin])
                throw new ShapeException($"Einsum: dimensions {d} and {twin} of shape {x.X.Shape} have one subscript and different sizes");
            int label = x.Labels[d], first = d;
            int[] others = [.. x.Labels.Where((_, i) => i != first && i != twin)];
            return Diagonals(new Operand(x.X.Diagonal(0, d, twin), [.. others, label]));
        }
        return x;
    }

    /// <summary>A size of 1 that broadcasts is no dimension of the operand: its elements are the same along it.</summary>
    private static Operand Narrow(EinsumEquation equation, Operand x)
    {
        int[] gone = [.. Enumerable.Range(0, x.Labels.Length).Where(d => x.X.Shape[d] == 1 && equation.Size(x.Labels[d]) != 1)];
        return gone.Length == 0 ? x : new Operand(x.X.Squeeze(gone), [.. x.Labels.Where((_, d) => !gone.Contains(d))]);
    }

    private (Operand First, Operand Second) Cheapest()
    {
        var best = (operands[0], operands[1]);
        var least = (Work: double.PositiveInfinity, Size: double.PositiveInfinity);
        for (int i = 0; i < operands.Count; i++)
        {
            for (int j = i + 1; j < operands.Count; j++)
            {
                var union = operands[i].Labels.Union(operands[j].Labels).ToArray();
                var cost = (equation.Count(union), equation.Count(union.Where(label => IsWanted(label, operands[i], operands[j]))));
                if (cost.CompareTo(least) >= 0) continue;
                (best, least) = ((operands[i], operands[j]), cost);
            }
        }
        return best;
    }

    /// <summary>Whether the result or an operand that is still there names a label.</summary>
    private bool IsWanted(int label, params ReadOnlySpan<Operand> without)
    {
        if (equation.Output.Contains(label)) return true;
        foreach (var operand in operands)
        {
            if (!without.Contains(operand) && operand.Labels.Contains(label)) return true;
        }
        return false;
    }

    /// <summary>Sums over the labels that neither the partner nor anybody else names.</summary>
    private Operand SumOut(Operand x, int[] partner)
    {
        int[] gone = [.. Enumerable.Range(0, x.Labels.Length).Where(d => !partner.Contains(x.Labels[d]) && !IsWanted(x.Labels[d], x))];
        return gone.Length == 0 ? x : new Operand(x.X.Sum(gone).To(x.X.DType), [.. x.Labels.Where((_, d) => !gone.Contains(d))]);
    }

    private Operand Contract(Operand a, Operand b)
    {
        (a, b) = (SumOut(a, b.Labels), SumOut(b, a.Labels));
        int[] shared = [.. a.Labels.Intersect(b.Labels)];
        int[] batch = [.. shared.Where(label => IsWanted(label))], summed = [.. shared.Except(batch)];
        int[] left = [.. a.Labels.Except(shared)], right = [.. b.Labels.Except(shared)];
        int[] labels = [.. batch, .. left, .. right];
        if (summed.Length == 0) return new Operand(Spread(a, labels) * Spread(b, labels), labels);
        var product = Arranged(a, batch, left, summed).MatMul(Arranged(b, batch, summed, right));
        return new Operand(product.Reshape(Array.ConvertAll(labels, equation.Size)), labels);
    }

    /// <summary>Its dimensions in the order of the labels, with sizes of 1 for those it does not have.</summary>
    private Tensor Spread(Operand x, int[] labels)
    {
        int[] order = [.. labels.Where(x.Labels.Contains).Select(label => Array.IndexOf(x.Labels, label))];
        return x.X.Permute(order).Reshape(Array.ConvertAll(labels, label => x.Labels.Contains(label) ? equation.Size(label) : 1));
    }

    /// <summary>Three groups of dimensions, each as one.</summary>
    private Tensor Arranged(Operand x, params ReadOnlySpan<int[]> groups)
    {
        var sizes = new int[groups.Length];
        var order = new List<int>();
        for (int g = 0; g < groups.Length; g++)
        {
            sizes[g] = Dims.Size("Einsum", (long)equation.Count(groups[g]));
            foreach (int label in groups[g]) order.Add(Array.IndexOf(x.Labels, label));
        }
        return x.X.Permute([.. order]).Reshape(sizes);
    }
}

public partial class Tensor
{
    /// <summary>
    /// Sums of products by Einstein's convention (<c>torch.einsum</c>): <c>Einsum("ij,jk->ik", a, b)</c> is the matrix product. A subscript names a
    /// dimension; what the result does not name is summed over. A subscript twice in one operand is a diagonal, <c>...</c> stands for any number
    /// of dimensions that broadcast, and without an arrow the result has what occurs once, in alphabetical order.
    /// </summary>
    /// <param name="equation">The subscripts of the operands and the result; spaces do not count.</param>
    /// <param name="operands">One or more tensors of one dtype. Several are contracted in pairs, the cheapest first.</param>
    /// <exception cref="ShapeException">The equation does not fit the operands.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are float16, bfloat16 or bool.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands) => Einsum(equation, EinsumOrder.Greedy, operands);

    /// <summary>Sums of products, contracted in a chosen order; see <see cref="Einsum(string, ReadOnlySpan{Tensor})"/>.</summary>
    /// <exception cref="ShapeException">The equation does not fit the operands.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are float16, bfloat16 or bool.</exception>
    public static Tensor Einsum(string equation, EinsumOrder order, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        if (operands.Length == 0) throw new ShapeException($"Einsum: \"{equation}\" was given no tensors");
        foreach (var operand in operands)
        {
            ArgumentNullException.ThrowIfNull(operand);
            DTypes.NeedNumber("Einsum", operand.DType);
            if (operand.DType == DType.Bool) throw new DTypeException("Einsum: bools are not multiplied; convert with To(DType.Int64)");
            if (operand.DType != operands[0].DType)
                throw new DTypeException($"Einsum: operands of {operands[0].DType.Name} and {operand.DType.Name}: all need one dtype; convert with To");
        }
        return EinsumContraction.Run(new EinsumEquation(equation, operands), operands, order);
    }
}
