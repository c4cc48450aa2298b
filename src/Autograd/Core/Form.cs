using Autograd.Memory;

namespace Autograd;

/// <summary>What a result of an op looks like: its sizes, its dtype, and whether it is a view of the op's first input.</summary>
public readonly struct Form
{
    /// <summary>A fresh result, contiguous.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="dtype">Its element type.</param>
    /// <exception cref="ShapeException">A size is negative, or there are more than 2^31 - 1 elements.</exception>
    public Form(ReadOnlySpan<int> shape, DType dtype)
        : this(Layout.Contiguous(shape), dtype)
    {
    }

    internal Form(Layout layout, DType dtype, bool isView = false)
    {
        Layout = layout;
        DType = dtype;
        IsView = isView;
    }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The sizes.</summary>
    public Shape Shape => new(Layout);

    internal Layout Layout { get; }

    /// <summary>Whether the result shares the memory of the first input.</summary>
    internal bool IsView { get; }

    /// <summary>A fresh result of the shape and dtype of a tensor.</summary>
    public static Form Like(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new Form(x.Layout, x.DType);
    }

    /// <summary>A result that shows the memory of the first input at a layout.</summary>
    internal static Form View(Layout layout, Tensor x) => new(layout, x.DType, isView: true);
}
