using System.Globalization;

namespace Autograd.Checks;

/// <summary>One question of the list.</summary>
internal interface IPreflightCheck
{
    /// <summary>What is asked, as the table shows it.</summary>
    string Name { get; }

    /// <summary>The answer for a model.</summary>
    PreflightRow Run(Rehearsal r);
}

/// <summary>Answers.</summary>
internal static class PreflightAnswers
{
    public static PreflightRow Say(this IPreflightCheck check, bool passed, FormattableString found, params IReadOnlyList<string> details) =>
        new(check.Name, passed ? PreflightVerdict.Pass : PreflightVerdict.Fail, found.ToString(CultureInfo.InvariantCulture), details);

    public static PreflightRow Skip(this IPreflightCheck check, string why) => new(check.Name, PreflightVerdict.Skipped, why, []);
}
