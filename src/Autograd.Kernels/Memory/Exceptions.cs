using Autograd.Memory;

namespace Autograd;

/// <summary>Shapes, sizes or dimensions do not fit the operation; the message names the op and both sides.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Makes an exception without a message.</summary>
    public ShapeException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal ShapeException(InvariantText message)
        : base(message.ToString())
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
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public DTypeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal DTypeException(InvariantText message)
        : base(message.ToString())
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
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public AutogradException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal AutogradException(InvariantText message)
        : base(message.ToString())
    {
    }

    /// <summary>Whether a saved value was changed in place: the engine adds the op that reads it.</summary>
    internal bool IsStaleValue { get; init; }
}
