namespace Autograd.Training;

/// <summary>Shows the runs of a folder in a browser while they train.</summary>
/// <remarks>
/// A run is a subfolder with a <c>history.csv</c>, as the trainer's <c>CsvLogger</c> writes it after each epoch; the folder itself may be one. The page moves by itself: a chart for
/// each number, a line for each run. It answers this machine alone, reads nothing but these files and changes none.
/// </remarks>
/// <example>
/// <code>
/// await using var board = Board.Serve("runs");
/// Console.WriteLine(board.Url);
/// </code>
/// </example>
public static class Board
{
    /// <summary>Begins to serve; the training may go on in the same program.</summary>
    /// <param name="folder">The folder with the runs; new ones show up when they are there.</param>
    /// <param name="port">The port; a free one when 0.</param>
    /// <returns>What is served, until it is disposed.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is none.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static BoardServer Serve(string folder, int port = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        string full = Path.GetFullPath(folder);
        if (!Directory.Exists(full)) throw new DirectoryNotFoundException($"Board.Serve: there is no folder {full}; make it before the first run");
        return BoardServer.Start(new RunFolder(full), port);
    }
}
