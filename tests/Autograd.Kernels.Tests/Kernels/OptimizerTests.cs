using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels.Tests;

public class OptimizerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_step_rewrites_the_parameter_and_as_many_states_as_it_has(int states)
    {
        const int N = 65_536 + 21;
        var random = new System.Random(1);
        double[] p = Values(random, N), g = Values(random, N);
        double[][] s = [.. Enumerable.Range(0, 3).Select(_ => Values(random, N))];
        double[] before = (double[])p.Clone();
        double[][] old = [.. s.Select(x => (double[])x.Clone())];
        MapKernel.Step(new Blend(states), Layout.Contiguous([N]), p, g, states > 0 ? s[0] : default, states > 1 ? s[1] : default, states > 2 ? s[2] : default);
        for (int i = 0; i < N; i++)
        {
            double[] read = [.. Enumerable.Range(0, 3).Select(k => k < states ? old[k][i] : 0)];
            Assert.Equal(before[i] + g[i] + read[0] + 2 * read[1] + 4 * read[2], p[i], 1e-14);
            for (int k = 0; k < 3; k++) Assert.Equal(k < states ? old[k][i] - (k + 1) * g[i] : old[k][i], s[k][i], 1e-14);
        }
    }

    [Fact]
    public void An_element_does_not_know_its_position()
    {
        var random = new System.Random(3);
        float[] p = [.. Values(random, 37).Select(x => (float)x)], g = [.. Values(random, 37).Select(x => (float)x)];
        float[] whole = (float[])p.Clone();
        MapKernel.Step(new Blend(2), Layout.Contiguous([37]), whole, g, new float[37], new float[37]);
        for (int i = 0; i < 37; i++)
        {
            float[] one = [p[i]];
            MapKernel.Step(new Blend(2), Layout.Contiguous([1]), one, g.AsSpan(i, 1), new float[1], new float[1]);
            Assert.Equal(whole[i], one[0]);
        }
    }

    private static double[] Values(System.Random random, int n) => [.. Enumerable.Range(0, n).Select(_ => (random.NextDouble() * 2) - 1)];

    /// <summary>p = p + g + s0 + 2 s1 + 4 s2; s_k = s_k - (k + 1) g.</summary>
    private readonly struct Blend(int states) : IStepFormula
    {
        public static string Name => "Blend";

        public int States => states;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V s0, ref V s1, ref V s2)
            where V : struct, IReal<V>
        {
            p = p + g + s0 + V.Const(2) * s1 + V.Const(4) * s2;
            s0 -= g;
            s1 -= V.Const(2) * g;
            s2 -= V.Const(3) * g;
        }
    }
}
