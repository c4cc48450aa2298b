namespace Autograd;

/// <summary>One call of an op in a trace.</summary>
/// <param name="Module">The dotted name of the module in whose forward pass it ran, or whose backward pass it is part of; empty outside of modules.</param>
/// <param name="Op">The op's name.</param>
/// <param name="IsBackward">Whether it ran in a backward walk.</param>
/// <param name="Shape">The shape of its first result.</param>
/// <param name="DType">The dtype of its first result.</param>
/// <param name="Bytes">The memory of its results in bytes; views have none.</param>
/// <param name="Flops">The operations on numbers it takes.</param>
/// <param name="MultiplyAdds">The products of two numbers it adds up; 0 where that is not what it does.</param>
/// <param name="Start">When it began, from the start of the trace; zero in a trace of shapes.</param>
/// <param name="Duration">How long allocation and computation took; zero in a trace of shapes.</param>
public readonly record struct OpEvent(
    string Module, string Op, bool IsBackward, Shape Shape, DType DType, long Bytes, long Flops, long MultiplyAdds, TimeSpan Start, TimeSpan Duration);

/// <summary>The pass of a module in a trace.</summary>
/// <param name="Module">Its dotted name.</param>
/// <param name="Start">When it began.</param>
/// <param name="Duration">How long it took.</param>
public readonly record struct ModuleEvent(string Module, TimeSpan Start, TimeSpan Duration);

/// <summary>The calls of one op in one module and one direction, added up.</summary>
/// <param name="Module">The dotted name of the module; empty outside of modules.</param>
/// <param name="Op">The op's name.</param>
/// <param name="IsBackward">Whether these calls ran in backward walks.</param>
/// <param name="Calls">Their number.</param>
/// <param name="Time">Their time.</param>
/// <param name="Bytes">The memory of their results in bytes.</param>
/// <param name="Flops">Their operations on numbers.</param>
/// <param name="MultiplyAdds">Their products of two numbers that are added up.</param>
public readonly record struct TraceRow(string Module, string Op, bool IsBackward, int Calls, TimeSpan Time, long Bytes, long Flops, long MultiplyAdds);
