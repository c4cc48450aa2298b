namespace Autograd.Tests.Engine;

/// <summary>Models trained side by side, and what two threads may not share.</summary>
public sealed class ParallelTests
{
    [Fact]
    public void Two_models_on_two_threads_have_the_bits_of_a_serial_run()
    {
        float[][] serial = [Train(1), Train(2)];
        float[][] parallel = OnThreads(2, i => Train((ulong)i + 1));
        Assert.Equal(serial[0], parallel[0]);
        Assert.Equal(serial[1], parallel[1]);
    }

    [Fact]
    public void One_generator_on_two_threads_at_once_throws()
    {
        var generator = new Generator(1);
        using var draw = generator.Draw();
        string message = OnThreads(1, _ => Assert.Throws<AutogradException>(() => Tensor.Rand([3], DType.Float32, generator)).Message)[0];
        Assert.Equal("A random draw while another draws from the same Generator: give each thread a Generator of its own", message);
    }

    private static float[] Train(ulong seed)
    {
        var generator = new Generator(seed);
        Tensor[] weights =
        [
            Tensor.Randn([20, 64], DType.Float32, generator) * 0.2,
            Tensor.Randn([64, 3], DType.Float32, generator) * 0.2,
        ];
        foreach (var w in weights) w.RequiresGrad = true;
        var x = Tensor.Randn([100, 20], DType.Float32, generator);
        var target = Tensor.RandInt(0, 3, [100], generator: generator);
        for (int step = 0; step < 30; step++)
        {
            var loss = Autograd.NN.Functional.CrossEntropy(x.MatMul(weights[0]).Tanh().MatMul(weights[1]), target);
            loss.Backward();
            using var scope = NoGrad.Scope;
            foreach (var w in weights)
            {
                w.AddInPlace(w.Grad!, -0.1);
                w.Grad = null;
            }
        }
        return [.. weights[0].ToArray<float>(), .. weights[1].ToArray<float>()];
    }

    private static T[] OnThreads<T>(int count, Func<int, T> work)
    {
        var results = new T[count];
        var failures = new Exception?[count];
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int index = i;
            threads[i] = new Thread(() =>
            {
                try
                {
                    results[index] = work(index);
                }
                catch (Exception e)
                {
                    failures[index] = e;
                }
            });
            threads[i].Start();
        }
        foreach (var thread in threads) thread.Join();
        Assert.All(failures, Assert.Null);
        return results;
    }
}
