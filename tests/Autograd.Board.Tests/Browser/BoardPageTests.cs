using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Autograd.Training.Tests.Browser;

/// <summary>The board in a browser: a training writes, the page moves.</summary>
public sealed class BoardPageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("board-page").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [BrowserFact]
    public async Task The_page_follows_a_training()
    {
        await using var board = Board.Serve(folder);
        await using var browser = await Chromium.Start();
        await browser.Go(board.Url.AbsoluteUri);
        await browser.Until("document.getElementById('status').textContent.startsWith('waiting')");

        var gate = new Gate();
        var training = Task.Run(() => Train("adam", gate));
        foreach (int epoch in new[] { 1, 2, 3 })
        {
            gate.Open();
            await browser.Until(FormattableString.Invariant($"document.getElementById('status').textContent === 'epoch {epoch}'"));
            // The line of a run with more epochs has more numbers, and the chart says so.
            await browser.Until(FormattableString.Invariant($"document.querySelector('#charts svg desc')?.textContent.includes('{epoch} numbers')"));
        }
        gate.Open();
        await training;
        await browser.Until("document.querySelectorAll('#charts svg').length >= 2 && [...document.querySelectorAll('#charts svg')].every(s => s.getBoundingClientRect().width > 100)");

        // A second run is compared with the first, and may be hidden.
        Train("another", new Gate(openFor: 4));
        await browser.Until("document.querySelectorAll('#runs .run').length === 2 && document.querySelector('#charts').textContent.includes('another')");
        Pictures.Keep("board", await browser.Screenshot(1240));
        await browser.Evaluate("document.querySelectorAll('#runs input')[1].click()");
        await browser.Until("!document.querySelector('#charts').textContent.includes('another')");
        await browser.Evaluate("document.getElementById('follow').click()");
        await browser.Until("document.querySelector('#charts svg') !== null");

        Assert.Empty(browser.Errors);
        Assert.All(browser.Requests, url => Assert.StartsWith(board.Url.AbsoluteUri, url, StringComparison.Ordinal));
    }

    private FitResult Train(string name, Gate gate)
    {
        Generator.ManualSeed(1);
        var x = Tensor.Randn(64, 2);
        var y = x.Sum(1).Gt(0).To(DType.Int64);
        var model = new Sequential(new Linear(2, 8), new Tanh(), new Linear(8, 2));
        var data = new TensorDataset(x, y);
        return Trainer.Fit(model, new DataLoader(data, batchSize: 16), new DataLoader(data, batchSize: 64), new FitOptions
        {
            Epochs = 4,
            Loss = static (scores, labels) => F.CrossEntropy(scores, labels),
            Optimizer = new Adam(model.Parameters(), lr: 0.01),
            Metrics = [new Accuracy(2)],
            Callbacks = [gate, new LearningRateMonitor(), new CsvLogger()],
            Folder = Path.Combine(folder, name),
        });
    }

    /// <summary>Holds a training before each epoch until it is let through.</summary>
    private sealed class Gate(int openFor = 0) : Callback
    {
        private readonly SemaphoreSlim passes = new(openFor);

        public void Open() => passes.Release();

        public override void OnEpochBegin(FitState state) => Assert.True(passes.Wait(Chromium.Patience));
    }
}
