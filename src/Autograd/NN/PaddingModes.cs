namespace Autograd.NN;

/// <summary>Zeros beyond the edges of the last dimension (<c>torch.nn.ZeroPad1d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class ZeroPad1d(params ReadOnlySpan<int> padding) : PadNd(1, padding, PadMode.Constant);

/// <summary>Zeros beyond the edges of the last two dimensions (<c>torch.nn.ZeroPad2d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class ZeroPad2d(params ReadOnlySpan<int> padding) : PadNd(2, padding, PadMode.Constant);

/// <summary>Zeros beyond the edges of the last three dimensions (<c>torch.nn.ZeroPad3d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class ZeroPad3d(params ReadOnlySpan<int> padding) : PadNd(3, padding, PadMode.Constant);

/// <summary>The input mirrored at the edges of the last dimension (<c>torch.nn.ReflectionPad1d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class ReflectionPad1d(params ReadOnlySpan<int> padding) : PadNd(1, padding, PadMode.Reflect);

/// <summary>The input mirrored at the edges of the last two dimensions (<c>torch.nn.ReflectionPad2d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class ReflectionPad2d(params ReadOnlySpan<int> padding) : PadNd(2, padding, PadMode.Reflect);

/// <summary>The input mirrored at the edges of the last three dimensions (<c>torch.nn.ReflectionPad3d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class ReflectionPad3d(params ReadOnlySpan<int> padding) : PadNd(3, padding, PadMode.Reflect);

/// <summary>The first and last elements beyond the edges of the last dimension (<c>torch.nn.ReplicationPad1d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class ReplicationPad1d(params ReadOnlySpan<int> padding) : PadNd(1, padding, PadMode.Replicate);

/// <summary>The first and last elements beyond the edges of the last two dimensions (<c>torch.nn.ReplicationPad2d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class ReplicationPad2d(params ReadOnlySpan<int> padding) : PadNd(2, padding, PadMode.Replicate);

/// <summary>The first and last elements beyond the edges of the last three dimensions (<c>torch.nn.ReplicationPad3d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class ReplicationPad3d(params ReadOnlySpan<int> padding) : PadNd(3, padding, PadMode.Replicate);

/// <summary>The other end of the input beyond the edges of the last dimension (<c>torch.nn.CircularPad1d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class CircularPad1d(params ReadOnlySpan<int> padding) : PadNd(1, padding, PadMode.Circular);

/// <summary>The other end of the input beyond the edges of the last two dimensions (<c>torch.nn.CircularPad2d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class CircularPad2d(params ReadOnlySpan<int> padding) : PadNd(2, padding, PadMode.Circular);

/// <summary>The other end of the input beyond the edges of the last three dimensions (<c>torch.nn.CircularPad3d</c>).</summary>
/// <param name="padding">One number for all sides, or pairs before and after, those of the last dimension first.</param>
public sealed class CircularPad3d(params ReadOnlySpan<int> padding) : PadNd(3, padding, PadMode.Circular);
