using System.Text.Json;
using System.Text.Json.Nodes;
using Autograd.IO;

namespace Autograd.Data;

/// <content>Fitted preparations as files.</content>
public sealed partial class FittedPreparation
{
    private const string Format = "autograd.preparation", Expected = "a preparation that FittedPreparation.Save wrote";
    private const int Version = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes the preparation with all that it has learned, as JSON; numbers exactly. The file is there whole or not at all.</summary>
    /// <remarks>Which rows were fitted on is not in it: rows are known while a program runs.</remarks>
    /// <exception cref="NotSupportedException">A step is not one of the library's.</exception>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new JsonObject
        {
            ["format"] = Format,
            ["version"] = Version,
            ["target"] = Target,
            ["input"] = Columns(input),
            ["output"] = Columns(output),
            ["classes"] = StepData.Texts(classes),
            ["steps"] = StepData.List(steps, StepFormats.Save),
        };
        AtomicFile.Write(path, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, Indented);
            file.WriteTo(writer);
        });
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="TensorFileException">The file is truncated, damaged, of a later version or no preparation.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static FittedPreparation Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new StepData(Parsed(path), path, "the file");
        if (file.Text("format") is not Format and var other) throw Bad(path, $"the format '{other}'");
        double version = file.Number("version");
        if (version != Version) throw Bad(path, FormattableString.Invariant($"version {version}"), FormattableString.Invariant($"version {Version}"));
        var loaded = new FittedPreparation(
            file.TextOrNull("target"), Columns(file, "input"), Columns(file, "output"), file.Texts("classes"), file.Items("steps").Select(StepFormats.Read), []);
        loaded.Check(path);
        return loaded;
    }

    private static JsonNode? Parsed(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path), documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw Bad(path, "no JSON: " + e.Message);
        }
    }

    /// <summary>Steps of a file that do not fit each other, found on a table without rows.</summary>
    private void Check(string path)
    {
        try
        {
            var made = Transform(new Table(input.Select(static c => Column.Parse(c.Name, c.Type, []))));
            var columns = ColumnSchema.Of(made);
            if (!columns.SequenceEqual(output) || (Target is not null && !made.Contains(Target)))
                throw Bad(path, "steps that make the columns " + string.Join(", ", columns.Select(static c => c.Name)), "the columns " + string.Join(", ", output.Select(static c => c.Name)));
        }
        catch (Exception e) when (e is ArgumentException or InvalidCastException or FormatException)
        {
            throw Bad(path, "steps that do not fit its columns: " + e.Message);
        }
    }

    private static TensorFileException Bad(string path, string found, string expected = Expected) => new(path, found, expected);

    private static JsonArray Columns(IEnumerable<ColumnSchema> columns) =>
        StepData.List(columns, static c => new JsonObject { ["name"] = c.Name, ["type"] = c.Type.ToString() });

    private static ColumnSchema[] Columns(StepData file, string key) =>
        Array.ConvertAll(file.Items(key), static c => new ColumnSchema(c.Text("name"), c.Choice<ColumnType>("type")));
}
