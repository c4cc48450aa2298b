using System.Text.Json;

namespace Autograd.Golden;

/// <summary>A tensor of a case: the elements in row-major order, numbers or the words for what is not finite.</summary>
internal sealed record GoldenTensor(string Name, DType DType, int[] Shape, JsonElement Data)
{
    public bool RequiresGrad { get; init; }

    public bool NonContiguous { get; init; }

    public bool Differentiable { get; init; }

    /// <summary>Python's NaN; that of .NET has its sign bit set, which copysign sees.</summary>
    private static readonly double PositiveNaN = BitConverter.UInt64BitsToDouble(0x7FF8000000000000);

    /// <summary>The elements as doubles; true is 1.</summary>
    public double[] Values() => [.. Data.EnumerateArray().Select(ToDouble)];

    /// <summary>A tensor, or null for what the bank leaves out as zero.</summary>
    public static GoldenTensor? Parse(JsonElement json, string name = "")
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        int[] shape = [.. json.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        // Cotangents and gradients have no dtype of their own: they are float64.
        var dtype = json.TryGetProperty("dtype", out var text) ? ParseDType(text.GetString()!) : DType.Float64;
        return new GoldenTensor(json.TryGetProperty("name", out var own) ? own.GetString()! : name, dtype, shape, json.GetProperty("data"))
        {
            RequiresGrad = Flag(json, "requires_grad"),
            NonContiguous = Flag(json, "noncontiguous"),
            Differentiable = Flag(json, "differentiable"),
        };
    }

    /// <summary>A vector of bare numbers, as the losses of a training program are given.</summary>
    public static GoldenTensor Vector(string name, JsonElement numbers, DType dtype = DType.Float32) =>
        new(name, dtype, [numbers.GetArrayLength()], numbers);

    public static DType ParseDType(string name) => Enum.Parse<DType>(name, ignoreCase: true);

    /// <summary>A number, a truth value, or "NaN", "Infinity", "-Infinity".</summary>
    public static double ToDouble(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => json.GetString() switch
        {
            "NaN" => PositiveNaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var other => throw new InvalidDataException($"'{other}' is not a number"),
        },
        _ => json.GetDouble(),
    };

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var flag) && flag.GetBoolean();
}
