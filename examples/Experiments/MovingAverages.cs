using Autograd;
using Autograd.NN;
using Autograd.Optim;

namespace Experiments;

/// <summary>
/// The moving average m = b m + (1 - b) g begins at 0, so that its first values are too small by 1 - b^t; divided by that, they are means of the gradients so far
/// (Kingma and Ba, 2015, section 3). Read off the optimiser's steps.
/// </summary>
/// <param name="First">The first gradient.</param>
/// <param name="Raw">The average after each step.</param>
/// <param name="Corrected">The same, corrected.</param>
/// <param name="AdamFirst">The length of the first step of Adam at a rate of 1.</param>
internal sealed record MovingAverages(double First, double[] Raw, double[] Corrected, double AdamFirst)
{
    public const double Beta = 0.9;

    public static MovingAverages Measure(int steps)
    {
        double[] gradients = (1 + 0.3 * Tensor.Randn([steps], DType.Float64, new Generator(12))).ToArray<double>();
        double[] Averages(bool corrects) => Steps(p => new SGD([p], new() { Lr = 1, Momentum = Beta, AverageMomentum = true, CorrectBias = corrects }), gradients);
        return new MovingAverages(gradients[0], Averages(false), Averages(true), Steps(static p => new Adam([p], lr: 1), gradients[..1])[0]);
    }

    // How far p falls in each step where the loss is g p, of slope g.
    private static double[] Steps(Func<Parameter, Optimizer> make, double[] gradients)
    {
        var p = new Parameter(Tensor.Scalar(0, DType.Float64));
        var optimizer = make(p);
        return [.. gradients.Select(Fall)];

        double Fall(double gradient)
        {
            double before = p.Item();
            optimizer.ZeroGrad();
            (p * gradient).Backward();
            optimizer.Step();
            return before - p.Item();
        }
    }
}
