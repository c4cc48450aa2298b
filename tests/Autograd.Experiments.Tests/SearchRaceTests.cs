using Experiments;

namespace Autograd.Experiments.Tests;

/// <summary>Searches of learning rate and weight decay.</summary>
public sealed class SearchRaceTests
{
    [Fact]
    public void Logarithms_find_what_uniform_draws_miss()
    {
        if (Reduced.WithData("mnist", "search of learning rate and weight decay on digits") is not { } options) return;
        var digits = DigitImages.Load(options);
        var ways = SearchRace.Run(options, digits);

        Assert.All(ways, way => Assert.All(way.Searches, static search => Assert.Equal(9, search.Trials.Count)));
        double[] least = [.. ways.Select(static way => way.BestSoFar()[^1])];
        Assert.True(least[1] < least[0]);
        Assert.True(least[2] < least[0]);
        // Ten classes at random are 2.303.
        Assert.InRange(least[1], 0, 1.2);
        Assert.InRange(SearchRace.TestAccuracy(options, digits, ways[1].Searches[0]), 0.6, 1);
        // What was found does not rise with more trials.
        Assert.All(ways, static way => Assert.Equal(way.BestSoFar().OrderDescending(), way.BestSoFar()));
    }
}
