namespace Autograd.Benchmarks;

/// <summary>A part of the page on growth.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">What was measured and how it is to be read.</param>
/// <param name="Picture">A picture, or null.</param>
/// <param name="Table">The figures.</param>
internal sealed record Section(string Title, string Text, LogLogPicture? Picture, Table Table)
{
    public string ToConsole() => $"{Title}\n{Table.ToText()}";

    public string ToMarkdown() => Picture is null
        ? $"## {Title}\n\n{Text}\n\n{Table.ToMarkdown()}"
        : $"## {Title}\n\n{Text}\n\n![{Picture.Title}]({Picture.File})\n\n{Table.ToMarkdown()}";
}
