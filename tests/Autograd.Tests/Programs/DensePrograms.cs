using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Programs;

/// <summary>Perceptrons that draw on their way.</summary>
internal static class DensePrograms
{
    /// <summary>A self-normalising perceptron: alpha dropout, LeCun's initial values, rows drawn by weights, two batches a step, RMSprop, milestones.</summary>
    public static Progress Regression()
    {
        var x = Tensor.Randn(60, 5);
        var y = (x * Tensor.Linspace(-1, 1, 5)).Sum(1, keepDim: true) + 0.1 * Tensor.Randn(60, 1);
        var model = new Sequential(new Linear(5, 24), new SELU(), new AlphaDropout(0.1), new Linear(24, 24), new SELU(), new FeatureAlphaDropout(0.05), new Linear(24, 1));
        foreach (var layer in model.Modules().OfType<Linear>())
        {
            Init.KaimingNormal(layer.Weight, nonlinearity: Nonlinearity.Linear);
            Init.Zeros(layer.Bias!);
        }
        var weights = y.Abs().Flatten().Double().ToArray<double>();
        var loader = new DataLoader(new TensorDataset(x, y), 10, sampler: new WeightedRandomSampler(weights, 60));
        var optimizer = new RMSprop(model.Parameters(), lr: 2e-3, momentum: 0.9, centered: true, eps: 1e-4);
        var scheduler = new MultiStepLR(optimizer, [2, 3], gamma: 0.3);
        var progress = new Progress();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            int i = 0;
            foreach (var (a, b) in loader)
            {
                var loss = Functional.SmoothL1Loss(model.Forward(a), b, beta: 0.5);
                (loss / 2).Backward();
                if (i++ % 2 == 1)
                {
                    optimizer.Step();
                    optimizer.ZeroGrad();
                }
                progress.Losses.Add(loss.Item());
            }
            scheduler.Step();
            progress.Test(model, () => Functional.MseLoss(model.Forward(x), y).Item());
        }
        return progress;
    }

    /// <summary>A variational autoencoder: normal draws in forward and at evaluation, a sum of two losses, an exponential rate.</summary>
    public static Progress Autoencoder()
    {
        var x = Tensor.Rand(54, 12).Lt(Tensor.Rand(12)).Float();
        var model = new AutoencoderModel();
        var loader = new DataLoader(new TensorDataset(x), 9, shuffle: true);
        var optimizer = new RAdam(model.Parameters(), lr: 0.02);
        var scheduler = new ExponentialLR(optimizer, 0.8);
        var progress = new Progress();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            foreach (var batch in loader) progress.Step(optimizer, Cost(batch[0]));
            scheduler.Step();
            progress.Test(model, () => Cost(x).Item() + model.Decode.Forward(Tensor.Randn(4, 3)).Sum().Item());
        }
        return progress;

        Tensor Cost(Tensor batch)
        {
            var (output, mean, logVar) = model.Run(batch);
            return Functional.BinaryCrossEntropyWithLogits(output, batch, reduction: Reduction.Sum) - 0.5 * (1 + logVar - mean.Square() - logVar.Exp()).Sum();
        }
    }

    private sealed class AutoencoderModel : Module
    {
        private readonly Sequential encode = new(new Linear(12, 16), new LayerNorm(16), new SiLU());
        private readonly Linear moments = new(16, 6);

        public Sequential Decode { get; } = new(new Linear(3, 16), new Softplus(), new Linear(16, 12));

        public (Tensor Output, Tensor Mean, Tensor LogVar) Run(Tensor x)
        {
            var parts = moments.Forward(encode.Forward(x)).Chunk(2, dim: 1);
            var deviation = (0.5 * parts[1]).Exp();
            return (Decode.Forward(parts[0] + Tensor.RandnLike(deviation) * deviation), parts[0], parts[1]);
        }
    }
}
