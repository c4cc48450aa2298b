namespace Autograd;

/// <summary>
/// A matrix has no such decomposition or solution: it is singular, not positive definite, or not finite (<c>torch.linalg.LinAlgError</c>).
/// The message names the op, the matrix of the batch and the pivot.
/// </summary>
public sealed class LinAlgException : ArithmeticException
{
    /// <summary>Makes an exception without a message.</summary>
    public LinAlgException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public LinAlgException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public LinAlgException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal LinAlgException(Memory.InvariantText message)
        : base(message.ToString())
    {
    }
}
