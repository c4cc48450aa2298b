namespace Autograd.Kernels;

/// <summary>
/// The sizes of a convolution, per group: x: <c>[Batch, Groups * Channels, ..]</c>, w: <c>[Groups * Filters, Channels, ..]</c>,
/// y: <c>[Batch, Groups * Filters, ..]</c>, all row-major. The three maps between them read the same sizes.
/// </summary>
internal readonly record struct ConvShape(int Batch, int Groups, int Channels, int Filters, WindowShape Window)
{
    /// <summary>The elements of one filter, and the rows of a group's matrix of patches.</summary>
    public nint Rows => Channels * Window.KernelCount;

    /// <summary>The elements of w.</summary>
    public nint WeightCount => (nint)Groups * Filters * Rows;

    /// <summary>The elements of y.</summary>
    public nint OutputCount => (nint)Batch * Groups * Filters * Window.OutputCount;

    /// <summary>The elements of x.</summary>
    public nint InputCount => (nint)Batch * Groups * Channels * Window.InputCount;

    /// <summary>Whether the matrix of patches is the input as it lies: a window of one element that is moved by one.</summary>
    public bool IsPointwise => Window.IsIdentity;

    /// <summary>Whether every filter reads one channel of its own: too little for a matrix product.</summary>
    public bool IsDepthwise => Channels == 1 && Groups > 1;

    /// <summary>The multiplications of any of the three maps.</summary>
    public long Products => (long)OutputCount * Rows;
}
