using System.Globalization;
using Autograd.Formulas;

namespace Autograd.Testing;

/// <summary>The reading of a formula as text: what the documentation shows is what the kernels compute.</summary>
internal readonly struct FormulaText(string text, int strength = FormulaText.Atom) : IReal<FormulaText>
{
    private const int Sum = 1;
    private const int Product = 2;
    private const int Atom = 3;

    private readonly string? text = text;
    private readonly int strength = strength;

    public static FormulaText Zero => new("0");

    public static FormulaText One => new("1");

    public static FormulaText Const(double literal) =>
        literal < 0 ? new(Text(literal), Sum) : new(Text(literal));

    public static FormulaText Const(Number parameter) => Const(parameter.Real);

    public static FormulaText operator +(FormulaText x, FormulaText y) => x.Is("0") ? y : y.Is("0") ? x : new($"{x} + {y.In(Sum)}", Sum);

    public static FormulaText operator -(FormulaText x, FormulaText y) => y.Is("0") ? x : x.Is("0") ? -y : new($"{x} - {y.In(Product)}", Sum);

    public static FormulaText operator *(FormulaText x, FormulaText y) =>
        x.Is("1") ? y : y.Is("1") ? x : x.Is("0") || y.Is("0") ? Zero : x.ToString() == y.ToString() ? new($"{x.In(Atom)}^2", Product) : new($"{x.In(Product)} {y.In(Product)}", Product);

    public static FormulaText operator /(FormulaText x, FormulaText y) => y.Is("1") ? x : new($"{x.In(Product)} / {y.In(Atom)}", Product);

    public static FormulaText operator -(FormulaText x) => x.Is("0") ? x : new($"-{x.In(Product)}", Sum);

    public static Mask<FormulaText> operator <(FormulaText x, FormulaText y) => Test(x, "<", y);

    public static Mask<FormulaText> operator >(FormulaText x, FormulaText y) => Test(x, ">", y);

    public static Mask<FormulaText> operator <=(FormulaText x, FormulaText y) => Test(x, "<=", y);

    public static Mask<FormulaText> operator >=(FormulaText x, FormulaText y) => Test(x, ">=", y);

    public static Mask<FormulaText> Equal(FormulaText x, FormulaText y) => Test(x, "=", y);

    public static Mask<FormulaText> IsNaN(FormulaText x) => new(new($"{x} is NaN", Sum));

    public static Mask<FormulaText> And(Mask<FormulaText> a, Mask<FormulaText> b) => new(new($"{a.Bits} and {b.Bits}", Sum));

    public static Mask<FormulaText> Or(Mask<FormulaText> a, Mask<FormulaText> b) => new(new($"{a.Bits} or {b.Bits}", Sum));

    public static Mask<FormulaText> Not(Mask<FormulaText> a) => new(new($"not ({a.Bits})", Sum));

    public static FormulaText Select(Mask<FormulaText> mask, FormulaText x, FormulaText y) =>
        x.ToString() == y.ToString() ? x : new($"({mask.Bits} ? {x} : {y})");

    public static FormulaText Fma(FormulaText a, FormulaText b, FormulaText c) => (a * b) + c;

    public static FormulaText Min(FormulaText x, FormulaText y) => new($"min({x}, {y})");

    public static FormulaText Max(FormulaText x, FormulaText y) => new($"max({x}, {y})");

    public static FormulaText Pow(FormulaText x, FormulaText y) => new($"{x.In(Atom)}^{y.In(Atom)}", Product);

    public static FormulaText Fmod(FormulaText x, FormulaText y) => new($"fmod({x}, {y})");

    public static FormulaText CopySign(FormulaText x, FormulaText sign) => new($"copysign({x}, {sign})");

    public static FormulaText Abs(FormulaText x) => new($"abs({x})");

    public static FormulaText Sqrt(FormulaText x) => new($"sqrt({x})");

    public static FormulaText Exp(FormulaText x) => new($"exp({x})");

    public static FormulaText Expm1(FormulaText x) => new($"expm1({x})");

    public static FormulaText Log(FormulaText x) => new($"log({x})");

    public static FormulaText Log1p(FormulaText x) => new($"log1p({x})");

    public static FormulaText Sin(FormulaText x) => new($"sin({x})");

    public static FormulaText Cos(FormulaText x) => new($"cos({x})");

    public static FormulaText Tan(FormulaText x) => new($"tan({x})");

    public static FormulaText Tanh(FormulaText x) => new($"tanh({x})");

    public static FormulaText Atan(FormulaText x) => new($"atan({x})");

    public static FormulaText Erf(FormulaText x) => new($"erf({x})");

    public static FormulaText Erfc(FormulaText x) => new($"erfc({x})");

    public static FormulaText Floor(FormulaText x) => new($"floor({x})");

    public static FormulaText Ceiling(FormulaText x) => new($"ceil({x})");

    public static FormulaText Truncate(FormulaText x) => new($"trunc({x})");

    public static FormulaText Round(FormulaText x) => new($"round({x})");

    public override string ToString() => text ?? "0";

    private static Mask<FormulaText> Test(FormulaText x, string sign, FormulaText y) => new(new($"{x} {sign} {y}", Sum));

    /// <summary>Six digits: a page is for reading, the source has them all.</summary>
    private static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    private bool Is(string other) => ToString() == other;

    private string In(int needed) => (text is null ? Atom : strength) >= needed ? ToString() : $"({this})";
}
