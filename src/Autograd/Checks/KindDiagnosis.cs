using System.Globalization;

namespace Autograd.Checks;

/// <summary>What the rows that failed say together: what is wrong where plain backward passes are right.</summary>
internal static class KindDiagnosis
{
    /// <summary>Sentences about forward mode, recorded passes, absent gradients and higher orders.</summary>
    public static IEnumerable<GradCheckDiagnosis> Of(IReadOnlyList<GradCheckRow> rows)
    {
        foreach (var order in rows.GroupBy(static row => row.Order))
        {
            if (order.Any(static row => row is { Kind: GradCheckKind.Backward, Verdict: GradCheckVerdict.Fail })) continue;
            var failed = order.Where(static row => row.Verdict == GradCheckVerdict.Fail).ToList();
            foreach (var row in failed.Where(row => row.Input != "all" || failed.Count(other => other.Kind == row.Kind) == 1))
            {
                if (Explain(row) is { } why) yield return new GradCheckDiagnosis(row.Order, row.Input, why.Cause, $"{row.Input}: {why.Text}");
            }
        }
        var wrong = rows.Where(static row => row is { Kind: GradCheckKind.Backward, Verdict: GradCheckVerdict.Fail }).ToList();
        if (wrong.Count == 0 || wrong.Min(static row => row.Order) is var first && first == 1) yield break;
        string names = string.Join(", ", wrong.Where(row => row.Order == first && row.Input != "all").Select(static row => row.Input));
        yield return new GradCheckDiagnosis(first, names, GradCheckCause.HigherOrder, string.Create(
            CultureInfo.InvariantCulture,
            $"{names}: wrong at order {first}, right below: the rule gives right numbers and not their graph; look for Detach, NoGrad, ToArray or a value kept outside of Saved in it"));
    }

    private static (GradCheckCause Cause, string Text)? Explain(GradCheckRow row) => row.Kind switch
    {
        GradCheckKind.Forward => (GradCheckCause.ForwardMode, "backward mode is right and forward mode is not: the rule's Forward"),
        GradCheckKind.Recorded => (GradCheckCause.RecordedPass, "the gradient has other values when its backward pass is recorded (createGraph): the rule asks whether it is, or keeps values of its own"),
        GradCheckKind.Absent => (GradCheckCause.AbsentGradient, "a rule takes an absent gradient of an output (null in Cotangents) for something else than zeros"),
        GradCheckKind.Zero => (GradCheckCause.ZeroGradient, "gradients of zeros for the outputs do not give zeros: a rule is not linear in them, or multiplies them with infinity"),
        GradCheckKind.Repeated => (GradCheckCause.NotDeterministic, "the same backward pass gives other numbers when it runs again: a rule draws, counts, or keeps a sum between passes"),
        GradCheckKind.Unrecorded => (GradCheckCause.Recording, "the function has other values under NoGrad: it asks whether it is recorded"),
        GradCheckKind.Layout => (GradCheckCause.StridedInput, "other values where the inputs are laid out otherwise in memory: the op or its kernel mistakes strides or the offset"),
        _ => null,
    };
}
