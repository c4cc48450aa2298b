using System.Net;
using Microsoft.AspNetCore.Http;

namespace Autograd.Training;

/// <summary>
/// Who is answered: this machine, by a name of this machine. A page from elsewhere whose name was made to lead here (DNS rebinding) comes with its own
/// name in the Host header, and reads nothing.
/// </summary>
internal static class LocalOnly
{
    private static readonly string[] Names = ["127.0.0.1", "localhost"];

    public static bool Admits(HttpContext context)
    {
        var host = context.Request.Host;
        bool isNamed = Array.Exists(Names, name => string.Equals(name, host.Host, StringComparison.OrdinalIgnoreCase));
        bool isHere = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
        // Without a port the browser means 80.
        return isNamed && isHere && (host.Port ?? 80) == context.Connection.LocalPort;
    }
}
