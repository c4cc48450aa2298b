namespace Autograd;

/// <summary>Arithmetic with an <c>int</c>, for languages whose operators do not widen one: <c>2 * x</c> in F#.</summary>
public partial class Tensor
{
    /// <summary>x + c; integers stay integers.</summary>
    public static Tensor operator +(Tensor x, int c) => x + (long)c;

    /// <summary>c + x; integers stay integers.</summary>
    public static Tensor operator +(int c, Tensor x) => x + (long)c;

    /// <summary>x - c; integers stay integers.</summary>
    public static Tensor operator -(Tensor x, int c) => x - (long)c;

    /// <summary>c - x; integers stay integers.</summary>
    public static Tensor operator -(int c, Tensor x) => (long)c - x;

    /// <summary>c x; integers stay integers.</summary>
    public static Tensor operator *(Tensor x, int c) => x * (long)c;

    /// <summary>c x; integers stay integers.</summary>
    public static Tensor operator *(int c, Tensor x) => x * (long)c;

    /// <summary>x / c; the quotient of integers is float32.</summary>
    public static Tensor operator /(Tensor x, int c) => x / (double)c;

    /// <summary>c / x; the quotient of integers is float32.</summary>
    public static Tensor operator /(int c, Tensor x) => (double)c / x;
}
