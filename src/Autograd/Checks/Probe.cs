using System.Globalization;
using System.Runtime.InteropServices;
using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>A checked function at a point, each of whose elements can be moved and put back, and the numbers it gives there.</summary>
internal sealed partial class Probe
{
    private readonly Func<Tensor[], Tensor[]> f;
    private readonly Tensor[] moved;
    private readonly string[] names;
    private readonly StandIns standIns = new();
    private readonly Func<Tensor[]> plain;
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
        plain = Plain;
        this.names = names;
        Inputs = inputs;
        // Elements that share memory (expand) cannot be moved one by one.
        moved = Array.ConvertAll(inputs, static x => x.RequiresGrad && Overlaps(x.Layout) ? Leaf(x.Detach().Clone()) : x);
    }

    /// <summary>The inputs for the derivative under test.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>The numbers of all outputs at the point, side by side.</summary>
    public double[] Center { get; private set; } = [];

    /// <summary>The numbers of all outputs at the point with recording off, where they are others than with it on.</summary>
    public double[]? Unrecorded { get; private set; }

    /// <summary>The ops that declare a surrogate: differences are those of the functions that they declare.</summary>
    public IEnumerable<string> Surrogates => standIns.Names;

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
        var ys = standIns.Note(() => f(moved));
        RefuseWrites(before);
        forms = Array.ConvertAll(ys, static y => (y.Layout, y.DType));
        Center = Numbers(ys);
        isRecorded = !canStopRecording;
        var again = Numbers(Repeat());
        RefuseWrites(before);
        if (Difference(again) < 0) return;
        if (!isRecorded)
        {
            isRecorded = true;
            if (Difference(Numbers(Call())) is var recorded && recorded >= 0) throw Wavers(recorded);
            Unrecorded = again;
            return;
        }
        throw Wavers(Difference(again));
    }

    /// <summary>The first number that is another one than at the first call; -1 where all are the same to the bit.</summary>
    private int Difference(double[] again)
    {
        int same = MemoryMarshal.Cast<double, long>(again).CommonPrefixLength(MemoryMarshal.Cast<double, long>(Center));
        return same == Center.Length ? -1 : same;
    }

    private AutogradException Wavers(int number) => new(
        $"GradCheck: the function is not deterministic: two calls with the same inputs gave different values of output {OutputOf(number).Output}; what it draws from a Generator is drawn again, so it counts calls, draws elsewhere (System.Random) or writes what it reads");

    /// <summary>Goes to an element; <see cref="Return"/> puts it back.</summary>
    public void Hold(int input, int element) => step = (input, element, Read(moved[input], Place(moved[input].Layout, element)));

    /// <summary>The numbers of the outputs with the held element moved; NaN where the function refuses such a value.</summary>
    public double[] At(double value)
    {
        try
        {
            return Moved(value, static probe => probe.Numbers(probe.Call()));
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            Refusal = refused.Message;
            var nothing = new double[Center.Length];
            Array.Fill(nothing, double.NaN);
            return nothing;
        }
    }

    /// <summary>What is done with the held element moved, which is put back afterwards.</summary>
    private T Moved<T>(double value, Func<Probe, T> act)
    {
        var (input, element, from) = step!.Value;
        var x = moved[input];
        int place = Place(x.Layout, element);
        try
        {
            if (line is { } l) Write(x, l.Places, l.From, l.Along, value);
            else Write(x, place, value);
            step = (input, element, value);
            return act(this);
        }
        finally
        {
            if (line is { } l) Write(x, l.Places, l.From);
            else Write(x, place, from);
            step = (input, element, from);
        }
    }

    /// <summary>Whether the point lies outside of the function's domain, as a probability above 1 or a matrix that is not positive definite.</summary>
    private static bool IsRefusal(Exception e) => e is LinAlgException or (ArgumentException and not (ShapeException or DTypeException));

    /// <summary>The value of the held element; 0 on a line.</summary>
    public double Held => step!.Value.To;

    /// <summary>Leaves the held element or line.</summary>
    public void Return() => (step, line) = (null, null);

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

    private Tensor[] Call() => standIns.Call(plain);

    private Tensor[] Plain()
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

    /// <summary>The element of an output that one of all numbers is: <c>output 0 [1, 2]</c>.</summary>
    public string OutputElement(int number)
    {
        var (output, element) = OutputOf(number);
        return string.Create(CultureInfo.InvariantCulture, $"output {output} {RowMajor.Describe(new Shape(forms[output].Layout.Sizes), element)}");
    }

    private (int Output, int Element) OutputOf(int number)
    {
        int output = 0;
        while (forms[output].DType != DType.Float64 || number >= forms[output].Layout.Count)
        {
            if (forms[output].DType == DType.Float64) number -= forms[output].Layout.Count;
            output++;
        }
        return (output, number);
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
