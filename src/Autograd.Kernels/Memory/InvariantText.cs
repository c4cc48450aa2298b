using System.Globalization;
using System.Runtime.CompilerServices;

namespace Autograd.Memory;

/// <summary>Interpolated text in the invariant culture: messages read the same on every machine, minus signs included.</summary>
[InterpolatedStringHandler]
internal ref struct InvariantText(int literalLength, int formattedCount)
{
    private DefaultInterpolatedStringHandler text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    public void AppendLiteral(string literal) => text.AppendLiteral(literal);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public override string ToString() => text.ToStringAndClear();
}
