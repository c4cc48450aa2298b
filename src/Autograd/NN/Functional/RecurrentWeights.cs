namespace Autograd.NN;

/// <summary>The weights of one layer in one direction.</summary>
/// <param name="InputHidden">W_ih: <c>[gates * H, inputs]</c>.</param>
/// <param name="HiddenHidden">W_hh: <c>[gates * H, outputs]</c>.</param>
/// <param name="InputBias">b_ih: <c>[gates * H]</c>, or null.</param>
/// <param name="HiddenBias">b_hh: <c>[gates * H]</c>, or null.</param>
/// <param name="Projection">W_hr: <c>[outputs, H]</c>, or null.</param>
internal readonly record struct RecurrentWeights(Tensor InputHidden, Tensor HiddenHidden, Tensor? InputBias, Tensor? HiddenBias, Tensor? Projection = null)
{
    /// <summary>h W_hh^T + b_hh.</summary>
    public Tensor FromState(Tensor h) => Functional.Linear(h, HiddenHidden, HiddenBias);
}
