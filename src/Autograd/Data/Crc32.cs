namespace Autograd.Data;

/// <summary>The checksum of gzip and zip: the remainder modulo x^32 + x^26 + ... + 1, bits reversed (ISO 3309).</summary>
internal struct Crc32
{
    private const uint Polynomial = 0xedb88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(static n => Remainder((uint)n))];

    private uint value;

    /// <summary>The checksum of what was added.</summary>
    public readonly uint Value => value;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~value;
        foreach (byte b in bytes) crc = Table[(byte)crc ^ b] ^ (crc >> 8);
        value = ~crc;
    }

    private static uint Remainder(uint n)
    {
        for (int bit = 0; bit < 8; bit++) n = (n & 1) != 0 ? Polynomial ^ (n >> 1) : n >> 1;
        return n;
    }
}
