using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Jacobians of every row of the op table by passes in batches: the numbers of a loop of passes, in both modes.</summary>
public sealed class JacobianProperties
{
    /// <summary>Rows whose derivative draws, reads values or goes through an op without a rule for a batch.</summary>
    private static readonly HashSet<string> Refused = ["CtcLoss"];

    [Theory]
    [MemberData(nameof(RowData.Differentiable), MemberType = typeof(RowData))]
    public void Passes_in_batches_are_those_of_a_loop(string name)
    {
        int refusals = 0;
        OpProperty.Check(OpTable.Find(name), 3, (@case, draw) =>
        {
            var inputs = @case.Inputs(new Dice((ulong)draw.Seed, Math.Max(draw.Size, 1), draw.Layout));
            int[] wanted = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].DType is DType.Float64 or DType.Float32)];
            if (wanted.Length == 0 || IsRandom(@case, inputs)) return;
            Tensor[] at = [.. wanted.Select(i => inputs[i])];
            for (int k = 0; k < @case.Function(inputs).Length; k++)
            {
                int output = k;
                if (!@case.Function(inputs)[output].DType.IsDifferentiable) continue;
                Tensor Function(Tensor[] xs)
                {
                    Tensor[] all = [.. inputs];
                    for (int i = 0; i < wanted.Length; i++) all[wanted[i]] = xs[i];
                    return @case.Function(all)[output];
                }
                try
                {
                    Compare(Func.JacRev(Function, 1)(at), Func.JacRev(Function, 4)(at), "reverse mode");
                    Compare(Func.JacFwd(Function, 1)(at), Func.JacFwd(Function, 4)(at), "forward mode");
                }
                catch (AutogradException e) when (Refused.Contains(name) && e.Message.Contains("Vmap", StringComparison.Ordinal))
                {
                    refusals++;
                }
            }
        }, maxSize: 2);
        Assert.Equal(Refused.Contains(name), refusals > 0);
    }

    /// <summary>Two calls of a random function are two functions.</summary>
    private static bool IsRandom(OpCase @case, Tensor[] inputs)
    {
        var (first, second) = (@case.Function(inputs), @case.Function(inputs));
        return first.Zip(second).Any(p => p.First.Shape != p.Second.Shape || !p.First.To(DType.Float64).AllClose(p.Second.To(DType.Float64), equalNaN: true));
    }

    private static void Compare(Tensor[] expected, Tensor[] actual, string mode)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i].Shape == actual[i].Shape, $"{mode}, input {i}: shape {actual[i].Shape}, not {expected[i].Shape}");
            Assert.True(expected[i].DType == actual[i].DType, $"{mode}, input {i}: {actual[i].DType}, not {expected[i].DType}");
            var (e, a) = (expected[i].Detach().To(DType.Float64).ToArray<double>(), actual[i].Detach().To(DType.Float64).ToArray<double>());
            double tolerance = expected[i].DType == DType.Float32 ? 1e-5 : 1e-12, size = e.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            for (int j = 0; j < e.Length; j++)
            {
                if (e[j].Equals(a[j]) || Math.Abs(e[j] - a[j]) <= tolerance * Math.Max(1, size)) continue;
                Assert.Fail($"{mode}, input {i}: element {j} of {expected[i].Shape} is {a[j]:R}, not {e[j]:R}");
            }
        }
    }
}
