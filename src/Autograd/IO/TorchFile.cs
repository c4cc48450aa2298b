namespace Autograd.IO;

/// <summary>
/// Files of <c>torch.save</c>, <c>.pt</c> and <c>.pth</c>: <c>model.LoadStateDict(TorchFile.Load(path))</c> and
/// <c>TorchFile.Save(path, model.StateDict())</c> (<c>torch.load</c>, <c>torch.save</c>).
/// </summary>
/// <remarks>
/// <para>
/// The zip form, of PyTorch 1.6 and later; the older one is refused by name. A file of PyTorch's is a pickle, a program: here only tensors,
/// parameters, dictionaries, lists, tuples, numbers, texts and bools are built, and every other name in it is refused, as with
/// <c>weights_only=True</c>. So save <c>model.state_dict()</c> there, not the model.
/// </para>
/// <para>Tensors that share memory in PyTorch share it here, and the other way round: of a view, all memory behind it is written.</para>
/// </remarks>
public static class TorchFile
{
    // A place in a table.
    private const int EntryBytes = 40;

    /// <summary>Reads a state dict: tensors by name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most memory that it may take; four times its length and 1 MB when not given.</param>
    /// <returns>The tensors, in the order of the file.</returns>
    /// <exception cref="TensorFileException">The file is truncated, damaged, of another kind, or holds something else: the message says what.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path, long? maxBytes = null) => FileReader.Read(path, maxBytes, TorchReader.Expected, static (file, budget) =>
    {
        object? root = TorchReader.Read(file, budget);
        if (root is OrderedDictionary<object, object?> table) budget.Take(EntryBytes * (long)table.Count);
        return Tensors(root, found => new TensorFileException(file.Path, found, "a dictionary of tensors; LoadObject reads anything"));
    });

    /// <summary>Reads whatever was saved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most memory that it may take; four times its length and 1 MB when not given.</param>
    /// <returns>
    /// A <see cref="Tensor"/> or <see cref="NN.Parameter"/>, <see langword="long"/>, <see langword="double"/>, <see langword="bool"/>,
    /// <see langword="string"/> or null, or of these a <c>List&lt;object?&gt;</c>, a tuple as <c>object?[]</c>, a dictionary as
    /// <c>OrderedDictionary&lt;object, object?&gt;</c>. Float16 and bfloat16 parameters are tensors.
    /// </returns>
    /// <exception cref="TensorFileException">The file is truncated, damaged or of another kind, or asks for what is not allowed.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static object? LoadObject(string path, long? maxBytes = null) => FileReader.Read(path, maxBytes, TorchReader.Expected, TorchReader.Read);

    /// <summary>A part of what <see cref="LoadObject"/> gave as a state dict: <c>model.LoadStateDict(TorchFile.ToStateDict(saved["model"]))</c>.</summary>
    /// <param name="value">A dictionary of tensors by name.</param>
    /// <exception cref="ArgumentException">It is something else, or something else is in it.</exception>
    public static IReadOnlyDictionary<string, Tensor> ToStateDict(object? value) =>
        Tensors(value, found => new ArgumentException($"TorchFile.ToStateDict: {found}; it must be a dictionary of tensors by name", nameof(value)));

    /// <summary>Writes a state dict, which <c>torch.load</c> reads as an OrderedDict. The file that was there stays as it is until the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">Tensors by name.</param>
    /// <exception cref="AutogradException">A tensor has no values.</exception>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(state);
        foreach (var tensor in state.Values) ArgumentNullException.ThrowIfNull(tensor, nameof(state));
        AtomicFile.Write(path, stream => TorchWriter.Write("TorchFile.Save", stream, state));
    }

    /// <summary>Writes a value for <c>torch.load</c>. The file that was there stays as it is until the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="value">
    /// A tensor, a number, a text, a bool or null, or a dictionary, a tuple (also <c>object?[]</c>) or a sequence of these, a list there.
    /// </param>
    /// <exception cref="ArgumentException">There is something else in it, or it contains itself.</exception>
    /// <exception cref="AutogradException">A tensor has no values.</exception>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public static void SaveObject(string path, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => TorchWriter.Write("TorchFile.SaveObject", stream, value));
    }

    private static OrderedDictionary<string, Tensor> Tensors(object? value, Func<string, Exception> refused)
    {
        if (value is not OrderedDictionary<object, object?> table) throw refused(Describe(value));
        var state = new OrderedDictionary<string, Tensor>(table.Count, StringComparer.Ordinal);
        foreach (var (key, entry) in table)
        {
            if (key is not string name || entry is not Tensor tensor) throw refused(FormattableString.Invariant($"a dictionary with '{key}': {Describe(entry)}"));
            state.Add(name, tensor);
        }
        return state;
    }

    private static string Describe(object? value) => value switch
    {
        null => "None",
        OrderedDictionary<object, object?> => "a dictionary",
        List<object?> => "a list",
        object?[] => "a tuple",
        Tensor x => FormattableString.Invariant($"a tensor of shape {x.Shape}"),
        _ => $"a {value.GetType().Name}",
    };
}
