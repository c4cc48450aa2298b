namespace Autograd.Testing;

/// <summary>An op runs on shapes alone, forward and backward, and gives the shapes and dtypes of the real run.</summary>
internal static class ShapeChecks
{
    /// <summary>Empty shapes that are tried of each case.</summary>
    private const int Empties = 4;

    public static void OnShapes(OpRow row) => OpProperty.Check(row, 10, Compare);

    /// <summary>Inputs without an element, wherever the row draws its shapes, are taken, and their gradients are as empty.</summary>
    public static void OnEmpty(OpRow row)
    {
        foreach (var @case in row.Cases)
        {
            for (int seed = 1; seed <= Empties; seed++)
            {
                var inputs = @case.Inputs(new Draw(seed, 0, InputLayout.Contiguous).Dice());
                var run = Run.Of(@case, inputs);
                Tensor[] wanted = [.. inputs.Where(static x => x.DType is DType.Float64 or DType.Float32)];
                for (int i = 0; i < wanted.Length; i++)
                    Need.That(run.Gradients[i] is not { } g || g.Shape == wanted[i].Shape, $"the gradient of input {i}, {wanted[i].Shape}, has the shape {run.Gradients[i]?.Shape}");
            }
        }
    }

    private static void Compare(OpCase @case, Draw draw)
    {
        if (@case.DependsOnValues)
        {
            NeedsValues(@case, draw);
            return;
        }
        var real = Run.Of(@case, @case.Inputs(draw.Dice()));
        var shapes = OnShapes(@case, draw);
        Agree(Forms(real.Outputs), Forms(shapes.Outputs), "results");
        Agree(Forms(real.Gradients), Forms(shapes.Gradients), "gradients");
        Need.That(real.Outputs.Select(y => y.RequiresGrad).SequenceEqual(shapes.Outputs.Select(y => y.RequiresGrad)), $"other results require a gradient on shapes alone");
    }

    private static void NeedsValues(OpCase @case, Draw draw)
    {
        try
        {
            OnShapes(@case, draw);
        }
        catch (AutogradException thrown) when (thrown.Message.Contains(": a tensor without values was read", StringComparison.Ordinal))
        {
            return;
        }
        throw new AutogradException("the row says that a shape depends on values, but the op runs on shapes alone");
    }

    private static Run OnShapes(OpCase @case, Draw draw)
    {
        var inputs = Array.ConvertAll(@case.Inputs(draw.Dice()), x => Tensor.Hollow(x.Layout.ToContiguous(), x.DType));
        Run? run = null;
        ShapesOnly.Run(() => run = Run.Of(@case, inputs));
        return run!;
    }

    private static void Agree(string real, string shapes, string what) => Need.That(real == shapes, $"{what} are {real}, on shapes alone {shapes}");

    private static string Forms(IEnumerable<Tensor?> tensors) => string.Join(", ", tensors.Select(x => x is null ? "none" : $"{x.DType.Name} {x.Shape}"));
}
