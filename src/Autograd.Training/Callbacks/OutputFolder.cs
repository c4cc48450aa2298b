namespace Autograd.Training;

/// <summary>Where a callback writes: the folder it was told, or that of the options.</summary>
internal static class OutputFolder
{
    /// <summary>The folder.</summary>
    /// <exception cref="AutogradException">There is neither.</exception>
    public static string Of(string who, string? told, FitState state) =>
        told ?? state.Options.Folder ?? throw new AutogradException($"{who}: there is no folder to write in; give it one, or set FitOptions.Folder");
}
