namespace Autograd.Tests;

public class GeneratorTests
{
    [Fact]
    public void A_state_brings_the_stream_back()
    {
        var generator = new Generator(5);
        byte[] state = generator.GetState();
        uint first = Next(generator);
        Next(generator);
        generator.SetState(state);
        Assert.Equal(first, Next(generator));
    }

    [Fact]
    public void Manual_seed_starts_this_threads_default()
    {
        var generator = Generator.ManualSeed(17);
        Assert.Same(Generator.Default, generator);
        Assert.Equal(17UL, generator.Seed);
        Assert.Equal(Next(new Generator(17)), Next(Generator.Default));
    }

    [Fact]
    public void Each_thread_has_its_own_default()
    {
        Generator? other = null;
        var thread = new Thread(() => other = Generator.Default);
        thread.Start();
        thread.Join();
        Assert.NotNull(other);
        Assert.NotSame(Generator.Default, other);
        Assert.Equal(Generator.DefaultSeed, other.Seed);
    }

    [Fact]
    public void A_draw_on_two_threads_at_once_throws()
    {
        var generator = new Generator(1);
        using var held = generator.Draw();
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(() => generator.Reseed(2)));
        thread.Start();
        thread.Join();
        Assert.Contains("Generator", Assert.IsType<AutogradException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generator_may_move_between_threads()
    {
        var generator = new Generator(1);
        Next(generator);
        uint second = 0;
        var thread = new Thread(() => second = Next(generator));
        thread.Start();
        thread.Join();
        var same = new Generator(1);
        Next(same);
        Assert.Equal(Next(same), second);
    }

    private static uint Next(Generator generator)
    {
        using var draw = generator.Draw();
        return draw.Twister.NextUInt32();
    }
}
