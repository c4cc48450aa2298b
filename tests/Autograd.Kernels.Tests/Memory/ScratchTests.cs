namespace Autograd.Kernels.Tests;

public sealed unsafe class ScratchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void Begins_at_a_line_and_holds_what_was_asked_for(int count)
    {
        using var a = new Scratch<float>(count);
        using var b = new Scratch<double>(count);
        Assert.Equal((count, count), (a.Span.Length, b.Span.Length));
        Assert.Equal(0, (nint)a.Start % 64);
        Assert.Equal(0, (nint)b.Start % 64);
        a.Span.Fill(1);
        b.Span.Fill(2);
        Assert.DoesNotContain(2f, a.Span.ToArray());
        Assert.DoesNotContain(1, b.Span.ToArray());
    }

    [Fact]
    public void A_scope_that_ends_gives_its_room_to_the_next()
    {
        nint first, second, third;
        using (var a = new Scratch<int>(7))
        {
            first = (nint)a.Start;
            using var b = new Scratch<int>(7);
            second = (nint)b.Start;
        }
        using (var c = new Scratch<long>(3)) third = (nint)c.Start;
        Assert.NotEqual(first, second);
        Assert.Equal(first, third);
    }

    [Fact]
    public void Many_at_once_overlap_nowhere()
    {
        Nested(40, []);

        static void Nested(int left, List<nint> before)
        {
            if (left == 0) return;
            using var x = new Scratch<byte>(1000);
            foreach (nint other in before) Assert.True(Math.Abs(other - (nint)x.Start) >= 1000);
            Nested(left - 1, [.. before, (nint)x.Start]);
        }
    }

    [Fact]
    public void Nothing_is_nothing()
    {
        using var x = new Scratch<double>(0);
        Assert.True(x.Start == null && x.Span.IsEmpty);
    }
}
