using Google.Protobuf;

namespace Autograd.Training;

/// <summary>Messages of TensorBoard's event files in protobuf's wire format; field numbers from tensorflow's event.proto, summary.proto, histogram.proto and tensor.proto.</summary>
internal static class EventMessage
{
    // TensorProto's dtype of texts.
    private const int StringType = 7;

    /// <summary>The first event of a file, by which readers know it.</summary>
    public static byte[] Version(double time) => Event(time, 0, static output => Text(output, 3, "brain.Event:2"));

    public static byte[] Scalar(double time, long step, string tag, float value) => Summary(time, step, tag, output =>
    {
        output.WriteTag(2, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    });

    /// <summary>A histogram as (limit, count) of bins: the limit is the upper edge; the first bin begins at the smallest number.</summary>
    public static byte[] Histogram(double time, long step, string tag, double[] values, int bins)
    {
        double low = values.Min(), high = values.Max();
        // Half of each before the difference: two numbers of opposite signs may be further apart than the largest number.
        double Edge(int i) => low + (high / bins * i - low / bins * i);
        var limits = low == high ? [high] : Enumerable.Range(1, bins).Select(i => i == bins ? high : Edge(i)).ToArray();
        var counts = new double[limits.Length];
        foreach (double value in values)
        {
            int bin = Array.BinarySearch(limits, value);
            counts[Math.Min(bin < 0 ? ~bin : bin, limits.Length - 1)]++;
        }
        return Summary(time, step, tag, output => Inner(output, 5, histogram =>
        {
            Double(histogram, 1, low);
            Double(histogram, 2, high);
            Double(histogram, 3, values.Length);
            Double(histogram, 4, values.Sum());
            Double(histogram, 5, values.Sum(static v => v * v));
            Doubles(histogram, 6, limits);
            Doubles(histogram, 7, counts);
        }));
    }

    /// <summary>A text: a tensor of one string for the plugin named text (torch.utils.tensorboard.summary.text).</summary>
    public static byte[] Text(double time, long step, string tag, string text) => Summary(time, step, tag + "/text_summary", output =>
    {
        Inner(output, 8, tensor =>
        {
            tensor.WriteTag(1, WireFormat.WireType.Varint);
            tensor.WriteEnum(StringType);
            Inner(tensor, 2, static shape => Inner(shape, 2, static dimension =>
            {
                dimension.WriteTag(1, WireFormat.WireType.Varint);
                dimension.WriteInt64(1);
            }));
            Text(tensor, 8, text);
        });
        Inner(output, 9, static metadata => Inner(metadata, 1, static plugin => Text(plugin, 1, "text")));
    });

    private static byte[] Summary(double time, long step, string tag, Action<CodedOutputStream> value) => Event(time, step, output => Inner(output, 5, summary => Inner(summary, 1, one =>
    {
        Text(one, 1, tag);
        value(one);
    })));

    private static byte[] Event(double time, long step, Action<CodedOutputStream> what) => Message(output =>
    {
        Double(output, 1, time);
        output.WriteTag(2, WireFormat.WireType.Varint);
        output.WriteInt64(step);
        what(output);
    });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true)) write(output);
        return memory.ToArray();
    }

    private static void Inner(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    private static void Text(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void Double(CodedOutputStream output, int field, double value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed64);
        output.WriteDouble(value);
    }

    private static void Doubles(CodedOutputStream output, int field, double[] values) => Inner(output, field, packed =>
    {
        foreach (double value in values) packed.WriteDouble(value);
    });
}
