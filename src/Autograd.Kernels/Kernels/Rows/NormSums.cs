using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Sums over the rows of a normalisation, in registers down the rows and from there in double precision.</summary>
internal static unsafe class NormSums<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static int Lanes => Vector512<T>.Count;

    /// <summary>gw += sum g (x - s - m) r and gb += sum g over rows of n elements, with one s, m and r a row.</summary>
    /// <remarks>Two registers side by side for each number of a row that is spread.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Down(T* g, T* x, T* s, T* m, T* r, int rows, nint n, double* gw, double* gb)
    {
        nint i = 0;
        for (; i + (2 * Lanes) <= n; i += 2 * Lanes)
        {
            Vector512<T> weights = Vector512<T>.Zero, biases = Vector512<T>.Zero, nextWeights = Vector512<T>.Zero, nextBiases = Vector512<T>.Zero;
            T* pg = g + i, px = x + i;
            for (int row = 0; row < rows; row++, pg += n, px += n)
            {
                Vector512<T> shift = Vector512.Create(s[row]), mean = Vector512.Create(m[row]), scale = Vector512.Create(r[row]);
                Vector512<T> c = Vector512.Load(pg), next = Vector512.Load(pg + Lanes);
                weights += c * ((Vector512.Load(px) - shift - mean) * scale);
                biases += c;
                nextWeights += next * ((Vector512.Load(px + Lanes) - shift - mean) * scale);
                nextBiases += next;
            }
            Add(weights, gw + i);
            Add(nextWeights, gw + i + Lanes);
            Add(biases, gb + i);
            Add(nextBiases, gb + i + Lanes);
        }
        for (; i < n; i++)
        {
            T weight = T.Zero, bias = T.Zero;
            for (int row = 0; row < rows; row++)
            {
                nint at = (row * n) + i;
                weight += g[at] * ((x[at] - s[row] - m[row]) * r[row]);
                bias += g[at];
            }
            gw[i] += double.CreateTruncating(weight);
            gb[i] += double.CreateTruncating(bias);
        }
    }

    /// <summary>sums += x</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(T* x, double* sums, nint n)
    {
        nint i = 0;
        for (; i + Lanes <= n; i += Lanes) Add(Vector512.Load(x + i), sums + i);
        for (; i < n; i++) sums[i] += double.CreateTruncating(x[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector512<T> x, double* sums)
    {
        if (typeof(T) == typeof(float))
        {
            var (low, high) = Vector512.Widen(x.AsSingle());
            (Vector512.Load(sums) + low).Store(sums);
            (Vector512.Load(sums + Vector512<double>.Count) + high).Store(sums + Vector512<double>.Count);
        }
        else
        {
            (Vector512.Load(sums) + x.AsDouble()).Store(sums);
        }
    }
}
