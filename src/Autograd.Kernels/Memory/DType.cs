namespace Autograd;

/// <summary>The type of a tensor's elements. <see cref="Float32"/> and <see cref="Float64"/> are differentiable.</summary>
/// <remarks>The order is that of PyTorch's promotion: within a category a later member absorbs an earlier one.</remarks>
public enum DType : byte
{
    /// <summary>One byte, 0 or 1 (<c>torch.bool</c>).</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer (<c>torch.uint8</c>).</summary>
    UInt8,

    /// <summary>Signed 32-bit integer (<c>torch.int32</c>).</summary>
    Int32,

    /// <summary>Signed 64-bit integer (<c>torch.int64</c>).</summary>
    Int64,

    /// <summary>IEEE half precision: casts, copies and files only (<c>torch.float16</c>).</summary>
    Float16,

    /// <summary>The upper half of a float32: casts, copies and files only (<c>torch.bfloat16</c>).</summary>
    BFloat16,

    /// <summary>IEEE single precision, the default (<c>torch.float32</c>).</summary>
    Float32,

    /// <summary>IEEE double precision (<c>torch.float64</c>).</summary>
    Float64,
}
