using System.Diagnostics;
using System.Text.Json;

namespace Autograd.Training.Tests.Browser;

/// <summary>A browser without a window, with one page, and a folder of its own that goes again.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>How long anything may take before the test fails instead of waiting; nothing is timed by it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly string profile;
    private readonly DevTools tools = new();
    private string session = "";

    private Chromium(Process process, string profile) => (this.process, this.profile) = (process, profile);

    /// <summary>What was reported to the console as an error, exceptions and refused requests included.</summary>
    public IReadOnlyList<string> Errors =>
    [
        .. tools.Events.Where(static e => e.Method == "Runtime.exceptionThrown"
            || (e.Method == "Log.entryAdded" && e.Parameters.GetProperty("entry").GetProperty("level").GetString() == "error")
            || (e.Method == "Runtime.consoleAPICalled" && e.Parameters.GetProperty("type").GetString() == "error")).Select(static e => e.Parameters.ToString()),
    ];

    /// <summary>The addresses that were asked for.</summary>
    public IReadOnlyList<string> Requests => [.. tools.Events.Where(static e => e.Method == "Network.requestWillBeSent").Select(static e => e.Parameters.GetProperty("request").GetProperty("url").GetString()!)];

    public static async Task<Chromium> Start()
    {
        string profile = Directory.CreateTempSubdirectory("chromium").FullName;
        var start = new ProcessStartInfo(BrowserFactAttribute.Program!)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList = { "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank" },
        };
        var browser = new Chromium(Process.Start(start)!, profile);
        try
        {
            await browser.Open();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes to a page and waits until all of it is loaded.</summary>
    public async Task Go(string url)
    {
        await tools.Send("Page.navigate", new { url }, session);
        await Until("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /// <summary>The value of an expression.</summary>
    public async Task<JsonElement> Evaluate(string expression)
    {
        var result = await tools.Send("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true }, session);
        Assert.False(result.TryGetProperty("exceptionDetails", out var problem), problem.ToString());
        return result.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Waits for an expression to be true.</summary>
    public async Task Until(string expression)
    {
        long began = Stopwatch.GetTimestamp();
        while ((await Evaluate(expression)).ValueKind != JsonValueKind.True)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"never true: {expression}\n{(await Evaluate("document.body.innerText")).GetString()}");
            await Task.Delay(50);
        }
    }

    /// <summary>Which scheme the system is said to like.</summary>
    public Task Prefer(string scheme) => tools.Send("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = scheme } } }, session);

    /// <summary>A picture of the page, the whole of it, as PNG.</summary>
    public async Task<byte[]> Screenshot(int width)
    {
        await tools.Send("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = false }, session);
        int height = (await Evaluate("document.documentElement.scrollHeight")).GetInt32();
        var result = await tools.Send("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true, clip = new { x = 0, y = 0, width, height, scale = 1 } }, session);
        return result.GetProperty("data").GetBytesFromBase64();
    }

    public async ValueTask DisposeAsync()
    {
        await tools.DisposeAsync();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A process of the browser is still writing there; the folder is one for temporary files.
        }
    }

    /// <summary>The browser tells where it listens; a page is opened, and told to report what happens in it.</summary>
    private async Task Open()
    {
        const string Mark = "DevTools listening on ";
        using var patience = new CancellationTokenSource(Patience);
        string? line;
        do line = await process.StandardError.ReadLineAsync(patience.Token);
        while (line?.StartsWith(Mark, StringComparison.Ordinal) == false);
        Assert.True(line is not null, "the browser ended before it listened");
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await tools.Connect(new Uri(line[Mark.Length..]));
        var target = await tools.Send("Target.createTarget", new { url = "about:blank" });
        var attached = await tools.Send("Target.attachToTarget", new { targetId = target.GetProperty("targetId").GetString(), flatten = true });
        session = attached.GetProperty("sessionId").GetString()!;
        foreach (string domain in new[] { "Page", "Runtime", "Network", "Log" }) await tools.Send(domain + ".enable", null, session);
    }
}
