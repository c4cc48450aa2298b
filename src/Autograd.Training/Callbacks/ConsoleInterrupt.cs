using System.Runtime.InteropServices;

namespace Autograd.Training;

/// <summary>
/// Ctrl-C, and the request to terminate that other programs send, as a token: <c>Trainer.Fit</c> ends after the step at hand and leaves its checkpoint. A second
/// one ends the process as if this were not there.
/// </summary>
/// <example>
/// <code>
/// using var interrupt = new ConsoleInterrupt();
/// var result = Trainer.Fit(model, loader, validation, options, interrupt.Token);
/// </code>
/// </example>
public sealed class ConsoleInterrupt : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] signals;

    /// <summary>Begins to listen.</summary>
    public ConsoleInterrupt() => signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, On), PosixSignalRegistration.Create(PosixSignal.SIGTERM, On)];

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Leaves signals to the system again.</summary>
    public void Dispose()
    {
        // The source stays: a signal may be under way on another thread.
        foreach (var signal in signals) signal.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
