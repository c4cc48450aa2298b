using System.Text.Json;
using Autograd.Data;

namespace Autograd.Golden;

/// <summary>Orders of the loader and its samplers over 0, ..., n - 1, and three numbers of the default generator after them.</summary>
internal static class LoaderBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "loader.shuffle", a => Read(a, d => new DataLoader(d, a.Int("batch_size"), shuffle: true, dropLast: a.Bool("drop_last"), generator: Own(a))) },
        { "loader.sequential", a => Read(a, d => new DataLoader(d, a.Int("batch_size"), dropLast: a.Bool("drop_last"), generator: Own(a))) },
        { "loader.replacement", a => Sampled(a, d => new RandomSampler(d, replacement: true, a.Int("num_samples"), Own(a))) },
        { "loader.weighted", a => Sampled(a, _ => new WeightedRandomSampler(Weights(a), a.Int("num_samples"), a.Bool("replacement"), Own(a))) },
        { "loader.subset", a => Sampled(a, _ => new SubsetRandomSampler(a.Ints("indices"), Own(a))) },
        { "loader.split", a => Then(Numbers(a).RandomSplit(a.Ints("lengths"), Own(a)).Select(part => part.Fetch(Tensor.Arange(part.Count))[0])) },
    };

    private static Tensor[] Sampled(CaseArguments a, Func<Dataset, Sampler> make) =>
        Read(a, d => new DataLoader(d, a.Int("batch_size"), sampler: make(d)));

    private static Tensor[] Read(CaseArguments a, Func<Dataset, DataLoader> make)
    {
        var loader = make(Numbers(a));
        return Then(Enumerable.Range(0, a.Int("epochs")).SelectMany(_ => loader.Select(batch => batch[0])));
    }

    private static Tensor[] Then(IEnumerable<Tensor> batches) => [.. batches, Tensor.Rand(3)];

    private static TensorDataset Numbers(CaseArguments a) => new(Tensor.Arange(a.Int("n")));

    private static Generator? Own(CaseArguments a) => a.Argument("generator") is { } seed ? new Generator(seed.GetUInt64()) : null;

    private static IEnumerable<double> Weights(CaseArguments a) => a.Argument("weights")!.Value.EnumerateArray().Select(static (JsonElement w) => w.GetDouble());
}
