using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Integer products, which wrap: sums in any order are the same, so rows of B are added to rows of C.</summary>
internal static unsafe class MatMulInteger
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(in MatMulOperands<T> p)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < p.M; i++)
        {
            T* c = p.C + (i * p.CRow);
            if (!p.Accumulate)
            {
                for (int j = 0; j < p.N; j++) c[j] = p.Bias == null ? T.Zero : p.Bias[(i * p.BiasRow) + j];
            }
            for (int k = 0; k < p.K; k++)
            {
                T x = p.A[(i * p.ARow) + (k * p.ACol)];
                T* b = p.B + (k * p.BRow);
                for (int j = 0; j < p.N; j++) c[j] += unchecked(x * b[j * p.BCol]);
            }
        }
    }
}
