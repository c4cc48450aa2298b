using System.Globalization;

namespace Quickstart;

/// <summary>One line that fills while the network learns; on paper, a line now and then.</summary>
internal static class Progress
{
    private const int Width = 30;

    public static void Show(int epoch, int epochs, double loss, double accuracy)
    {
        int filled = Width * epoch / epochs;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch,3}/{epochs} [{new string('#', filled)}{new string('.', Width - filled)}] loss {loss:F4}  accuracy {accuracy:P1}");
        if (!Console.IsOutputRedirected) Console.Write(epoch < epochs ? "\r" + line : "\r" + line + "\n");
        else if (epoch == 1 || epoch % 10 == 0) Console.WriteLine(line);
    }
}
