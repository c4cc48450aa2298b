using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Programs;

/// <summary>What a program has computed: a loss each step, and a number each evaluation.</summary>
internal sealed class Progress
{
    public List<double> Losses { get; } = [];

    public List<double> Tests { get; } = [];

    /// <summary>A step of training: gradients of the loss, changed where they shall be, and the optimiser's step.</summary>
    public void Step(Optimizer optimizer, Tensor loss, Action? beforeStep = null)
    {
        optimizer.ZeroGrad();
        loss.Backward();
        beforeStep?.Invoke();
        optimizer.Step();
        Losses.Add(loss.Item());
    }

    /// <summary>An evaluation, without gradients.</summary>
    public void Test(Module model, Func<double> number)
    {
        model.Eval();
        using (NoGrad.Scope) Tests.Add(number());
        model.Train();
    }
}
