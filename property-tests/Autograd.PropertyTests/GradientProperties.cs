using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Every derivative of every row against central differences, forward against backward mode, recorded against not.</summary>
public sealed class GradientProperties
{
    [Theory]
    [MemberData(nameof(RowData.Differentiable), MemberType = typeof(RowData))]
    public void Orders_one_and_two_agree_with_differences(string name) => DerivativeChecks.Orders(OpTable.Find(name));

    [Theory]
    [MemberData(nameof(RowData.Formulas), MemberType = typeof(RowData))]
    public void Order_three_of_formulas_agrees_with_differences_of_order_two(string name) => DerivativeChecks.Orders(OpTable.Find(name), order: 3, draws: 8, maxSize: 2);

    [Theory]
    [MemberData(nameof(RowData.Linear), MemberType = typeof(RowData))]
    public void Linear_ops_have_their_adjoint(string name) => DerivativeChecks.Adjoint(OpTable.Find(name));

    [Theory]
    [MemberData(nameof(RowData.NotDifferentiable), MemberType = typeof(RowData))]
    public void What_is_not_differentiable_does_not_require_a_gradient(string name) => DerivativeChecks.NoGradient(OpTable.Find(name));

    [Theory]
    [MemberData(nameof(RowData.Steps), MemberType = typeof(RowData))]
    public void Steps_have_the_gradient_zero(string name) => DerivativeChecks.Zero(OpTable.Find(name));
}
