namespace Autograd.Checks;

/// <summary>What the loss said of classes: the mean cross-entropy of its scores, and what that would be without knowing anything.</summary>
/// <param name="Loss">The mean over the samples, whatever the reduction and the weights of the loss are.</param>
/// <param name="Chance">ln(classes).</param>
/// <param name="Classes">How many there are.</param>
internal sealed record ClassLoss(double Loss, double Chance, int Classes)
{
    /// <summary>The loss that an op is, where it is one of classes.</summary>
    public static ClassLoss? Of(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (op == CrossEntropyOp.Name) return OfIndices(inputs[0].Detach(), inputs[1]);
        // Elements are samples of two classes.
        bool isBinary = op == BinaryCrossEntropyWithLogits.Name || op == BinaryCrossEntropy.Name;
        return isBinary ? new ClassLoss(outputs[0].Detach().Mean().Item(), Math.Log(2), 2) : null;
    }

    /// <summary>The mean of -log softmax(x)_t over the rows of <c>[N, C]</c> whose label is a class.</summary>
    private static ClassLoss? OfIndices(Tensor scores, Tensor labels)
    {
        int classes = scores.Shape[1];
        var counts = labels.Ge(0).LogicalAnd(labels.Lt(classes));
        var each = scores.LogSoftmax(1).Gather(1, labels.MaskedFill(counts.LogicalNot(), 0).Unsqueeze(1)).Squeeze(1).MaskedFill(counts.LogicalNot(), 0);
        double samples = counts.Double().Sum().Item();
        return samples == 0 || classes < 2 ? null : new ClassLoss(-each.Double().Sum().Item() / samples, Math.Log(classes), classes);
    }
}
