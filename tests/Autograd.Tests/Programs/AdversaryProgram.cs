using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Programs;

/// <summary>Two networks and two optimisers: batch norm in one, spectral normalisation and dropout in the other, noise for both.</summary>
internal static class AdversaryProgram
{
    public static Progress Run()
    {
        var real = Tensor.Randn(64, 2) * Tensor.From([0.5f, 0.2f]) + Tensor.From([1f, -1f]);
        var maker = new Sequential(new Linear(4, 16, bias: false), new BatchNorm1d(16), new LeakyReLU(0.2), new Linear(16, 2));
        var critic = new Sequential(Utils.SpectralNorm(new Linear(2, 16)), new LeakyReLU(0.2), new Dropout(0.3), new Linear(16, 1));
        foreach (var layer in maker.Modules().OfType<Linear>()) Init.Normal(layer.Weight, 0, 0.2);
        var loader = new DataLoader(new TensorDataset(real), 16, shuffle: true);
        var first = new Adam(maker.Parameters(), lr: 0.01, betas: (0.5, 0.999));
        var second = new NAdam(critic.Parameters(), lr: 0.01, betas: (0.5, 0.999));
        var progress = new Progress();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            foreach (var batch in loader)
            {
                var samples = batch[0];
                int n = samples.Shape[0];
                var fake = maker.Forward(Tensor.Randn(n, 4));
                var smooth = 0.8 + 0.2 * Tensor.Rand(n, 1);
                var loss = Functional.BinaryCrossEntropyWithLogits(critic.Forward(samples + 0.1 * Tensor.RandnLike(samples)), smooth)
                    + Functional.BinaryCrossEntropyWithLogits(critic.Forward(fake.Detach()), Tensor.Zeros(n, 1));
                progress.Step(second, loss);
                progress.Step(first, Functional.Softplus(-critic.Forward(fake)).Mean());
            }
            progress.Test(maker, () => maker.Forward(Tensor.Randn(32, 4)).Mean().Item());
        }
        return progress;
    }
}
