namespace Autograd;

/// <summary>
/// Marks an op made of pieces, on each of which it is smooth: it says on which piece its elements lie. A gradient check then knows whether a
/// difference reaches across a kink, and names the op. Formulas say it by themselves, and so do ops with results or statistics that are no
/// floating-point numbers: indices, masks.
/// </summary>
public interface IPiecewise
{
    /// <summary>A number that changes whenever an element comes to lie on another piece: a hash (<see cref="HashCode"/>) of all decisions.</summary>
    /// <param name="c">The call, which has its results.</param>
    int Branches(in OpCall c);
}
