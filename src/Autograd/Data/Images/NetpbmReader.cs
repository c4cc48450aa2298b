using System.Buffers.Binary;

namespace Autograd.Data;

/// <summary>Reads PGM and PPM of Netpbm: a header of numbers, then samples as text (P2, P3) or bytes (P5, P6), point by point.</summary>
internal static class NetpbmReader
{
    private const int MostOfTwoBytes = 65535;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, truncated, or of a kind that is not read.</exception>
    public static Picture Read(ReadOnlySpan<byte> file)
    {
        char kind = (char)file[1];
        if (kind is not ('2' or '3' or '5' or '6')) throw new InvalidDataException($"is of Netpbm's kind P{kind}; P2, P3, P5 and P6 are read");
        int at = 2;
        int width = Number(file, ref at, "width", int.MaxValue), height = Number(file, ref at, "height", int.MaxValue), most = Number(file, ref at, "largest sample", MostOfTwoBytes);
        if (width == 0 || height == 0 || most == 0) throw new InvalidDataException(FormattableString.Invariant($"is damaged: it says {width} x {height} points of samples up to {most}"));
        bool text = kind is '2' or '3';
        int channels = kind is '3' or '6' ? 3 : 1, sampleBytes = most > byte.MaxValue ? 2 : 1;
        // One white space, then bytes; as text a sample is a white space and a digit at least.
        if (!text) at++;
        Int128 samples = (Int128)channels * width * height;
        if (samples * (text ? 2 : sampleBytes) > file.Length - at)
            throw new InvalidDataException(FormattableString.Invariant($"is truncated: {width} x {height} points of {channels} channels need more than its {file.Length} bytes"));
        var picture = Picture.Empty(channels, height, width);
        int n = width * height;
        for (int point = 0; point < n; point++)
        {
            for (int c = 0; c < channels; c++)
            {
                int sample = text ? Number(file, ref at, "sample", most) : Bytes(file, ref at, sampleBytes);
                if (sample > most) throw new InvalidDataException(FormattableString.Invariant($"is damaged: a sample is {sample}, and the largest shall be {most}"));
                picture.Planes[(c * n) + point] = PngColors.Scaled(sample, most);
            }
        }
        return picture;
    }

    private static int Bytes(ReadOnlySpan<byte> file, ref int at, int count)
    {
        int sample = count == 2 ? BinaryPrimitives.ReadUInt16BigEndian(file[at..]) : file[at];
        at += count;
        return sample;
    }

    /// <summary>A number after white space and comments, which go from # to the end of the line.</summary>
    private static int Number(ReadOnlySpan<byte> file, ref int at, string what, int most)
    {
        while (at < file.Length && (IsSpace(file[at]) || file[at] == '#'))
        {
            if (file[at] == '#') while (at < file.Length && file[at] != '\n') at++;
            else at++;
        }
        long number = 0;
        int start = at;
        for (; at < file.Length && char.IsAsciiDigit((char)file[at]); at++)
        {
            number = (number * 10) + (file[at] - '0');
            if (number > most) throw new InvalidDataException(FormattableString.Invariant($"is damaged: its {what} is above {most}"));
        }
        if (at == start) throw new InvalidDataException(at == file.Length ? $"is truncated: it ends before its {what}" : $"is damaged: its {what} is no number");
        return (int)number;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or >= (byte)'\t' and <= (byte)'\r';
}
