using System.Collections;
using System.Runtime.CompilerServices;

namespace Autograd.Optim;

/// <summary>A number for every group of parameters, or one for all: <c>0.1</c> or <c>[0.1, 0.2]</c>.</summary>
[CollectionBuilder(typeof(PerGroup), nameof(Create))]
public readonly struct PerGroup : IEnumerable<double>
{
    private readonly double[]? values;
    private readonly double all;

    private PerGroup(double all) => this.all = all;

    private PerGroup(double[] values) => this.values = values;

    /// <summary>One number for all groups.</summary>
    public static implicit operator PerGroup(double all) => new(all);

    /// <summary>A number for each group.</summary>
    public static PerGroup Create(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => (values ?? [all]).AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As many numbers as an optimiser has groups.</summary>
    /// <exception cref="ArgumentException">There are others.</exception>
    internal double[] Over(Optimizer optimizer, string name)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        int groups = optimizer.ParamGroups.Count;
        if (values is null) return [.. Enumerable.Repeat(all, groups)];
        return values.Length == groups ? values : throw new ArgumentException(FormattableString.Invariant($"{name}: {values.Length} numbers are given for {groups} groups of parameters"), name);
    }
}
