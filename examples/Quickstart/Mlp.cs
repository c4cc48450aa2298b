using Autograd;
using Autograd.NN;

namespace Quickstart;

/// <summary>A network as a PyTorch user writes it; its parameters are found, not registered.</summary>
internal sealed class Mlp : Module
{
    private readonly Linear fc1 = new(2, 64);
    private readonly Linear fc2 = new(64, 64);
    private readonly Linear fc3 = new(64, 2);

    protected override Tensor ForwardCore(Tensor x)
    {
        x = fc1.Forward(x).Tanh();
        x = fc2.Forward(x).Tanh();
        return fc3.Forward(x);
    }
}
