namespace Autograd.Checks;

/// <content>Which way the ops go.</content>
internal sealed partial class Probe
{
    private BranchTrace? atCenter;

    /// <summary>The ops that go another way with the held element moved than at the point.</summary>
    public string[] Branching(double value)
    {
        atCenter ??= Traced();
        try
        {
            return Moved(value, static probe => probe.Traced()).Apart(atCenter);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            return ["the end of the function's domain"];
        }
    }

    private BranchTrace Traced() => BranchRecorder.Trace(() => Call());
}
