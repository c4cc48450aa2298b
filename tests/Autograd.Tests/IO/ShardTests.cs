using System.Text.Json;
using Autograd.IO;

namespace Autograd.Tests.IO;

/// <summary>Models written in several files with their index.</summary>
public class ShardTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(40, 4)]
    [InlineData(88, 2)]
    [InlineData(6087, 2)]
    [InlineData(6088, 1)]
    [InlineData(long.MaxValue, 1)]
    public void What_is_written_in_shards_is_read_again(long most, int shards)
    {
        using var files = new Files();
        var tensors = Files.EveryDType();
        SafeTensors.SaveSharded(files["m.safetensors.index.json"], tensors, most);
        Files.Same(tensors, SafeTensors.Load(files["m.safetensors.index.json"]));

        string[] names = [.. Enumerable.Range(1, shards).Select(i => FormattableString.Invariant($"m-{i:00000}-of-{shards:00000}.safetensors"))];
        Assert.Equal([.. names, "m.safetensors.index.json"], files.Names.Order(StringComparer.Ordinal));
        using var index = JsonDocument.Parse(File.ReadAllBytes(files["m.safetensors.index.json"]));
        Assert.Equal(tensors.Values.Sum(static t => (long)t.Numel * t.DType.Size), index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
        Assert.Equal(tensors.Keys, index.RootElement.GetProperty("weight_map").EnumerateObject().Select(static p => p.Name));
        foreach (string name in names)
        {
            using var file = SafeTensors.Open(files[name]);
            Assert.Equal("pt", file.Metadata["format"]);
            // One tensor that is larger than a file may be stands alone.
            Assert.True(file.Keys.Count == 1 || file.Keys.Sum(key => (long)tensors[key].Numel * tensors[key].DType.Size) <= most);
        }
    }

    [Fact]
    public void No_tensors_are_one_empty_file()
    {
        using var files = new Files();
        SafeTensors.SaveSharded(files["m.safetensors.index.json"], new Dictionary<string, Tensor>());
        Assert.Empty(SafeTensors.Load(files["m.safetensors.index.json"]));
        Assert.Equal(2, files.Names.Count());
    }

    [Fact]
    public void A_failure_leaves_the_old_model_and_nothing_beside_it()
    {
        using var files = new Files();
        var old = new Dictionary<string, Tensor> { ["a"] = Tensor.Ones(4), ["b"] = Tensor.Ones(4) };
        SafeTensors.SaveSharded(files["m.safetensors.index.json"], old, 16);
        // The second shard cannot be begun.
        Directory.CreateDirectory(files["m-00002-of-00002.safetensors.partial"]);
        var other = old.ToDictionary(static t => t.Key, static t => t.Value * 2);
        Assert.ThrowsAny<Exception>(() => SafeTensors.SaveSharded(files["m.safetensors.index.json"], other, 16));
        Files.Same(old, SafeTensors.Load(files["m.safetensors.index.json"]));
        Directory.Delete(files["m-00002-of-00002.safetensors.partial"]);
        Assert.DoesNotContain(files.Names, static n => n.EndsWith(".partial", StringComparison.Ordinal));

        // From here on the shards are replaced: an index of the old ones is not there any more.
        Directory.CreateDirectory(Path.Combine(files["n-00002-of-00002.safetensors"], "occupied"));
        Assert.ThrowsAny<Exception>(() => SafeTensors.SaveSharded(files["n.safetensors.index.json"], other, 16));
        Assert.DoesNotContain(files.Names, static n => n.EndsWith(".partial", StringComparison.Ordinal));
        Assert.False(File.Exists(files["n.safetensors.index.json"]));
    }

    [Fact]
    public void What_is_no_index_is_refused()
    {
        using var files = new Files();
        Assert.Contains(".safetensors.index.json", Assert.Throws<ArgumentException>(() => SafeTensors.SaveSharded(files["m.safetensors"], Files.EveryDType())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SafeTensors.SaveSharded(files["m.safetensors.index.json"], Files.EveryDType(), 0));
        Assert.Throws<ArgumentException>(() => SafeTensors.SaveSharded(files["m.safetensors.index.json"], new Dictionary<string, Tensor> { ["__metadata__"] = Tensor.Ones(1) }));
        Assert.Empty(files.Names);
    }
}
