namespace Autograd.Tests.House;

/// <summary>Lists of what is wrong, shown whole: an assertion on the collection would cut them off.</summary>
internal static class Findings
{
    public static void None(IEnumerable<string> findings)
    {
        var list = findings.ToList();
        Assert.True(list.Count == 0, string.Join('\n', list));
    }
}
