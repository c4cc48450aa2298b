using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Autograd.Memory;
using Autograd.NN;

namespace Autograd.IO;

/// <summary>Writes the zip form of PyTorch's files: the pickle first, and then the storages at which its tensors look.</summary>
internal sealed class TorchWriter
{
    /// <summary>The folder in the zip file; PyTorch takes the one that is there.</summary>
    private const string Folder = "archive/";

    private const int MostDepth = 100;

    private readonly string op;
    private readonly PickleWriter pickle;
    private readonly Dictionary<Storage, int> numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<Tensor> storages = [];

    private TorchWriter(string op, Stream target) => (this.op, pickle) = (op, new PickleWriter(target));

    /// <summary>Writes a value.</summary>
    /// <exception cref="ArgumentException">Something in it is none of what a file may hold.</exception>
    public static void Write(string op, Stream target, object? value)
    {
        using var code = new MemoryStream();
        var writer = new TorchWriter(op, code);
        writer.pickle.Begin();
        writer.Value(value, 0);
        writer.pickle.End();

        using var zip = new ZipWriter(target, System.IO.Compression.CompressionLevel.NoCompression);
        zip.Add(Folder + "data.pkl", code.WriteTo);
        zip.Add(Folder + "byteorder", static stream => stream.Write("little"u8));
        for (int i = 0; i < writer.storages.Count; i++)
        {
            var tensor = writer.storages[i];
            zip.Add(string.Create(CultureInfo.InvariantCulture, $"{Folder}data/{i}"), stream => ElementWriter.WriteStorage(op, tensor, stream));
        }
        zip.Add(Folder + "version", static stream => stream.Write("3\n"u8));
    }

    private void Value(object? value, int depth)
    {
        if (depth > MostDepth) throw new ArgumentException($"{op}: lists and dictionaries are nested deeper than {MostDepth.ToString(CultureInfo.InvariantCulture)}, or contain themselves", nameof(value));
        switch (value)
        {
            case null: pickle.Write(PickleOp.None); break;
            case bool truth: pickle.Truth(truth); break;
            case byte or sbyte or short or ushort or int or uint or long: pickle.Integer(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case float or double: pickle.Real(Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
            case string text: pickle.Text(text); break;
            case Parameter parameter: Parameter(parameter); break;
            case Tensor tensor: Look(tensor, tensor.RequiresGrad); break;
            case IReadOnlyDictionary<string, Tensor> state: State(state); break;
            case IDictionary table: Dictionary(table, depth); break;
            case ITuple tuple: Tuple(Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), depth); break;
            case object?[] items: Tuple(items, depth); break;
            case IEnumerable list: List(list, depth); break;
            default: throw new ArgumentException($"{op}: a {value.GetType().Name} cannot be written; tensors, dictionaries, lists, tuples, numbers, texts, bools and null can", nameof(value));
        }
    }

    private void State(IReadOnlyDictionary<string, Tensor> state)
    {
        Ordered();
        pickle.Write(PickleOp.Mark);
        foreach (var (key, tensor) in state)
        {
            pickle.Text(key);
            Value(NotNull.Of(tensor), 0);
        }
        pickle.Write(PickleOp.SetItems);
    }

    private void Dictionary(IDictionary table, int depth)
    {
        pickle.Write(PickleOp.EmptyDict);
        pickle.Write(PickleOp.Mark);
        foreach (DictionaryEntry entry in table)
        {
            Value(entry.Key, depth + 1);
            Value(entry.Value, depth + 1);
        }
        pickle.Write(PickleOp.SetItems);
    }

    private void Tuple(IEnumerable<object?> items, int depth)
    {
        pickle.Write(PickleOp.Mark);
        foreach (object? item in items) Value(item, depth + 1);
        pickle.Write(PickleOp.Tuple);
    }

    private void List(IEnumerable items, int depth)
    {
        pickle.Write(PickleOp.EmptyList);
        pickle.Write(PickleOp.Mark);
        foreach (object? item in items) Value(item, depth + 1);
        pickle.Write(PickleOp.Appends);
    }

    /// <summary>_rebuild_parameter(data, requires_grad, hooks).</summary>
    private void Parameter(Parameter parameter)
    {
        pickle.Global("torch._utils._rebuild_parameter");
        pickle.Write(PickleOp.Mark);
        Look(parameter, requiresGrad: false);
        pickle.Truth(parameter.RequiresGrad);
        Ordered();
        pickle.Write(PickleOp.Tuple);
        pickle.Write(PickleOp.Reduce);
    }

    /// <summary>_rebuild_tensor_v2(storage, offset, sizes, strides, requires_grad, hooks).</summary>
    private void Look(Tensor x, bool requiresGrad)
    {
        Op.NeedValues(op, x);
        pickle.Global("torch._utils._rebuild_tensor_v2");
        pickle.Write(PickleOp.Mark);
        Storage(x);
        pickle.Integer(x.Layout.Offset);
        pickle.Integers(x.Shape);
        pickle.Integers(x.Strides);
        pickle.Truth(requiresGrad);
        Ordered();
        pickle.Write(PickleOp.Tuple);
        pickle.Write(PickleOp.Reduce);
    }

    /// <summary>('storage', torch.FloatStorage, '0', 'cpu', 10): tensors that share memory look at one storage.</summary>
    private void Storage(Tensor x)
    {
        if (!numbers.TryGetValue(x.Storage, out int number))
        {
            numbers.Add(x.Storage, number = storages.Count);
            storages.Add(x);
        }
        pickle.Write(PickleOp.Mark);
        pickle.Text("storage");
        pickle.Global(TorchTypes.NameOf(x.DType));
        pickle.Text(number.ToString(CultureInfo.InvariantCulture));
        pickle.Text("cpu");
        pickle.Integer(x.Storage.ByteLength / x.DType.Size);
        pickle.Write(PickleOp.Tuple);
        pickle.Write(PickleOp.BinPersId);
    }

    private void Ordered()
    {
        pickle.Global("collections.OrderedDict");
        pickle.Write(PickleOp.EmptyTuple);
        pickle.Write(PickleOp.Reduce);
    }
}
