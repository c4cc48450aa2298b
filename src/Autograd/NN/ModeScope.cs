using System.Diagnostics;

namespace Autograd.NN;

/// <summary>Gives every module the mode back that it had, when disposed.</summary>
public readonly ref struct ModeScope : IDisposable
{
    private readonly (Module Module, bool Training)[] before;

    internal ModeScope(Module module, bool training)
    {
        before = [.. module.Modules().Select(static m => (m, m.Training))];
        module.Train(training);
    }

    /// <summary>Restores the modes, each module's own.</summary>
    public void Dispose()
    {
        foreach (var (module, training) in before ?? []) module.SetMode(training);
    }
}

public abstract partial class Module
{
    /// <summary>Opens a scope of evaluation, here and below: <c>using (model.EvalScope) { ... }</c>. At its end every module has the mode back that it had.</summary>
    /// <remarks>A property, so that it is no statement without <c>using</c>.</remarks>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ModeScope EvalScope => new(this, training: false);

    /// <summary>Opens a scope of training, here and below: <c>using (model.TrainScope) { ... }</c>. At its end every module has the mode back that it had.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ModeScope TrainScope => new(this, training: true);

    /// <summary>Sets the mode of this module alone.</summary>
    internal void SetMode(bool training) => Training = training;
}
