using Autograd.NN;

namespace Autograd.Trimmed;

/// <summary>Parameters, buffers and modules in every kind of member.</summary>
internal sealed class Model : Module
{
    private readonly Linear[] layers = [new(4, 8), new(8, 8)];
    private readonly Dictionary<string, Module> named = new(StringComparer.Ordinal) { ["norm"] = new BatchNorm1d(8) };
    private readonly (Linear Head, double Scale) output = (new(8, 1), 0.5);
    private readonly List<Gate> gates = [new(8)];

    protected override Tensor ForwardCore(Tensor input)
    {
        foreach (var layer in layers) input = layer.Forward(input).Tanh();
        input = gates[0].Forward(named["norm"].Forward(input));
        return output.Head.Forward(input) * output.Scale;
    }

    private sealed class Gate(int size) : Module
    {
        private readonly Parameter weight = new(Tensor.Ones(size));

        [Buffer]
        private readonly Tensor calls = Tensor.Zeros(1);

        protected override Tensor ForwardCore(Tensor input)
        {
            if (Training) calls.AddInPlace(1);
            return input * weight.Sigmoid();
        }
    }
}
