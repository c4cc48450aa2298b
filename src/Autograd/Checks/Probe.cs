using System.Globalization;
using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>A checked function at a point, each of whose elements can be moved and put back, and the numbers it gives there.</summary>
internal sealed partial class Probe
{
    private readonly Func<Tensor[], Tensor[]> f;
    private readonly Tensor[] moved;
    private readonly string[] names;
    private (Layout Layout, DType DType)[] forms = [];
    private bool isRecorded = true;

    /// <summary>Where the point is at present, for messages; null at the point itself.</summary>
    private (int Input, int Element, double To)? step;

    /// <summary>Makes a probe of a function at a point.</summary>
    /// <param name="f">The function.</param>
    /// <param name="inputs">The point.</param>
    /// <param name="names">The names of the inputs.</param>
    public Probe(Func<Tensor[], Tensor[]> f, Tensor[] inputs, string[] names)
    {
        this.f = f;
        this.names = names;
        Inputs = inputs;
        // Elements that share memory (expand) cannot be moved one by one.
        moved = Array.ConvertAll(inputs, static x => x.RequiresGrad && Overlaps(x.Layout) ? Leaf(x.Detach().Clone()) : x);
    }

    /// <summary>The inputs for the derivative under test.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>The numbers of all outputs at the point, side by side.</summary>
    public double[] Center { get; private set; } = [];

    /// <summary>What the function said when it refused a moved point, the last time it did.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The outputs with their graph, at the inputs for the derivative under test.</summary>
    public Tensor[] Outputs() => f(Inputs);

    /// <summary>The outputs at other inputs of the same values.</summary>
    public Tensor[] OutputsAt(Tensor[] inputs) => f(inputs);

    /// <summary>
    /// Calls the function twice at the point: the same numbers must come, and the inputs must stay. The second call goes
    /// without recording where the function can do without, as differences do, whose graphs nobody walks; one that takes
    /// gradients inside of itself throws there.
    /// </summary>
    /// <exception cref="AutogradException">The function writes to its inputs or is not deterministic.</exception>
    public void Settle(bool canStopRecording)
    {
        var before = Array.ConvertAll(moved, static x => x.Detach().Clone());
        var ys = f(moved);
        RefuseWrites(before);
        forms = Array.ConvertAll(ys, static y => (y.Layout, y.DType));
        Center = Numbers(ys);
        isRecorded = !canStopRecording;
        var again = Numbers(Repeat());
        RefuseWrites(before);
        for (int i = 0; i < again.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(again[i]) != BitConverter.DoubleToInt64Bits(Center[i]))
                throw new AutogradException($"GradCheck: the function is not deterministic: two calls with the same inputs gave different values of output {OutputOf(i)}; seed its generator inside of it (dropout: a new Generator(seed) a call, or Eval())");
        }
    }

    /// <summary>Goes to an element; <see cref="Return"/> puts it back.</summary>
    public void Hold(int input, int element) => step = (input, element, Read(moved[input], Place(moved[input].Layout, element)));

    /// <summary>The numbers of the outputs with the held element moved; NaN where the function refuses such a value.</summary>
    public double[] At(double value)
    {
        var (input, element, from) = step!.Value;
        var x = moved[input];
        int place = Place(x.Layout, element);
        try
        {
            if (line is { } l) Write(x, l.Places, l.From, l.Along, value);
            else Write(x, place, value);
            step = (input, element, value);
            return Numbers(Call());
        }
        catch (Exception refused) when (refused is LinAlgException or (ArgumentException and not (ShapeException or DTypeException)))
        {
            // Outside of the function's domain, as a probability above 1 or a matrix that is not positive definite.
            Refusal = refused.Message;
            var nothing = new double[Center.Length];
            Array.Fill(nothing, double.NaN);
            return nothing;
        }
        finally
        {
            if (line is { } l) Write(x, l.Places, l.From);
            else Write(x, place, from);
            step = (input, element, from);
        }
    }

    /// <summary>The value of the held element; 0 on a line.</summary>
    public double Held => step!.Value.To;

    /// <summary>Leaves the held element or line.</summary>
    public void Return() => (step, line) = (null, null);

    /// <summary>A leaf that requires a gradient.</summary>
    public static Tensor Leaf(Tensor x)
    {
        x.RequiresGrad = true;
        return x;
    }

    /// <summary>
    /// A leaf with the values and the strides of another tensor, in memory of its own; gaps hold NaN, so that a kernel
    /// that reads between the elements is seen.
    /// </summary>
    public static Tensor Twin(Tensor x)
    {
        var from = x.Layout;
        // What counts of the offset is how it lies to a vector.
        var layout = Layout.Strided(from.Sizes, from.Strides, from.Offset % 16);
        int extent = layout.Count == 0 ? 0 : layout.Offset + 1;
        for (int d = 0; d < layout.Rank && layout.Count > 0; d++) extent += (layout.Sizes[d] - 1) * layout.Strides[d];
        var twin = Tensor.Full([extent], double.NaN, x.DType).Alias(layout);
        CopyOp.Into(x, twin, layout);
        return Leaf(twin);
    }

    /// <summary>Whether two elements lie at the same place.</summary>
    public static bool Overlaps(Layout layout)
    {
        if (layout.IsContiguous) return false;
        var seen = new HashSet<int>(layout.Count);
        for (int i = 0; i < layout.Count; i++)
        {
            if (!seen.Add(Place(layout, i))) return true;
        }
        return false;
    }

    private Tensor[] Repeat()
    {
        try
        {
            return Call();
        }
        catch (AutogradException) when (!isRecorded)
        {
            isRecorded = true;
            return Call();
        }
    }

    private Tensor[] Call()
    {
        if (isRecorded) return f(moved);
        using (NoGrad.Scope) return f(moved);
    }

    /// <summary>All float64 outputs side by side.</summary>
    private double[] Numbers(Tensor[] ys)
    {
        if (ys.Length != forms.Length) throw Changed(string.Create(CultureInfo.InvariantCulture, $"gave {forms.Length} outputs"), string.Create(CultureInfo.InvariantCulture, $"{ys.Length}"));
        int count = 0;
        for (int k = 0; k < ys.Length; k++)
        {
            if (ys[k].DType != forms[k].DType || !ys[k].Layout.SameSizes(forms[k].Layout))
                throw Changed(string.Create(CultureInfo.InvariantCulture, $"gave {Form(forms[k].DType, forms[k].Layout)} as output {k}"), Form(ys[k].DType, ys[k].Layout));
            if (ys[k].DType == DType.Float64) count += ys[k].Numel;
        }
        if (ys is [{ } only] && count > 0) return only.ToArray<double>();
        var numbers = new double[count];
        int next = 0;
        foreach (var y in ys)
        {
            if (y.DType != DType.Float64) continue;
            y.ToArray<double>().CopyTo(numbers, next);
            next += y.Numel;
        }
        return numbers;
    }

    private static string Form(DType dtype, Layout layout) => $"{dtype.Name} {Layout.Describe(layout.Sizes)}";

    /// <summary>Outputs that are other tensors at the next call: because an element moved, or by themselves.</summary>
    private AutogradException Changed(string first, string then) => new(
        step is { } s
            ? string.Create(CultureInfo.InvariantCulture, $"GradCheck: the function {first} at the point checked and {then} where {(line is null ? "" : "elements move together, ")}element {s.Element} of {names[s.Input]} {(line is null ? "is" : "by")} {s.To:R}: shapes, dtypes and the number of outputs must not depend on values; check a function that masks instead of one that selects")
            : $"GradCheck: the function is not deterministic: it {first}, then {then}, for the same inputs");

    private string OutputOf(int number)
    {
        for (int k = 0; k < forms.Length; k++)
        {
            if (forms[k].DType != DType.Float64) continue;
            if (number < forms[k].Layout.Count) return string.Create(CultureInfo.InvariantCulture, $"{k}");
            number -= forms[k].Layout.Count;
        }
        return "?";
    }

    private void RefuseWrites(Tensor[] before)
    {
        for (int i = 0; i < moved.Length; i++)
        {
            var (was, now) = (Bits(before[i]), Bits(moved[i]));
            int e = was.AsSpan().CommonPrefixLength(now);
            if (e == was.Length) continue;
            for (int k = 0; k < moved.Length; k++) CopyOp.Into(before[k], moved[k], moved[k].Layout);
            throw new AutogradException(string.Create(CultureInfo.InvariantCulture, $"GradCheck: the function writes to {names[i]}: its element {e} was {BitConverter.Int64BitsToDouble(was[e]):R} before the call and {BitConverter.Int64BitsToDouble(now[e]):R} after it; write to a Clone() inside"));
        }
    }

    private static long[] Bits(Tensor x) => Array.ConvertAll(x.Detach().To(DType.Float64).ToArray<double>(), BitConverter.DoubleToInt64Bits);

    /// <summary>Where in the storage the element with row-major number <paramref name="element"/> lies.</summary>
    private static int Place(Layout layout, int element)
    {
        int place = layout.Offset;
        for (int d = layout.Rank - 1; d >= 0; d--)
        {
            place += element % layout.Sizes[d] * layout.Strides[d];
            element /= layout.Sizes[d];
        }
        return place;
    }

    private static double Read(Tensor x, int place)
    {
        using var lease = x.Lease<double>();
        return lease.Span[place];
    }

    private static void Write(Tensor x, int place, double value)
    {
        using var lease = x.Lease<double>();
        lease.Span[place] = value;
    }
}
