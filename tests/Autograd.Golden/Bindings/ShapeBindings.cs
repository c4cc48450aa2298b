namespace Autograd.Golden;

/// <summary>Views, joins, splits and factories.</summary>
internal static class ShapeBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "reshape", a => a.Tensor("input").Reshape(a.Ints("shape")) },
        { "view", a => a.Tensor("input").View(a.Ints("size")) },
        { "ravel", x => x.Ravel() },
        { "flatten", a => a.Tensor("input").Flatten(a.Int("start_dim", 0), a.Int("end_dim", -1)) },
        { "unflatten", a => a.Tensor("input").Unflatten(a.Int("dim"), a.Ints("sizes")) },
        { "permute", a => a.Tensor("input").Permute(a.Ints("dims")) },
        { "transpose", a => a.Tensor("input").Transpose(a.Int("dim0"), a.Int("dim1")) },
        { "swapaxes", a => a.Tensor("input").SwapAxes(a.Int("axis0"), a.Int("axis1")) },
        { "movedim", a => a.Tensor("input").MoveDim(a.Ints("source"), a.Ints("destination")) },
        { "T", x => x.T },
        { "mT", x => x.MT },
        { "t", x => x.T },
        { "squeeze", a => a.Has("dim") ? a.Tensor("input").Squeeze(a.Ints("dim")) : a.Tensor("input").Squeeze() },
        { "unsqueeze", a => a.Tensor("input").Unsqueeze(a.Int("dim")) },
        { "expand", a => a.Tensor("input").Expand(a.Ints("size")) },
        { "expand_as", a => a.Tensor("input").ExpandAs(a.Tensor("other")) },
        { "broadcast_to", a => a.Tensor("input").BroadcastTo(a.Ints("size")) },
        { "narrow", a => a.Tensor("input").Narrow(a.Int("dim"), a.OptionalTensor("start") is { } start ? (int)start.Item<long>() : a.Int("start"), a.Int("length")) },
        { "select", a => a.Tensor("input").Select(a.Int("dim"), a.Int("index")) },
        { "diagonal", a => a.Tensor("input").Diagonal(a.Int("offset", 0), a.Int("dim1", 0), a.Int("dim2", 1)) },
        { "diag_embed", a => a.Tensor("input").DiagEmbed(a.Int("offset", 0), a.Int("dim1", -2), a.Int("dim2", -1)) },
        { "diag", a => a.Tensor("input").Diag(a.Int("diagonal", 0)) },
        { "unfold", a => a.Tensor("input").Unfold(a.Int("dimension"), a.Int("size"), a.Int("step")) },
        { "rot90", a => a.Tensor("input").Rot90(a.Int("k", 1), a.Ints("dims")[0], a.Ints("dims")[1]) },
        { "flip", a => a.Tensor("input").Flip(a.Ints("dims")) },
        { "roll", a => Roll(a) },
        { "repeat", a => a.Tensor("input").Repeat(a.Ints("repeats")) },
        { "tril", a => a.Tensor("input").Tril(a.Int("diagonal", 0)) },
        { "triu", a => a.Tensor("input").Triu(a.Int("diagonal", 0)) },
        { "cat", a => Tensor.Cat(a.Tensors("tensors"), a.Int("dim", 0)) },
        { "stack", a => Tensor.Stack(a.Tensors("tensors"), a.Int("dim", 0)) },
        { "split", a => Split(a) },
        { "chunk", a => a.Tensor("input").Chunk(a.Int("chunks"), a.Int("dim", 0)) },
        { "unbind", a => a.Tensor("input").Unbind(a.Int("dim", 0)) },
        { "tensor_split", a => TensorSplit(a) },
        { "tile", a => a.Tensor("input").Tile(a.Ints("dims")) },
        { "hstack", a => Tensor.HStack(a.Tensors("tensors")) },
        { "vstack", a => Tensor.VStack(a.Tensors("tensors")) },
        { "dstack", a => Tensor.DStack(a.Tensors("tensors")) },
        { "column_stack", a => Tensor.ColumnStack(a.Tensors("tensors")) },
        { "block_diag", a => Tensor.BlockDiag(a.Tensors("tensors")) },
        { "broadcast_tensors", a => Tensor.BroadcastTensors(a.Tensors("tensors")) },
        { "meshgrid", a => Tensor.Meshgrid(a.Tensors("tensors"), Enum.Parse<MeshIndexing>(a.Text("indexing", "ij"), ignoreCase: true)) },
        { "atleast_1d", x => x.AtLeast1D() },
        { "atleast_2d", x => x.AtLeast2D() },
        { "atleast_3d", x => x.AtLeast3D() },
        { "diagflat", a => a.Tensor("input").DiagFlat(a.Int("offset", 0)) },
        { "fliplr", x => x.FlipLR() },
        { "flipud", x => x.FlipUD() },
        { "tril_indices", a => Tensor.TrilIndices(a.Int("row"), a.Int("col"), a.Int("offset", 0)) },
        { "triu_indices", a => Tensor.TriuIndices(a.Int("row"), a.Int("col"), a.Int("offset", 0)) },
        { "repeat_interleave", a => RepeatInterleave(a) },
        { "nn.functional.pad", a => a.Tensor("input").Pad(a.Ints("pad"), Enum.Parse<PadMode>(a.Text("mode", "constant"), ignoreCase: true), a.Double("value", 0)) },
        { "arange", a => Arange(a) },
        { "linspace", a => Tensor.Linspace(a.Double("start"), a.Double("end"), a.Int("steps"), a.DType("dtype", DType.Float64)) },
        { "logspace", a => Tensor.Logspace(a.Double("start"), a.Double("end"), a.Int("steps"), a.Double("base", 10), a.DType("dtype", DType.Float64)) },
        { "eye", a => Tensor.Eye(a.Int("n"), a.Int("m", a.Int("n")), a.DType("dtype", DType.Float64)) },
    };

    private static Tensor[] Split(CaseArguments a)
    {
        const string Sizes = "split_size_or_sections";
        var x = a.Tensor("tensor");
        int dim = a.Int("dim", 0);
        return a.IsList(Sizes) ? x.Split(a.Ints(Sizes), dim) : x.Split(a.Int(Sizes), dim);
    }

    private static Tensor[] TensorSplit(CaseArguments a)
    {
        const string Cuts = "indices_or_sections";
        var x = a.Tensor("input");
        int dim = a.Int("dim", 0);
        return a.IsList(Cuts) ? x.TensorSplit(a.Ints(Cuts), dim) : x.TensorSplit(a.Int(Cuts), dim);
    }

    private static Tensor RepeatInterleave(CaseArguments a) => a.OptionalTensor("repeats") is { } repeats
        ? a.Tensor("input").RepeatInterleave(repeats, a.OptionalInt("dim"))
        : a.Tensor("input").RepeatInterleave(a.Int("repeats"), a.OptionalInt("dim"));

    private static Tensor Roll(CaseArguments a)
    {
        var x = a.Tensor("input");
        int[] shifts = a.Ints("shifts");
        // Without dimensions the tensor is rolled flat.
        return a.OptionalInts("dims") is { Length: > 0 } dims ? x.Roll(shifts, dims) : x.Roll(shifts[0]);
    }

    private static Tensor Arange(CaseArguments a)
    {
        bool whole = (!a.Has("start") || a.IsWhole("start")) && a.IsWhole("end") && (!a.Has("step") || a.IsWhole("step"));
        return Tensor.Arange(a.Double("start", 0), a.Double("end"), a.Double("step", 1), a.DType("dtype", whole ? DType.Int64 : DType.Float64));
    }
}
