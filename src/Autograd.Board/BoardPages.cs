using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Autograd.Training;

/// <summary>What the board answers: its page, the charts, and the stream that says when something is new.</summary>
internal sealed class BoardPages(RunFolder runs, CancellationToken stopping)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task Answer(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) return Status(context, StatusCodes.Status405MethodNotAllowed);
        return context.Request.Path.Value switch
        {
            "/" => Resource(context, "board.html", "text/html; charset=utf-8"),
            "/board.css" => Resource(context, "board.css", "text/css; charset=utf-8"),
            "/board.js" => Resource(context, "board.js", "text/javascript; charset=utf-8"),
            "/charts" => Charts(context),
            "/events" => new BoardEvents(runs).Send(context, stopping),
            "/favicon.ico" => Status(context, StatusCodes.Status204NoContent),
            _ => Status(context, StatusCodes.Status404NotFound),
        };
    }

    private Task Charts(HttpContext context)
    {
        var hidden = context.Request.Query["hide"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        _ = int.TryParse(context.Request.Query["last"], NumberStyles.None, CultureInfo.InvariantCulture, out int last);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(BoardCharts.Html([.. runs.Runs().Where(r => !hidden.Contains(r.Name))], last), context.RequestAborted);
    }

    private static async Task Resource(HttpContext context, string name, string type)
    {
        context.Response.ContentType = type;
        using var stream = typeof(BoardPages).Assembly.GetManifestResourceStream("Page/" + name)!;
        await stream.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
