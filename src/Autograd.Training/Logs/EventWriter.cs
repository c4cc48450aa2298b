using System.Globalization;

namespace Autograd.Training;

/// <summary>Writes numbers, histograms and texts to an event file, which TensorBoard shows (<c>torch.utils.tensorboard.SummaryWriter</c>).</summary>
/// <remarks>
/// Each record is whole on its own, with checksums: a reader of a file that is being written sees all records but the one at its end. Several threads may write at the same
/// time. The format: TFRecord frames of <c>tensorflow.Event</c> messages.
/// </remarks>
/// <example>
/// <code>
/// using var events = new EventWriter("runs/first");
/// events.Scalar("loss", 0.25, step: 10);
/// </code>
/// </example>
public sealed class EventWriter : IDisposable
{
    private const int MostBins = 10000;

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly FileStream file;
    private bool isDisposed;

    /// <summary>Begins a file in a folder: <c>events.out.tfevents.SECONDS.HOST.PROCESS.NUMBER</c>, as TensorBoard looks for it.</summary>
    /// <param name="folder">The folder of the run; it is made where it is not there.</param>
    /// <param name="clock">Tells the time of records; the system's when not given.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public EventWriter(string folder, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        this.clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        (file, Path) = Begin(folder, this.clock.GetUtcNow().ToUnixTimeSeconds());
        Write(EventMessage.Version(Now));
        Flush();
    }

    private EventWriter(FileStream file, TimeProvider? clock)
    {
        this.clock = clock ?? TimeProvider.System;
        this.file = file;
        Path = file.Name;
    }

    /// <summary>Goes on with a file. A record at its end that was not written whole is cut off.</summary>
    /// <param name="path">An event file.</param>
    /// <param name="clock">Tells the time of records; the system's when not given.</param>
    /// <exception cref="InvalidDataException">It is none: a record before the last has a wrong checksum.</exception>
    /// <exception cref="IOException">It is missing, or cannot be written.</exception>
    public static EventWriter Append(string path, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            file.SetLength(RecordFile.WholeLength(file));
            file.Seek(0, SeekOrigin.End);
            return new EventWriter(file, clock);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    private double Now => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Writes a number (<c>add_scalar</c>). It is kept in single precision, as TensorBoard does.</summary>
    /// <param name="tag">Its name; a slash groups: <c>loss/train</c>.</param>
    /// <param name="value">The number; it need not be finite.</param>
    /// <param name="step">The step it belongs to.</param>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Scalar(string tag, double value, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        Write(EventMessage.Scalar(Now, step, tag, (float)value));
    }

    /// <summary>Writes how numbers are distributed (<c>add_histogram</c>): equally wide bins between the smallest and the largest.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="values">The numbers; what is not finite is left out.</param>
    /// <param name="step">The step it belongs to.</param>
    /// <param name="bins">How many bins.</param>
    /// <exception cref="ArgumentException">No number is finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is not from 1 to 10000.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Histogram(string tag, IReadOnlyList<double> values, long step, int bins = 64)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, MostBins);
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) throw new ArgumentException($"EventWriter.Histogram: \"{tag}\" has {values.Count.ToString(CultureInfo.InvariantCulture)} numbers and none that is finite; leave it out", nameof(values));
        Write(EventMessage.Histogram(Now, step, tag, finite, bins));
    }

    /// <summary>The same of the elements of a tensor.</summary>
    /// <inheritdoc cref="Histogram(string, IReadOnlyList{double}, long, int)" path="/param|/exception"/>
    public void Histogram(string tag, Tensor values, long step, int bins = 64)
    {
        ArgumentNullException.ThrowIfNull(values);
        Histogram(tag, Labels.Numbers(values), step, bins);
    }

    /// <summary>Writes a text, which TensorBoard reads as Markdown (<c>add_text</c>).</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="text">The text.</param>
    /// <param name="step">The step it belongs to.</param>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Text(string tag, string text, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ArgumentNullException.ThrowIfNull(text);
        Write(EventMessage.Text(Now, step, tag, text));
    }

    /// <summary>Hands everything that was written to the system, so that others see it.</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Flush()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            file.Flush();
        }
    }

    /// <summary>Closes the file; what was written is there.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            file.Dispose();
        }
    }

    private void Write(byte[] message)
    {
        byte[] record = RecordFile.Framed(message);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            file.Write(record);
        }
    }

    /// <summary>Two writers of one second and process have files of their own.</summary>
    private static (FileStream File, string Path) Begin(string folder, long seconds)
    {
        string host = string.Concat(Environment.MachineName.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        for (int number = 0; ; number++)
        {
            string path = System.IO.Path.Combine(folder, FormattableString.Invariant($"events.out.tfevents.{seconds:D10}.{host}.{Environment.ProcessId}.{number}"));
            try
            {
                return (new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read), path);
            }
            catch (IOException) when (File.Exists(path) && number < MostBins)
            {
                // It is another writer's: the next number.
            }
        }
    }
}
