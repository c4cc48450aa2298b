namespace Autograd.Data;

/// <summary>What a table is for.</summary>
public enum SplitPart
{
    /// <summary>No part: as it was read, or new data to predict for.</summary>
    Whole,

    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose by; nothing may be learned from it.</summary>
    Validation,

    /// <summary>To judge by; nothing may be learned from it.</summary>
    Test,
}

/// <summary>
/// Where the rows of a table come from. A source is a root; each part of a split is a child of what was split, and what was split remembers the
/// rows that were held out. So the whole, once it is split, is known to hold rows that must not be learned from.
/// </summary>
internal sealed class Lineage
{
    private readonly Lock gate = new();
    private readonly Lineage[] parents;
    private readonly HashSet<long> heldOut = [];

    // Of a part of a split: its rows. What several tables were put together from has none of its own.
    private readonly HashSet<long>? rows;

    private Lineage(SplitPart part, Lineage[] parents, HashSet<long>? rows) => (Part, this.parents, this.rows) = (part, parents, rows);

    public SplitPart Part { get; }

    public bool IsHeldOut => Part is SplitPart.Validation or SplitPart.Test;

    public static Lineage Source() => new(SplitPart.Whole, [], null);

    /// <summary>Rows that are said to be there to learn from, whatever they were.</summary>
    public static Lineage Training() => new(SplitPart.Train, [], null);

    public static Lineage Joined(IEnumerable<Lineage> lineages)
    {
        Lineage[] all = [.. lineages.Distinct()];
        if (all.Length == 1) return all[0];
        var held = Array.Find(all, static l => l.IsHeldOut);
        var part = held?.Part ?? (Array.TrueForAll(all, static l => l.Part == SplitPart.Train) ? SplitPart.Train : SplitPart.Whole);
        return new(part, all, null);
    }

    /// <summary>A part of a split. What is held out stays so, however it is split again.</summary>
    public Lineage Child(SplitPart part, HashSet<long> ids) => new(part == SplitPart.Train && IsHeldOut ? Part : part, [this], ids);

    /// <summary>Remembers rows that a split of this holds out.</summary>
    public void HoldOut(IEnumerable<long> ids)
    {
        lock (gate) heldOut.UnionWith(ids);
    }

    /// <summary>The rows among some that must not be learned from, and why; empty where there are none.</summary>
    public IEnumerable<(string Why, long[] Rows)> Forbidden(IReadOnlyList<long> ids)
    {
        if (IsHeldOut && rows is not null)
        {
            yield return ($"{Part.ToString().ToLowerInvariant()} rows", [.. ids.Where(rows.Contains)]);
            yield break;
        }
        long[] held;
        lock (gate) held = [.. ids.Where(heldOut.Contains)];
        yield return ("held out by a split of this table", held);
        foreach (var parent in parents)
        {
            foreach (var found in rows is null ? parent.Forbidden(ids) : parent.Held(ids)) yield return found;
        }
    }

    /// <summary>Of what a part was split from only that counts by which it is itself held out: the other splits are other experiments.</summary>
    private IEnumerable<(string Why, long[] Rows)> Held(IReadOnlyList<long> ids)
    {
        if (IsHeldOut && rows is not null) return Forbidden(ids);
        return parents.SelectMany(parent => parent.Held(ids));
    }
}

/// <summary>The identities of rows: the number of the source above, the row's number in it below.</summary>
internal static class RowIds
{
    // So many are named in a message.
    private const int Named = 5;

    private static int sources;

    public static long[] New(int count)
    {
        long source = (long)Interlocked.Increment(ref sources) << 32;
        var ids = new long[count];
        for (int i = 0; i < count; i++) ids[i] = source | (uint)i;
        return ids;
    }

    public static int Row(long id) => (int)id;

    /// <summary>"rows 3, 17, 20 and 57 more".</summary>
    public static string Text(IReadOnlyCollection<long> ids)
    {
        string first = string.Join(", ", ids.Take(Named).Select(static id => FormattableString.Invariant($"{Row(id)}")));
        string word = ids.Count == 1 ? "row" : "rows";
        return ids.Count > Named ? FormattableString.Invariant($"{word} {first} and {ids.Count - Named} more") : $"{word} {first}";
    }
}

/// <summary>Rows that are held out to judge by would be learned from, or were: every figure judged by them would be too good.</summary>
public sealed class LeakException : InvalidOperationException
{
    /// <summary>Makes an exception without a message.</summary>
    public LeakException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public LeakException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public LeakException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
