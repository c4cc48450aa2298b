using System.Globalization;
using Autograd.Memory;

namespace Autograd.IO;

/// <summary>Reads the dictionary of a <see cref="NpyHeader"/>: three keys, in any order, with a text, a bool and a tuple of integers.</summary>
internal sealed class PythonLiteral(string path, string text)
{
    private int at;

    public NpyHeader ReadHeader(int bytes)
    {
        string? descr = null;
        bool? fortranOrder = null;
        long[]? sizes = null;
        Need('{');
        while (!Take('}'))
        {
            string key = Text();
            Need(':');
            if (key == "descr" && descr is null) descr = Text();
            else if (key == "fortran_order" && fortranOrder is null) fortranOrder = Truth();
            else if (key == "shape" && sizes is null) sizes = Tuple();
            else throw Wrong($"the key '{key}'");
            if (Take(',')) continue;
            Need('}');
            break;
        }
        Skip();
        if (at != text.Length || descr is null || fortranOrder is null || sizes is null) throw Wrong("keys missing, or more behind them");
        var (element, bigEndian) = NpyHeader.ElementOf(path, descr);
        return new NpyHeader(element, bigEndian, fortranOrder.Value, sizes, bytes);
    }

    private string Text()
    {
        Skip();
        if (at == text.Length || text[at] is not ('\'' or '"')) throw Wrong("no text where one should be");
        int end = text.IndexOf(text[at], at + 1);
        if (end < 0) throw Wrong("a text without an end");
        string value = text[(at + 1)..end];
        at = end + 1;
        return value;
    }

    private bool Truth()
    {
        Skip();
        bool value = text.AsSpan(at).StartsWith("True", StringComparison.Ordinal);
        if (!value && !text.AsSpan(at).StartsWith("False", StringComparison.Ordinal)) throw Wrong("no True or False for fortran_order");
        at += value ? "True".Length : "False".Length;
        return value;
    }

    private long[] Tuple()
    {
        Need('(');
        var sizes = new List<long>();
        while (!Take(')'))
        {
            sizes.Add(Integer());
            if (sizes.Count > Layout.MaxRank) throw Wrong(FormattableString.Invariant($"more than {Layout.MaxRank} dimensions"));
            if (Take(',')) continue;
            Need(')');
            break;
        }
        return [.. sizes];
    }

    private long Integer()
    {
        Skip();
        int end = at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '-')) end++;
        if (!long.TryParse(text.AsSpan(at, end - at), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)) throw Wrong("a size that is no integer");
        at = end;
        return value;
    }

    private bool Take(char expected)
    {
        Skip();
        if (at == text.Length || text[at] != expected) return false;
        at++;
        return true;
    }

    private void Need(char expected)
    {
        if (!Take(expected)) throw Wrong($"no '{expected}' where one should be");
    }

    private void Skip()
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\t') at++;
    }

    private TensorFileException Wrong(string found) =>
        new(path, $"a header with {found}", "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }");
}
