namespace Autograd.Tests.Engine;

/// <summary>Hooks on gradients of leaves and inner tensors, and hooks on saved values.</summary>
public sealed class HookTests
{
    [Fact]
    public void Hooks_run_in_order_replace_and_are_removed()
    {
        var x = Tensor.From([1.0, 2.0]).RequiresGradInPlace();
        var y = x * 3.0;
        var seen = new List<string>();
        y.RegisterHook(g =>
        {
            seen.Add($"first {g.Sum().Item():0}");
            return g * 10.0;
        });
        var second = y.RegisterHook(g =>
        {
            seen.Add($"second {g.Sum().Item():0}");
            return null;
        });
        x.RegisterHook(g =>
        {
            seen.Add($"leaf {g.Sum().Item():0}");
            return g + 1.0;
        });
        y.Sum().Backward(retainGraph: true);
        Assert.Equal(["first 2", "second 20", "leaf 60"], seen);
        Assert.Equal([31.0, 31.0], x.Grad!.ToArray<double>());
        second.Remove();
        second.Remove();
        seen.Clear();
        y.Sum().Backward();
        Assert.Equal(["first 2", "leaf 60"], seen);
        Assert.Equal([62.0, 62.0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_retained_gradient_is_what_the_hooks_left()
    {
        var x = Tensor.From([1.0]).RequiresGradInPlace();
        var y = x * 3.0;
        y.RetainGrad();
        y.RegisterHook(g => g * 5.0);
        y.Backward();
        Assert.Equal(5, y.Grad!.Item());
        Assert.Equal(15, x.Grad!.Item());
    }

    [Fact]
    public void The_handle_of_one_of_two_equal_hooks_takes_off_its_own()
    {
        var x = Tensor.From([1.0]).RequiresGradInPlace();
        var y = x * 1.0;
        Func<Tensor, Tensor?> twice = g => g * 2.0;
        y.RegisterHook(twice);
        y.RegisterHook(g => g + 1.0);
        var last = y.RegisterHook(twice);
        last.Remove();
        y.Backward(retainGraph: true);
        Assert.Equal(3, x.Grad!.Item());
    }

    [Fact]
    public void A_hook_that_writes_into_its_gradient_is_named()
    {
        var (a, b) = (Tensor.Ones(2).RequiresGradInPlace(), Tensor.Ones(2).RequiresGradInPlace());
        var (x, y) = (a * 1.0, b * 1.0);
        x.RegisterHook(g => g.MulInPlace(5.0));
        Assert.Equal(
            "A hook on the output of MulBackward wrote in place into its gradient, which others read; let it return a new tensor",
            Assert.Throws<AutogradException>(() => (x + y).Backward(Tensor.Ones(2))).Message);
    }

    [Fact]
    public void A_pack_hook_may_not_write_into_what_is_saved()
    {
        var x = Tensor.From([1.0, 2.0]).RequiresGradInPlace();
        using var scope = SavedTensorHooks.Scope(v => v.MulInPlace(2.0).Clone(), o => (Tensor)o);
        Assert.Equal(
            "SavedTensorHooks: pack wrote in place into the value that is saved; let it work on a Clone()",
            Assert.Throws<AutogradException>(() => x * x).Message);
    }

    [Fact]
    public void What_a_pack_hook_keeps_as_it_is_may_not_change_either()
    {
        var x = Tensor.From([1.0, 2.0]).RequiresGradInPlace();
        var h = x * 1.0;
        Tensor y;
        using (SavedTensorHooks.Scope(v => v, o => (Tensor)o)) y = h.Square();
        h.MulInPlace(3.0);
        var thrown = Assert.Throws<AutogradException>(() => y.Sum().Backward());
        Assert.Contains("SquareBackward", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("was changed in place by MulInPlace", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hooks_run_for_Gradient_Of_and_see_the_whole_sum_once()
    {
        var x = Tensor.From([2.0]).RequiresGradInPlace();
        var y = x * 1.0;
        int calls = 0;
        y.RegisterHook(g =>
        {
            calls++;
            return g * 2.0;
        });
        Assert.Equal(8, Gradient.Of((y * y).Sum(), x).Item());
        Assert.Equal(1, calls);
    }

    [Fact]
    public void A_hook_may_keep_change_and_go_backward_itself()
    {
        var x = Tensor.Ones(2000).RequiresGradInPlace();
        var w = Tensor.Ones(2000).RequiresGradInPlace();
        var kept = new List<Tensor>();
        var y = x * 2.0;
        y.RegisterHook(g =>
        {
            kept.Add(g);
            using (EnableGrad.Scope) (w * w).Sum().Backward();
            return null;
        });
        for (int i = 0; i < 3; i++)
        {
            (y * (i + 1.0)).Sum().Backward(retainGraph: true);
        }
        Assert.Equal([2000.0, 4000.0, 6000.0], kept.Select(g => g.Sum().Item()));
        Assert.Equal(12000, w.Grad!.Sum().Item());
        Assert.Equal(24000, x.Grad!.Sum().Item());
    }

    [Fact]
    public void Hooks_of_a_recorded_pass_are_recorded()
    {
        var x = Tensor.From([3.0]).RequiresGradInPlace();
        var y = x * x;
        y.RegisterHook(g => g * x);
        // g = x 2 x = 2 x^2, so the second order is 4 x.
        var g = Gradient.Of(y.Sum(), x, createGraph: true);
        Assert.Equal(18, g.Item());
        Assert.Equal(12, Gradient.Of(g.Sum(), x).Item());
    }

    [Fact]
    public void What_a_hook_may_not_do_says_why()
    {
        var x = Tensor.Ones(2).RequiresGradInPlace();
        var y = x.Exp();
        y.RegisterHook(_ => Tensor.Ones(3));
        Assert.Equal(
            "A hook on the output of ExpBackward gave float32 [3] for a gradient of float32 [2]",
            Assert.Throws<AutogradException>(() => y.Sum().Backward()).Message);
        Assert.Equal("RegisterHook: this tensor does not require a gradient", Assert.Throws<AutogradException>(() => Tensor.Ones(1).RegisterHook(g => g)).Message);
        Assert.Throws<ArgumentNullException>(() => x.RegisterHook(null!));
    }

    [Fact]
    public void Saved_values_pass_through_pack_and_unpack_at_both_orders()
    {
        var x = Tensor.From([0.5, 1.5]).RequiresGradInPlace();
        int packed = 0, unpacked = 0;
        Tensor y;
        using (SavedTensorHooks.Scope(
            v =>
            {
                packed++;
                Assert.False(v.RequiresGrad);
                return v.ToArray<double>();
            },
            o =>
            {
                unpacked++;
                return Tensor.From((double[])o);
            }))
        {
            y = (x * x).Exp();
        }
        Assert.Equal(3, packed);
        var g = Gradient.Of(y.Sum(), x, createGraph: true);
        Assert.True(unpacked >= 3);
        Assert.Equal(x.Detach().ToArray<double>().Select(v => 2 * v * Math.Exp(v * v)), g.ToArray<double>(), Close);
        var second = Gradient.Of(g.Sum(), x);
        Assert.Equal(x.Detach().ToArray<double>().Select(v => (2 + 4 * v * v) * Math.Exp(v * v)), second.ToArray<double>(), Close);
        int before = packed;
        _ = x.Exp();
        Assert.Equal(before, packed);
    }

    [Fact]
    public void Unpack_has_to_give_back_what_was_packed()
    {
        var x = Tensor.Ones(2).RequiresGradInPlace();
        Tensor y;
        using (SavedTensorHooks.Scope(v => v.Clone(), _ => Tensor.Ones(3))) y = x.Exp();
        Assert.Contains(
            "SavedTensorHooks: unpack gave float32 [3], the saved value was float32 [2]",
            Assert.Throws<AutogradException>(() => y.Sum().Backward()).Message,
            StringComparison.Ordinal);
        using (SavedTensorHooks.Scope(v => v.Clone(), _ => null!)) y = x.Exp();
        Assert.Equal("SavedTensorHooks: unpack gave null for a saved value of float32 [2]", Assert.Throws<AutogradException>(() => y.Sum().Backward()).Message);
        Assert.Throws<ArgumentNullException>(() => { SavedTensorHooks.Scope(null!, o => (Tensor)o).Dispose(); });
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;
}
