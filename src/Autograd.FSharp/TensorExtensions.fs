namespace Autograd

open System
open Autograd.NN

/// What F# writes between brackets: x.[1..3, *, 0] arrives as Some 1, Some 3, None, None, 0.
module internal Slices =

    let private (|Bound|_|) (item: objnull) : int option option =
        match item with
        | null -> Some None
        | :? (int option) as bound -> Some bound
        | _ -> None

    /// The end of a range in F# belongs to it. -1 does too, and nothing comes after it: no end.
    let private after (last: int option) : Nullable<int> =
        match last with
        | None
        | Some -1 -> Nullable()
        | Some Int32.MaxValue -> Nullable Int32.MaxValue
        | Some index -> Nullable(index + 1)

    let rec private read (items: objnull list) : TensorIndex list =
        match items with
        | [] -> []
        | :? int as index :: rest -> TensorIndex.op_Implicit index :: read rest
        | :? Tensor as index :: rest -> TensorIndex.op_Implicit index :: read rest
        | :? TensorIndex as index :: rest -> index :: read rest
        | Bound first :: Bound last :: rest -> TensorIndex.Slice(Option.toNullable first, after last) :: read rest
        | item :: _ -> invalidArg "items" $"Index: %O{item} is no index: integers, ranges of integers, masks and index tensors are"

    let items (items: objnull seq) : TensorIndex[] = items |> List.ofSeq |> read |> Array.ofList

/// Sizes as arguments and slices of F# for tensors; opened with the namespace.
[<AutoOpen>]
module TensorExtensions =

    type Tensor with

        /// Zeros, float32: Tensor.Zeros(2, 3).
        static member Zeros([<ParamArray>] shape: int[]) : Tensor = Tensor.Zeros(ReadOnlySpan<int> shape, DType.Float32)

        /// Ones, float32: Tensor.Ones(2, 3).
        static member Ones([<ParamArray>] shape: int[]) : Tensor = Tensor.Ones(ReadOnlySpan<int> shape, DType.Float32)

        /// Memory without values, float32: Tensor.Empty(2, 3).
        static member Empty([<ParamArray>] shape: int[]) : Tensor = Tensor.Empty(ReadOnlySpan<int> shape, DType.Float32)

        /// Uniform numbers in [0, 1), float32: Tensor.Rand(2, 3).
        static member Rand([<ParamArray>] shape: int[]) : Tensor = Tensor.Rand(ReadOnlySpan<int> shape, DType.Float32)

        /// Standard normal numbers, float32: Tensor.Randn(2, 3).
        static member Randn([<ParamArray>] shape: int[]) : Tensor = Tensor.Randn(ReadOnlySpan<int> shape, DType.Float32)

        /// The same elements in another shape: x.Reshape(2, -1).
        member x.Reshape([<ParamArray>] shape: int[]) : Tensor = x.Reshape(ReadOnlySpan<int> shape)

        /// The same memory in another shape: x.View(2, -1).
        member x.View([<ParamArray>] shape: int[]) : Tensor = x.View(ReadOnlySpan<int> shape)

        /// Sizes of 1 repeated without copying: x.Expand(4, -1).
        member x.Expand([<ParamArray>] shape: int[]) : Tensor = x.Expand(ReadOnlySpan<int> shape)

        /// Dimensions in another order: x.Permute(2, 0, 1).
        member x.Permute([<ParamArray>] dims: int[]) : Tensor = x.Permute(ReadOnlySpan<int> dims)

        /// The order of elements turned round along dimensions: x.Flip(0).
        member x.Flip([<ParamArray>] dims: int[]) : Tensor = x.Flip(ReadOnlySpan<int> dims)

        /// Copies side by side: x.Repeat(2, 1).
        member x.Repeat([<ParamArray>] repeats: int[]) : Tensor = x.Repeat(ReadOnlySpan<int> repeats)

        /// x.[0..1], x.[*, 1], x.[1.., -1]: views, as in C#, but the end of a range belongs to it, as everywhere in F#.
        member x.GetSlice([<ParamArray>] items: objnull[]) : Tensor = x.[Slices.items items]

        /// x.[0..1, *] <- y: writes a tensor or a number in place, broadcast, and is recorded.
        member x.SetSlice([<ParamArray>] items: objnull[]) : unit =
            let value =
                match items[items.Length - 1] with
                | :? Tensor as tensor -> tensor
                | :? int as number -> Tensor.op_Implicit number
                | :? int64 as number -> Tensor.op_Implicit number
                | :? float as number -> Tensor.op_Implicit number
                | :? float32 as number -> Tensor.op_Implicit (float number)
                | other -> invalidArg "value" $"Index: %O{other} cannot be written: tensors and numbers can"
            x.[Slices.items items[.. items.Length - 2]] <- value

    type Module with

        /// The parameters as optimisers take them, Adam(net.ParameterTensors(), lr = 1e-2): a sequence of F# is no sequence of its base class.
        member x.ParameterTensors() : Tensor seq = Seq.cast<Tensor> (x.Parameters())
