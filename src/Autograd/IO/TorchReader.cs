using Autograd.Memory;
using Autograd.NN;

namespace Autograd.IO;

/// <summary>
/// Reads the zip form of PyTorch's files: <c>NAME/data.pkl</c>, a pickle in which tensors are calls of <c>_rebuild_tensor_v2</c>, and
/// <c>NAME/data/0</c>, <c>NAME/data/1</c>, ..., the storages they look at.
/// </summary>
internal sealed class TorchReader
{
    public const string Expected = "a file of torch.save in the zip form of PyTorch 1.6 and later";

    private const string PickleName = "data.pkl";

    // Layouts, arrays and objects of a tensor that looks at a storage.
    private const int ViewBytes = 400;
    private const int StorageBytes = 200;
    private const int DictionaryBytes = 96;

    private readonly MappedFile file;
    private readonly MemoryBudget budget;
    private readonly TensorZip zip;
    private readonly string folder;
    private readonly bool bigEndian;
    private readonly Dictionary<string, PickleGlobal> globals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TorchStorage> storages = new(StringComparer.Ordinal);

    private TorchReader(MappedFile file, MemoryBudget budget, TensorZip zip)
    {
        (this.file, this.budget, this.zip) = (file, budget, zip);
        string[] pickles = [.. zip.Names.Where(static name => name == PickleName || name.EndsWith("/" + PickleName, StringComparison.Ordinal)).Take(2)];
        if (pickles.Length != 1) throw new TensorFileException(file.Path, pickles.Length == 0 ? $"no {PickleName}" : $"more than one {PickleName}", Expected);
        folder = pickles[0][..^PickleName.Length];
        if (zip.Has(folder + "constants.pkl")) throw new TensorFileException(file.Path, "a TorchScript program (torch.jit.save)", Expected);
        foreach (string name in zip.Names)
        {
            if (!zip.IsStored(name)) throw new TensorFileException(file.Path, $"the entry '{name}' compressed", "entries as PyTorch writes them, stored as they are");
        }
        bigEndian = zip.Has(folder + "byteorder") && ByteOrder() == "big";
        foreach (var (name, element) in TorchTypes.Storages) Know(new PickleGlobal(name, Element: element));
        Know(new PickleGlobal("collections.OrderedDict", Call: OrderedDict));
        Know(new PickleGlobal("torch.Size", Call: Size));
        Know(new PickleGlobal("torch._utils._rebuild_tensor", Call: RebuildTensor));
        Know(new PickleGlobal("torch._utils._rebuild_tensor_v2", Call: RebuildTensor));
        Know(new PickleGlobal("torch._utils._rebuild_parameter", Call: RebuildParameter));
    }

    /// <summary>Reads what was saved.</summary>
    /// <exception cref="TensorFileException">The file is not of this form, is damaged, or asks for what is not allowed.</exception>
    public static object? Read(MappedFile file, MemoryBudget budget)
    {
        var first = file.First(4);
        if (!first.StartsWith(TensorZip.Mark))
        {
            // Protocol 2 of a pickle; the old form was a pickle that storages followed, an older one a tar file.
            string found = first.Length > 0 && first[0] == (byte)PickleOp.Proto ? "the form of torch.save before PyTorch 1.6, or a bare pickle" : "other first bytes";
            throw new TensorFileException(file.Path, found, Expected + "; load an older one in PyTorch and save it again");
        }
        using var zip = new TensorZip(file, budget);
        var reader = new TorchReader(file, budget, zip);
        return reader.ReadPickle();
    }

    private object? ReadPickle()
    {
        string name = folder + PickleName;
        long length = zip.LengthOf(name);
        if (length > Array.MaxLength) throw new TensorFileException(file.Path, $"a pickle of {length} bytes", Expected);
        budget.Take(length);
        byte[] code = new byte[length];
        zip.Read(name, stream =>
        {
            stream.ReadExactly(code);
            return code;
        });
        var pickle = new PickleReader(file.Path, code, budget, name => globals.GetValueOrDefault(name), Storage);
        object? root = pickle.Read();
        new TorchTree(file.Path, budget).Check(root);
        return root;
    }

    private void Know(PickleGlobal global) => globals.Add(global.Name, global);

    private string ByteOrder() => zip.Read(folder + "byteorder", stream =>
    {
        Span<byte> text = stackalloc byte[6];
        text = text[..stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        return text.SequenceEqual("little"u8) ? "little" : text.SequenceEqual("big"u8) ? "big"
            : throw new TensorFileException(file.Path, "another byte order", "little or big");
    });

    /// <summary>('storage', torch.FloatStorage, '0', 'cpu', 10): the type, the entry below data/, the device, the number of elements.</summary>
    private TorchStorage Storage(object?[] id)
    {
        if (id is not ["storage", PickleGlobal { Element: { } element }, string key, string, long count])
            throw new TensorFileException(file.Path, "a persistent id that is no storage of numbers", "('storage', torch.FloatStorage, '0', 'cpu', 10)");
        if (storages.TryGetValue(key, out var known))
        {
            if (known.Element != element || known.Values.Numel != count) throw new TensorFileException(file.Path, $"the storage '{key}' with two types or lengths", "one");
            return known;
        }
        string name = $"{folder}data/{key}";
        long bytes = zip.LengthOf(name);
        var layout = FileShape.Contiguous(file.Path, name, [count]);
        if (bytes != count * element.Size) throw new TensorFileException(file.Path, $"'{name}' with {bytes} bytes", FormattableString.Invariant($"{count * element.Size}, for {count} elements"));
        budget.Take(StorageBytes + (4L * name.Length));
        var values = zip.Read(name, stream => element.Read(stream, layout, budget, bigEndian));
        return storages[key] = new TorchStorage(element, values);
    }

    private OrderedDictionary<object, object?> OrderedDict(object?[] arguments)
    {
        if (arguments.Length != 0) throw Wrong("OrderedDict");
        budget.Take(DictionaryBytes);
        return new OrderedDictionary<object, object?>();
    }

    private object?[] Size(object?[] arguments) => arguments is [object?[] sizes] ? sizes : throw Wrong("torch.Size");

    /// <summary>(storage, offset, sizes, strides, requires_grad, hooks): a look at a storage.</summary>
    private Tensor RebuildTensor(object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, long offset, object?[] sizes, object?[] strides, ..] || arguments.Length > 7) throw Wrong("a tensor");
        budget.Take(ViewBytes);
        var x = storage.View(file.Path, offset, Integers(sizes), Integers(strides));
        if (arguments.Length > 4 && arguments[4] is true && x.DType.IsDifferentiable) x.RequiresGrad = true;
        return x;
    }

    private Tensor RebuildParameter(object?[] arguments)
    {
        if (arguments is not [Tensor data, bool requiresGrad, ..] || arguments.Length > 3) throw Wrong("a parameter");
        budget.Take(ViewBytes);
        // Halves are for casts and copies: there is no parameter of them.
        return data.DType.IsDifferentiable ? new Parameter(data.Detach(), requiresGrad) : data;
    }

    private long[] Integers(object?[] numbers)
    {
        if (numbers.Length > Layout.MaxRank) throw new TensorFileException(file.Path, $"a tensor with {numbers.Length} dimensions", FormattableString.Invariant($"at most {Layout.MaxRank}"));
        return Array.ConvertAll(numbers, n => n is long number ? number : throw Wrong("sizes"));
    }

    private TensorFileException Wrong(string what) => new(file.Path, $"other arguments of {what} than PyTorch writes", Expected);
}
