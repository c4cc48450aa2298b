namespace Autograd.Checks;

/// <summary>The kinks of one op that elements of an input met.</summary>
/// <param name="Op">The op, with the module in which it ran: <c>ReLU (in layers.1)</c>.</param>
/// <param name="OnIt">How many elements lie on its kink: their derivative has to be between the slopes of the two sides.</param>
/// <param name="Beside">How many lie so near that the usual step reaches across: they were measured by shorter steps that do not.</param>
public sealed record GradCheckKink(string Op, int OnIt, int Beside);
