namespace Autograd.Tests.Determinism;

/// <summary>A training gives the same weights, to the bit, however many threads there are and whatever runs beside it.</summary>
[Collection(WholeProcess.Name)]
public class TrainingBitsTests
{
    [Fact]
    public void WeightsAreTheSameWithOneTwoAndSevenThreads()
    {
        byte[] expected = Training.RunOn(1, seed: 1);
        Assert.Equal(expected, Training.RunOn(2, seed: 1));
        Assert.Equal(expected, Training.RunOn(7, seed: 1));
    }

    [Fact]
    public void AnotherSeedGivesOtherWeights() => Assert.NotEqual(Training.Run(1, steps: 2), Training.Run(2, steps: 2));

    [Fact]
    public async Task TwoModelsOnTwoThreadsGiveTheBitsOfASerialRun()
    {
        byte[][] expected = [Training.Run(1), Training.Run(2)];
        using var start = new Barrier(2);
        var together = await Task.WhenAll(Enumerable.Range(1, 2).Select(seed => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Training.Run((ulong)seed);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Assert.Equal(expected[0], together[0]);
        Assert.Equal(expected[1], together[1]);
    }
}
