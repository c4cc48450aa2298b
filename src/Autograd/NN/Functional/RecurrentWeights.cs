namespace Autograd.NN;

/// <summary>The weights of one layer in one direction.</summary>
/// <param name="InputHidden">W_ih: <c>[gates * H, inputs]</c>.</param>
/// <param name="HiddenHidden">W_hh: <c>[gates * H, outputs]</c>.</param>
/// <param name="InputBias">b_ih: <c>[gates * H]</c>, or null.</param>
/// <param name="HiddenBias">b_hh: <c>[gates * H]</c>, or null.</param>
/// <param name="Projection">W_hr: <c>[outputs, H]</c>, or null.</param>
internal readonly record struct RecurrentWeights(Tensor InputHidden, Tensor HiddenHidden, Tensor? InputBias, Tensor? HiddenBias, Tensor? Projection = null)
{
    // Below that many products with W_hh it is not worth a copy.
    private const int LeastSteps = 4;

    private LinearWeight State { get; init; } = new(HiddenHidden);

    /// <summary>For that many steps one after the other.</summary>
    public RecurrentWeights ForSteps(int steps) => steps < LeastSteps ? this : this with { State = LinearWeight.ForManyProducts(HiddenHidden) };

    /// <summary>x W_ih^T + b_ih.</summary>
    public Tensor FromInput(Tensor x) => Functional.Linear(x, InputHidden, InputBias);

    /// <summary>x W_ih^T + b_ih + b_hh: what <see cref="AddState"/> goes on from.</summary>
    public Tensor FromInputWithBiases(Tensor x) => Functional.Linear(x, InputHidden, HiddenBias is null ? InputBias : InputBias! + HiddenBias);

    /// <summary>h W_hh^T + b_hh.</summary>
    public Tensor FromState(Tensor h) => State.Strips is null ? Functional.Linear(h, HiddenHidden, HiddenBias) : LinearOp.Apply(h, State, HiddenBias);

    /// <summary>fromInput + h W_hh^T: the sums of the product begin with what came from the input.</summary>
    public Tensor AddState(Tensor fromInput, Tensor h) => LinearOp.Apply(h, State, fromInput);
}
