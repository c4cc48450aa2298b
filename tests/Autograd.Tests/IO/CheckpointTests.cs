using Autograd.Data;
using Autograd.IO;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.IO;

public class CheckpointTests
{
    private const int Epochs = 3;

    /// <summary>A training with everything that has a state: dropout, batch norm, shuffled batches, moments, rates that change, a generator of its own for the data.</summary>
    private sealed class Run
    {
        private readonly Sequential model;
        private readonly Adam optimizer;
        private readonly CosineAnnealingLR scheduler;
        private readonly DataLoader loader;
        private readonly Checkpoint checkpoint;
        private readonly List<byte[]> losses = [];
        private int step;
        private int epoch;

        public Run(ulong seed, Generator? own = null)
        {
            Generator.ManualSeed(seed);
            model = new Sequential(new Linear(6, 16), new BatchNorm1d(16), new ReLU(), new Dropout(0.4), new Linear(16, 3));
            optimizer = new Adam(model.Parameters(), new() { Lr = 0.05, Amsgrad = true });
            scheduler = new CosineAnnealingLR(optimizer, tMax: 9);
            var data = new Generator(3);
            var set = new TensorDataset(Tensor.Randn([22, 6], DType.Float32, data), Tensor.RandInt(0, 3, [22], generator: data));
            loader = new DataLoader(set, batchSize: 5, shuffle: true, generator: own);
            checkpoint = new Checkpoint { { "model", model }, { "optimizer", optimizer }, { "scheduler", scheduler }, { "generator", Generator.Default }, { "loader", loader } };
            checkpoint.Add("count", () => new Dictionary<string, Tensor> { [""] = Tensor.From([step, epoch]) }, state => (step, epoch) = (state[""].ToArray<int>()[0], state[""].ToArray<int>()[1]));
        }

        public int StepsAnEpoch => loader.Count;

        public long Load(string path) => checkpoint.Load(path);

        public void Save(string path, long at = 0) => checkpoint.Save(path, at);

        /// <summary>Goes on to the end, or until a step, after which it is saved and left.</summary>
        public IReadOnlyList<byte[]> Go(string? path = null, int until = int.MaxValue)
        {
            for (; epoch < Epochs; epoch++)
            {
                foreach (var (x, y) in loader)
                {
                    optimizer.ZeroGrad();
                    var loss = F.CrossEntropy(model.Forward(x), y);
                    loss.Backward();
                    optimizer.Step();
                    scheduler.Step();
                    losses.Add(Files.Bits(loss.Detach()));
                    step++;
                    if (step != until) continue;
                    checkpoint.Save(path!, step);
                    return losses;
                }
            }
            return [.. losses, .. model.StateDict().Values.Select(Files.Bits)];
        }
    }

    /// <summary>Saved after any step, in the middle of an epoch or at its end, and resumed by a program that began with other seeds: the same losses and weights to the bit.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_resumed_run_gives_the_bits_of_an_uninterrupted_one(bool ownGenerator)
    {
        using var files = new Files();
        Generator? Own(ulong seed) => ownGenerator ? new Generator(seed) : null;
        var whole = new Run(7, Own(11)).Go();
        int steps = Epochs * new Run(7).StepsAnEpoch;
        foreach (int stop in Enumerable.Range(1, steps))
        {
            var first = new Run(7, Own(11)).Go(files["run"], stop);
            var second = new Run(99, Own(98));
            Assert.Equal(stop, second.Load(files["run"]));
            Assert.Equal(whole, first.Concat(second.Go()));
        }
    }

    /// <summary>A writer that fails at its n-th write, for every n: the old checkpoint is there and whole, and nothing else.</summary>
    [Fact]
    public void A_failure_at_any_write_leaves_the_last_one()
    {
        using var files = new Files();
        var x = Tensor.Full([3], 1);
        var parts = new Checkpoint();
        parts.Add("x", () => new Dictionary<string, Tensor> { ["a"] = x, ["b"] = x.Double(), ["c"] = x.Long() }, _ => { });
        parts.Save(files["run"], 1);
        byte[] before = File.ReadAllBytes(files["run"]);
        int failAt = 0;
        for (bool failed = true; failed; failAt++)
        {
            failed = false;
            try
            {
                AtomicFile.Write(files["run"], stream => parts.Write(new FailingStream(stream, failAt), 2));
            }
            catch (IOException e) when (e.Message == FailingStream.Message)
            {
                failed = true;
                Assert.Equal(before, File.ReadAllBytes(files["run"]));
                Assert.Equal(["run"], files.Names);
            }
        }
        Assert.True(failAt > 5);
        Assert.Equal(2, parts.Load(files["run"]));
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_is_changed()
    {
        using var files = new Files();
        Linear a = new(2, 3), b = new(2, 4);
        var generator = new Generator(5);
        var checkpoint = new Checkpoint { { "a", a }, { "g", generator }, { "b", b } };
        checkpoint.Save(files["run"], 8);
        byte[] weight = Files.Bits(a.StateDict()["weight"]), state = generator.GetState();

        Init.Zeros(a.Parameters().First());
        generator.NextInt64();
        byte[] zeros = Files.Bits(a.StateDict()["weight"]), later = generator.GetState();
        var other = new Checkpoint { { "a", a }, { "g", generator }, { "b", new Linear(2, 5) } };
        Assert.Contains("[5, 2]", Assert.Throws<AutogradException>(() => other.Load(files["run"])).Message, StringComparison.Ordinal);
        Assert.Equal(zeros, Files.Bits(a.StateDict()["weight"]));
        Assert.Equal(later, generator.GetState());
        Assert.Contains("a, g, b, the program has a", Assert.Throws<AutogradException>(() => new Checkpoint { { "a", a } }.Load(files["run"])).Message, StringComparison.Ordinal);

        Assert.Equal(8, checkpoint.Load(files["run"]));
        Assert.Equal(weight, Files.Bits(a.StateDict()["weight"]));
        Assert.Equal(state, generator.GetState());
    }

    [Fact]
    public void Other_files_are_no_checkpoints()
    {
        using var files = new Files();
        var checkpoint = new Checkpoint { { "g", new Generator(1) } };
        SafeTensors.Save(files["a"], new Dictionary<string, Tensor> { ["g."] = Tensor.Ones(1) });
        Files.Refused(files["a"], "without the marks of a checkpoint", p => checkpoint.Load(p));
        var marks = new Dictionary<string, string> { ["format"] = "autograd.checkpoint.1", ["parts"] = "g", ["step"] = "0" };
        SafeTensors.Save(files["a"], new Dictionary<string, Tensor> { ["h.x"] = Tensor.Ones(1) }, marks);
        Files.Refused(files["a"], "'h.x' of no part", p => checkpoint.Load(p));
        foreach (var wrong in new[] { Tensor.Ones(1), Tensor.From(new byte[7]), Tensor.From(new byte[5056]) })
        {
            SafeTensors.Save(files["a"], new Dictionary<string, Tensor> { ["g."] = wrong }, marks);
            Assert.Contains("generator", Assert.Throws<AutogradException>(() => checkpoint.Load(files["a"])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_of_parts_are_checked()
    {
        var checkpoint = new Checkpoint { { "g", new Generator(1) } };
        Assert.Throws<ArgumentException>(() => checkpoint.Add("g", new Generator(2)));
        Assert.Throws<ArgumentException>(() => checkpoint.Add("a.b", new Generator(2)));
        Assert.Equal(["g"], checkpoint);
    }

    /// <summary>Fails when it is written to for the n-th time, flushes included.</summary>
    private sealed class FailingStream(Stream inner, int failAt) : Stream
    {
        public const string Message = "the disk is full";

        private int writes;

        public override bool CanRead => false;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            // What a process had written when it stopped.
            inner.Write(buffer[..(buffer.Length / 2)]);
            if (writes++ == failAt) throw new IOException(Message);
            inner.Write(buffer[(buffer.Length / 2)..]);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);
    }
}
