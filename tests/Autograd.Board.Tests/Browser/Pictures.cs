namespace Autograd.Training.Tests.Browser;

/// <summary>Pictures of pages, kept where AUTOGRAD_SCREENSHOTS names a folder, to be looked at.</summary>
internal static class Pictures
{
    public static void Keep(string name, byte[] png)
    {
        if (Environment.GetEnvironmentVariable("AUTOGRAD_SCREENSHOTS") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name + ".png"), png);
    }
}
