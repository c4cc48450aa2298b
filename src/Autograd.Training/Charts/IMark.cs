namespace Autograd.Training;

/// <summary>How the legend shows a mark.</summary>
internal enum LegendShape
{
    /// <summary>A piece of a line.</summary>
    Line,

    /// <summary>One of its points.</summary>
    Dot,

    /// <summary>A faint square with a border.</summary>
    Patch,

    /// <summary>A filled square.</summary>
    Bar,
}

/// <summary>What a plot shows over its axes: a line, points, bars.</summary>
internal interface IMark
{
    /// <summary>What the legend calls it, a colour for each; marks that give the same name share the colour. Empty where the mark explains itself.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>How the legend shows it.</summary>
    LegendShape Shape { get; }

    /// <summary>What there is to see, in words, for those who cannot.</summary>
    string Description { get; }

    /// <summary>Says what the axes have to reach.</summary>
    void Measure(Reach x, Reach y);

    /// <summary>Draws it; what is not a number, or beyond the axes' kind of numbers, is left out.</summary>
    void Draw(Frame frame);
}
