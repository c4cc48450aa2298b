using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Autograd.Checks;

/// <content>The report as JSON.</content>
public sealed partial class GradCheckReport
{
    /// <summary>
    /// The report as JSON: <c>verdict</c>, <c>rows</c> with their worst elements, <c>diagnoses</c>, <c>notes</c>. Numbers are written so that
    /// they read back to the bit; those that JSON lacks are the strings <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.
    /// </summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("verdict", Name(Verdict));
            json.WriteStartArray("rows");
            foreach (var row in Rows) Write(json, row);
            json.WriteEndArray();
            json.WriteStartArray("diagnoses");
            foreach (var diagnosis in Diagnoses) Write(json, diagnosis);
            json.WriteEndArray();
            json.WriteStartArray("notes");
            foreach (string note in Notes) json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, GradCheckRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("order", row.Order);
        json.WriteString("mode", Name(row.Kind));
        json.WriteString("input", row.Input);
        Write(json, "shape", row.Shape);
        json.WriteString("verdict", Name(row.Verdict));
        Write(json, "error", row.Error);
        Write(json, "limit", row.Limit);
        Write(json, "largestDifference", row.LargestDifference);
        Write(json, "expectedNorm", row.ExpectedNorm);
        Write(json, "actualNorm", row.ActualNorm);
        json.WriteNumber("kinks", row.Kinks);
        json.WriteStartArray("kinksByOp");
        foreach (var kink in row.KinksByOp) Write(json, kink);
        json.WriteEndArray();
        json.WriteNumber("uncertain", row.Uncertain);
        json.WriteNumber("wrong", row.Wrong);
        json.WriteNumber("unresolved", row.Unresolved);
        json.WriteStartArray("worst");
        foreach (var element in row.Worst) Write(json, element);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GradCheckElement element)
    {
        json.WriteStartObject();
        Write(json, "index", element.Index);
        Write(json, "expected", element.Expected);
        Write(json, "actual", element.Actual);
        Write(json, "low", element.Low);
        Write(json, "high", element.High);
        json.WriteString("verdict", Name(element.Verdict));
        if (element.Output is { } output) json.WriteString("output", output);
        if (element.Kink is { } kink) json.WriteString("kink", kink);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GradCheckKink kink)
    {
        json.WriteStartObject();
        json.WriteString("op", kink.Op);
        json.WriteNumber("onIt", kink.OnIt);
        json.WriteNumber("beside", kink.Beside);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GradCheckDiagnosis diagnosis)
    {
        json.WriteStartObject();
        json.WriteNumber("order", diagnosis.Order);
        json.WriteString("input", diagnosis.Input);
        json.WriteString("cause", Name(diagnosis.Cause));
        json.WriteString("text", diagnosis.Text);
        json.WriteString("op", diagnosis.Op);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, double number)
    {
        if (double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }

    /// <summary>A name as JSON has them: <c>withinUncertainty</c>.</summary>
    private static string Name<E>(E value)
        where E : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
