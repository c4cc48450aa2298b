namespace Autograd.Kernels;

/// <summary>What is known of a batch for connectionist temporal classification besides its numbers.</summary>
/// <param name="Steps">T, the steps in memory.</param>
/// <param name="Classes">C.</param>
/// <param name="Blank">The class of no label.</param>
/// <param name="Width">The labels a sample has room for: targets are [N, Width].</param>
/// <param name="InputLengths">The steps of each sample, up to T.</param>
/// <param name="TargetLengths">The labels of each sample, up to Width.</param>
internal sealed record CtcBatch(int Steps, int Classes, int Blank, int Width, int[] InputLengths, int[] TargetLengths)
{
    /// <summary>N.</summary>
    public int Samples => InputLengths.Length;

    /// <summary>How many numbers a step of the lattice of a sample has: each label, and a blank around each, 2 L + 1.</summary>
    public int States(int sample) => checked((2 * TargetLengths[sample]) + 1);

    /// <summary>How many numbers the lattice of a sample has.</summary>
    public int Cells(int sample) => checked(InputLengths[sample] * States(sample));
}
