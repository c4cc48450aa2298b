namespace Autograd.Kernels.Tests;

public class OptimizerTests
{
    [Theory]
    [InlineData(0.0, 0.0, 0.0, false, false)]
    [InlineData(0.9, 0.0, 0.01, false, false)]
    [InlineData(0.9, 0.1, 0.0, false, true)]
    [InlineData(0.9, 0.0, 0.01, true, false)]
    public void SgdFollowsItsDefinition(double momentum, double dampening, double decay, bool nesterov, bool maximize)
    {
        const int N = 16_384 + 21;
        var random = new System.Random(1);
        double[] p = Values(random, N);
        double[] expected = (double[])p.Clone();
        var buffer = new double[N];
        var expectedBuffer = new double[N];
        for (int t = 1; t <= 4; t++)
        {
            double[] g = Values(random, N);
            var step = new OptimizerSgd(0.1, momentum, dampening, decay, nesterov, maximize, t == 1);
            MapKernel.Step(step, p, g, step.States > 0 ? buffer : default);
            for (int i = 0; i < N; i++)
            {
                double d = (maximize ? -g[i] : g[i]) + (decay * expected[i]);
                if (momentum != 0)
                {
                    expectedBuffer[i] = t == 1 ? d : (momentum * expectedBuffer[i]) + ((1 - dampening) * d);
                    d = nesterov ? d + (momentum * expectedBuffer[i]) : expectedBuffer[i];
                }
                expected[i] -= 0.1 * d;
                Assert.Equal(expected[i], p[i], 1e-14);
            }
        }
    }

    [Theory]
    [InlineData(0.0, false, false, false)]
    [InlineData(0.1, false, true, false)]
    [InlineData(0.1, true, false, true)]
    public void AdamFollowsItsDefinition(double decay, bool decoupled, bool amsgrad, bool maximize)
    {
        const int N = 16_384 + 21;
        var random = new System.Random(2);
        double[] p = Values(random, N);
        double[] expected = (double[])p.Clone();
        double[] m = new double[N], v = new double[N], top = new double[N];
        double[] em = new double[N], ev = new double[N], et = new double[N];
        for (int t = 1; t <= 4; t++)
        {
            double[] g = Values(random, N);
            MapKernel.Step(new OptimizerAdam(1e-3, 0.9, 0.999, 1e-8, decay, t, amsgrad, maximize, decoupled), p, g, m, v, amsgrad ? top : default);
            for (int i = 0; i < N; i++)
            {
                double d = maximize ? -g[i] : g[i];
                if (decoupled) expected[i] *= 1 - (1e-3 * decay);
                else d += decay * expected[i];
                em[i] = (0.9 * em[i]) + (0.1 * d);
                ev[i] = (0.999 * ev[i]) + (0.001 * d * d);
                et[i] = Math.Max(et[i], ev[i]);
                double root = Math.Sqrt(amsgrad ? et[i] : ev[i]) / Math.Sqrt(1 - Math.Pow(0.999, t));
                expected[i] -= 1e-3 / (1 - Math.Pow(0.9, t)) * em[i] / (root + 1e-8);
                Assert.Equal(expected[i], p[i], 1e-14);
            }
        }
    }

    [Fact]
    public void AnElementDoesNotKnowItsPosition()
    {
        var random = new System.Random(3);
        float[] p = Values(random, 37).Select(x => (float)x).ToArray();
        float[] g = Values(random, 37).Select(x => (float)x).ToArray();
        float[] whole = (float[])p.Clone();
        var step = new OptimizerAdam(1e-3, 0.9, 0.999, 1e-8, 0, 1, false, false, false);
        MapKernel.Step(step, whole, g, new float[37], new float[37]);
        for (int i = 0; i < 37; i++)
        {
            float[] one = [p[i]];
            MapKernel.Step(step, one, g.AsSpan(i, 1), new float[1], new float[1]);
            Assert.Equal(whole[i], one[0]);
        }
    }

    private static double[] Values(System.Random random, int n) => Enumerable.Range(0, n).Select(_ => (random.NextDouble() * 2) - 1).ToArray();
}
