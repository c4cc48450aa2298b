namespace Autograd.Kernels;

/// <summary>One operand of a pass over rows: the elements of a matrix, or one number a row.</summary>
internal readonly unsafe struct RowOperand<T>
    where T : unmanaged
{
    private RowOperand(T* start, nint pitch, T* end, bool isNumbers)
    {
        Start = start;
        Pitch = pitch;
        End = end;
        IsNumbers = isNumbers;
    }

    /// <summary>The first element, or the number of the first row.</summary>
    public T* Start { get; }

    /// <summary>From one row, or number, to the next.</summary>
    public nint Pitch { get; }

    /// <summary>The end of readable memory.</summary>
    public T* End { get; }

    /// <summary>One number a row: a stride of 0 along it.</summary>
    public bool IsNumbers { get; }

    /// <summary>A matrix; with a pitch of 0 one row for all.</summary>
    public static RowOperand<T> Elements(T* start, nint pitch, T* end) => new(start, pitch, end, isNumbers: false);

    /// <summary>A number a row; with a pitch of 0 one for all.</summary>
    public static RowOperand<T> Numbers(T* start, nint pitch) => new(start, pitch, null, isNumbers: true);

    /// <summary>The operand from row <paramref name="row"/> on.</summary>
    public RowOperand<T> From(nint row) => new(Start + (row * Pitch), Pitch, End, IsNumbers);

    /// <summary>Rows of <paramref name="length"/> out of one long row, whose number serves them all.</summary>
    public RowOperand<T> Cut(nint at, nint length) => IsNumbers ? new(Start, 0, End, true) : new(Start + at, length, End, false);
}
