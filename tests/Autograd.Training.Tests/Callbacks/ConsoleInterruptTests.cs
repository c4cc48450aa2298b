using System.Diagnostics;
using System.Globalization;

namespace Autograd.Training.Tests;

/// <summary>A signal to the process ends a run after the step at hand and leaves its checkpoint.</summary>
public sealed class ConsoleInterruptTests
{
    [Fact]
    public void A_signal_leaves_a_checkpoint_that_goes_on()
    {
        if (OperatingSystem.IsWindows()) return;
        string folder = Directory.CreateTempSubdirectory("interrupt-").FullName;
        try
        {
            var model = Problem.Model();
            using (var interrupt = new ConsoleInterrupt())
            {
                var options = Problem.Options(model) with { Folder = folder, Callbacks = [new Signal(step: 8, interrupt.Token)] };
                var stopped = Trainer.Fit(model, Problem.Loader(), null, options, interrupt.Token);
                Assert.True(stopped.IsCancelled);
                Assert.Equal((1, 8L), (stopped.Epochs, stopped.Steps));
            }
            var again = Problem.Model(seed: 9);
            var result = Trainer.Fit(again, Problem.Loader(), null, Problem.Options(again) with { Folder = folder, Resume = true });
            var whole = Problem.Model();
            Trainer.Fit(whole, Problem.Loader(), null, Problem.Options(whole));

            Assert.Equal(18, result.Steps);
            Assert.Equal(Problem.Bits(whole), Problem.Bits(again));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Signal(long step, CancellationToken token) : Callback
    {
        public override void OnBatchEnd(FitState state)
        {
            if (state.Step != step) return;
            // Not Ctrl-C's signal: a process that a shell starts behind itself ignores that one.
            using var kill = Process.Start("kill", ["-TERM", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            Assert.True(token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
        }
    }
}
