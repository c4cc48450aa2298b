using System.Numerics;

namespace Autograd;

/// <summary>Which of several possible results an op gives: those that are wanted are its results, in order.</summary>
/// <param name="bits">Bit i: result i is wanted.</param>
internal readonly struct Wanted(int bits)
{
    public bool this[int result] => (bits >> result & 1) != 0;

    /// <summary>Where a result that is wanted stands among the results.</summary>
    public int SlotOf(int result) => BitOperations.PopCount((uint)(bits & ((1 << result) - 1)));

    /// <summary>All of them have this form; at least one is wanted.</summary>
    public Form Infer(ref OpCall c, Form form)
    {
        for (int more = BitOperations.PopCount((uint)bits); more > 1; more--) c.Also(form);
        return form;
    }

    /// <summary>The memory of a result; nothing where it is not wanted.</summary>
    public Span<T> Out<T>(in OpCall c, int result)
        where T : unmanaged => this[result] ? c.Out<T>(SlotOf(result)) : default;

    /// <summary>What reached a result in a backward pass; nothing where it is not wanted.</summary>
    public Tensor? Of(in Cotangents c, int result) => this[result] ? c[SlotOf(result)] : null;
}
