namespace Autograd.Data;

/// <summary>One of the folds of a cross-validation: the numbers of elements, ascending.</summary>
/// <param name="Train">Those to train on.</param>
/// <param name="Validation">Those to judge by.</param>
public sealed record Fold(IReadOnlyList<int> Train, IReadOnlyList<int> Validation);

/// <summary>
/// The folds of cross-validations: each element is judged by once, and trained on in all other folds. Without a generator they are those of scikit-learn
/// without <c>shuffle</c>; a generator shuffles which element comes into which fold, and no more.
/// </summary>
public static class Folds
{
    /// <summary>Folds of nearly one size (<c>KFold</c>): what division leaves over goes to the first ones, one each.</summary>
    /// <param name="count">How many elements there are.</param>
    /// <param name="k">How many folds; at least 2 and at most as many as there are elements.</param>
    /// <param name="generator">Draws an order; elements stay in theirs where it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not in range.</exception>
    public static Fold[] Of(int count, int k, Generator? generator = null)
    {
        CheckFolds(k, count);
        int[] foldOf = [.. Enumerable.Range(0, k).SelectMany(fold => Enumerable.Repeat(fold, (count / k) + (fold < count % k ? 1 : 0)))];
        return Made(k, Shuffled(foldOf, generator));
    }

    /// <summary>Folds with the same shares of each class as the whole, to an element (<c>StratifiedKFold</c>).</summary>
    /// <param name="labels">The class of each element.</param>
    /// <param name="k">How many folds; at least 2.</param>
    /// <param name="generator">Draws which elements of a class come into which fold; in their order where it is null.</param>
    /// <typeparam name="TLabel">Labels that can be compared for equality.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">k is below 2, or every class has fewer elements than k.</exception>
    public static Fold[] Stratified<TLabel>(IReadOnlyList<TLabel> labels, int k, Generator? generator = null)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(labels);
        int[][] classes = Members(labels);
        CheckFolds(k, classes.Length == 0 ? 0 : classes.Max(static members => members.Length));
        var foldOf = new int[labels.Count];
        // Dealt like cards, class after class: a fold gets every k-th element, so that its size as well is right to an element.
        int dealt = 0;
        foreach (int[] members in classes)
        {
            var share = new int[k];
            for (int i = 0; i < members.Length; i++) share[dealt++ % k]++;
            int[] folds = Shuffled([.. Enumerable.Range(0, k).SelectMany(fold => Enumerable.Repeat(fold, share[fold]))], generator);
            for (int i = 0; i < members.Length; i++) foldOf[members[i]] = folds[i];
        }
        return Made(k, foldOf);
    }

    /// <summary>Folds of nearly one size that take a group apart nowhere (<c>GroupKFold</c>): the largest groups first, each into the fold that has the fewest elements.</summary>
    /// <param name="groups">The group of each element: a patient, a session, whatever must not stand on both sides.</param>
    /// <param name="k">How many folds; at least 2 and at most as many as there are groups.</param>
    /// <typeparam name="TGroup">Groups that can be compared for equality.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">k is not in range.</exception>
    public static Fold[] Grouped<TGroup>(IReadOnlyList<TGroup> groups, int k)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(groups);
        int[][] members = Members(groups);
        CheckFolds(k, members.Length);
        var foldOf = new int[groups.Count];
        var sizes = new int[k];
        foreach (int[] group in members.Reverse().OrderByDescending(static group => group.Length))
        {
            int fold = Array.IndexOf(sizes, sizes.Min());
            sizes[fold] += group.Length;
            foreach (int element in group) foldOf[element] = fold;
        }
        return Made(k, foldOf);
    }

    /// <summary>The elements of each class, the classes in the order in which they are first met.</summary>
    internal static int[][] Members<TLabel>(IReadOnlyList<TLabel> labels)
        where TLabel : notnull => [.. Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).Select(static group => group.ToArray())];

    /// <summary>The same numbers in an order that is drawn.</summary>
    private static int[] Shuffled(int[] items, Generator? generator) =>
        generator is null ? items : Array.ConvertAll(Tensor.RandPerm(items.Length, generator).ToArray<long>(), place => items[place]);

    private static Fold[] Made(int k, int[] foldOf)
    {
        var all = Enumerable.Range(0, foldOf.Length);
        return [.. Enumerable.Range(0, k).Select(fold => new Fold([.. all.Where(i => foldOf[i] != fold)], [.. all.Where(i => foldOf[i] == fold)]))];
    }

    private static void CheckFolds(int k, int most)
    {
        if (k < 2 || k > most) throw new ArgumentOutOfRangeException(nameof(k), k, FormattableString.Invariant($"Folds: {k} folds cannot be made; they are at least 2, and here at most {most}"));
    }
}
