using System.Diagnostics.CodeAnalysis;
using Autograd.Memory;

namespace Autograd;

/// <summary>Shapes, sizes or dimensions do not fit the operation; the message names the op and both sides.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Whether the message begins with what is wrong, and not with the op that was called: the door adds it.</summary>
    internal bool NeedsName { get; init; }

    /// <summary>Makes an exception without a message.</summary>
    public ShapeException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public ShapeException(string message)
        : base(Face.Rename(message))
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal ShapeException(InvariantText message)
        : base(Face.Rename(message.ToString()))
    {
    }
}

/// <summary>An operation does not take this dtype, or two dtypes do not go together.</summary>
public sealed class DTypeException : ArgumentException
{
    /// <summary>Makes an exception without a message.</summary>
    public DTypeException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public DTypeException(string message)
        : base(Face.Rename(message))
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public DTypeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal DTypeException(InvariantText message)
        : base(Face.Rename(message.ToString()))
    {
    }
}

/// <summary>The graph cannot do what was asked: a released value, a stale view, a derivative that does not exist.</summary>
public sealed class AutogradException : InvalidOperationException
{
    /// <summary>Makes an exception without a message.</summary>
    public AutogradException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public AutogradException(string message)
        : base(Face.Rename(message))
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public AutogradException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal AutogradException(InvariantText message)
        : base(Face.Rename(message.ToString()))
    {
    }

    /// <summary>Whether a saved value was changed in place: the engine adds the op that reads it.</summary>
    internal bool IsStaleValue { get; init; }

    /// <summary>The node whose rule gave a gradient that is no part of the recorded graph.</summary>
    internal string? LostBy { get; init; }
}

/// <summary>There is no memory for a tensor. The message says what was asked for, what is held, and how to make room.</summary>
/// <remarks>What the program holds is as it was, and usable: a smaller batch may be tried.</remarks>
public sealed class AllocationException : OutOfMemoryException
{
    /// <summary>Makes an exception without a message.</summary>
    public AllocationException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public AllocationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public AllocationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal AllocationException(long bytes, long liveBytes, long freeBytes)
        : base(Text("There is no memory", bytes, liveBytes, freeBytes))
    {
        BytesAsked = bytes;
        LiveBytes = liveBytes;
        PooledBytes = freeBytes;
    }

    private AllocationException(string what, AllocationException cause)
        : base(Text(what, cause.BytesAsked, cause.LiveBytes, cause.PooledBytes), cause)
    {
        BytesAsked = cause.BytesAsked;
        LiveBytes = cause.LiveBytes;
        PooledBytes = cause.PooledBytes;
    }

    /// <summary>The bytes that were asked for.</summary>
    public long BytesAsked { get; }

    /// <summary>The bytes of pooled memory that tensors and graphs held at the time (<see cref="MemoryReport.LiveBytes"/>).</summary>
    public long LiveBytes { get; }

    /// <summary>The bytes that the pool kept for reuse at the time, after it had given back what it could (<see cref="MemoryReport.PooledBytes"/>).</summary>
    public long PooledBytes { get; }

    /// <summary>The same for a tensor: its shape and dtype are named.</summary>
    internal AllocationException For(Layout layout, string dtype) => new($"There is no memory for a {dtype} tensor of shape {layout}", this);

#pragma warning disable MA0012 // Reserved for the runtime is its base: who catches that is to catch this.
    [DoesNotReturn]
    internal static T Throw<T>(AllocationException exception) => throw exception;
#pragma warning restore MA0012

    private static string Text(string what, long bytes, long liveBytes, long freeBytes) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{what}: {Megabytes(bytes)} MB were asked for, tensors and graphs hold {Megabytes(liveBytes)} MB, and the pool keeps {Megabytes(freeBytes)} MB for reuse. Smaller batches, NoGrad where no gradient is wanted, and dropping tensors and graphs make room; MemoryReport.Now() shows what is held");

    private static long Megabytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;
}
