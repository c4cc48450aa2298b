using Autograd.NN;

namespace Autograd.Testing;

/// <summary>A module of a case of the table, with parameters without structure, its inputs, and calls that can be repeated.</summary>
internal sealed class ModuleSample
{
    private const ulong MaskSeed = 12345;

    private readonly ModuleCase @case;
    private readonly (Tensor Buffer, Tensor Value)[] buffers;

    /// <summary>Makes the module of a draw in a dtype, and trains it once so that running statistics are no round numbers.</summary>
    public ModuleSample(ModuleCase @case, Draw draw, DType dtype)
    {
        this.@case = @case;
        Module = Fresh(@case, (ulong)draw.Seed, dtype);
        Inputs = Array.ConvertAll(@case.Inputs(draw.Dice()), x => Run.Leaf(x.DType.IsFloat ? x.To(dtype) : x));
        using (NoGrad.Scope)
        {
            // Zeros and ones hide terms of a gradient.
            foreach (var parameter in Module.Parameters()) parameter.AddInPlace(Tensor.Rand(parameter.Shape, dtype) * 0.6 - 0.3);
            @case.Call(Module, Inputs);
        }
        buffers = [.. Module.NamedBuffers().Select(static b => (b.Buffer, b.Buffer.Clone()))];
    }

    public Module Module { get; }

    public Tensor[] Inputs { get; }

    /// <summary>What is differentiated: parameters and inputs, by name.</summary>
    public IEnumerable<(string Name, Tensor Parameter)> Leaves =>
        [.. Module.NamedParameters().Select(static p => (p.Name, (Tensor)p.Parameter)), .. Inputs.Select(static (x, i) => (FormattableString.Invariant($"input {i}"), x))];

    /// <summary>A module of the case, with initial values of a seed.</summary>
    public static Module Fresh(ModuleCase @case, ulong seed, DType dtype)
    {
        Generator.ManualSeed(seed);
        return @case.Create().To(dtype);
    }

    /// <summary>Runs the module: the same masks and the same running statistics each time.</summary>
    public Tensor[] Call() => Call(Inputs);

    /// <summary>Runs the module likewise on other inputs.</summary>
    public Tensor[] Call(Tensor[] inputs)
    {
        foreach (var (buffer, value) in buffers)
        {
            if (!buffer.Equal(value)) buffer.CopyInPlace(value);
        }
        Generator.ManualSeed(MaskSeed);
        return @case.Call(Module, inputs);
    }

    /// <summary>Runs a module of the case on the same inputs, with the same masks, from the statistics that it has.</summary>
    public Tensor[] Call(Module module)
    {
        Generator.ManualSeed(MaskSeed);
        return @case.Call(module, Inputs);
    }

    /// <summary>All results that are differentiated, as one vector.</summary>
    public Tensor Vector() => Tensor.Cat([.. Call().Where(static y => y.RequiresGrad || y.DType.IsFloat).Select(static y => y.Reshape(-1))]);
}
