using System.Diagnostics;
using Spectre.Console;

namespace Autograd.Training;

/// <summary>
/// Shows how far a run is: on a terminal a bar with the loss, rows a second and the time that an epoch still takes, and in any case a line for each epoch that is over. Where
/// the output goes to a file or another program, the lines are all.
/// </summary>
public sealed class Progress : Callback
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter output;
    private readonly bool hasBar;
    private EpochBar? bar;
    private long shown;
    private long began;
    private long rowsBefore;

    /// <summary>Makes the callback.</summary>
    /// <param name="output">Where it writes; the console when not given.</param>
    /// <param name="bar">Whether there is a bar; when not given, there is one on a console that is not redirected.</param>
    public Progress(TextWriter? output = null, bool? bar = null)
    {
        this.output = output ?? Console.Out;
        hasBar = bar ?? (output is null && !Console.IsOutputRedirected);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (began, shown, rowsBefore) = (Stopwatch.GetTimestamp(), 0, state.Rows);
        if (hasBar) bar = new EpochBar(output, FormattableString.Invariant($"epoch {state.Epoch}/{state.Options.Epochs}"), Steps(state));
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (bar is null || (shown != 0 && Stopwatch.GetElapsedTime(shown) < Pause)) return;
        shown = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        bar.Show(state.StepInEpoch, $"loss {EpochLine.Short(state.Loss)}  {EpochLine.Rate(state.Rows - rowsBefore, seconds)}");
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        TakeOff();
        output.WriteLine(EpochLine.Of(state));
    }

    /// <inheritdoc/>
    public override void OnFitEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        TakeOff();
        if (state.StopReason is { } reason) output.WriteLine($"stopped: {reason}");
    }

    private static double Steps(FitState state) => Math.Ceiling((double)state.Loader.Count / state.Options.Accumulate);

    private void TakeOff()
    {
        bar?.Dispose();
        bar = null;
    }

    /// <summary>The bar of one epoch, drawn by a thread of Spectre.Console's until it is disposed.</summary>
    private sealed class EpochBar : IDisposable
    {
        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly string title;
        private readonly Task drawing;
        private ProgressTask? task;

        public EpochBar(TextWriter output, string title, double steps)
        {
            this.title = title;
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes });
            drawing = console.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    task = context.AddTask(Markup.Escape(title), maxValue: steps);
                    return over.Task;
                });
        }

        public void Show(int steps, string about)
        {
            if (task is null) return;
            task.Description = Markup.Escape($"{title}  {about}");
            task.Value = steps;
        }

        public void Dispose()
        {
            over.TrySetResult();
            drawing.GetAwaiter().GetResult();
        }
    }
}
