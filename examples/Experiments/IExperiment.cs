using Autograd.Training;

namespace Experiments;

/// <summary>A classical result reproduced: one command, figures and a number.</summary>
internal interface IExperiment
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>Whether it reads files of the data folder.</summary>
    bool NeedsData { get; }

    /// <summary>Computes it: seeded, the same bits on any number of threads.</summary>
    /// <exception cref="IOException">A file of the data folder is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or holds something else.</exception>
    Findings Run(ExperimentOptions options);
}

/// <summary>How an experiment is run.</summary>
/// <param name="Data">The folder with <c>mnist</c> and <c>tabular</c> in it; null where there is none.</param>
/// <param name="Reduced">At a size for tests, seconds instead of minutes; what it shows is the same.</param>
internal sealed record ExperimentOptions(string? Data = null, bool Reduced = false)
{
    /// <summary>One number at full size, another at the reduced one.</summary>
    public T Size<T>(T full, T reduced) => Reduced ? reduced : full;

    /// <summary>A folder of the data.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public string Folder(string name)
    {
        string folder = Path.Combine(Data ?? "", name);
        return Data is not null && Directory.Exists(folder)
            ? folder
            : throw new DirectoryNotFoundException($"{(Data is null ? "no data folder is given" : $"{folder} is missing")}: --data, or the variable AUTOGRAD_DATA, must name a folder with {name}/ in it");
    }
}

/// <summary>What an experiment found.</summary>
/// <param name="Number">The number of its figure, in one line.</param>
/// <param name="Plots">Its figures.</param>
/// <param name="Lines">Its tables, as lines of text.</param>
internal sealed record Findings(string Number, IReadOnlyList<Plot> Plots, IReadOnlyList<string> Lines);
