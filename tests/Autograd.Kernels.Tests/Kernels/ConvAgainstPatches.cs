using System.Numerics;
using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>A way to convolve, by address.</summary>
internal unsafe delegate void ConvWay<T>(in ConvShape shape, T* x, in ConvFilters<T> filters, T* bias, T* y)
    where T : unmanaged;

/// <summary>Ways without patches against the one with, which sums in another order.</summary>
internal static unsafe class ConvAgainstPatches
{
    private const int Guard = 64;

    /// <summary>The same outputs to <paramref name="tolerance"/>, and nothing written behind them.</summary>
    public static void Same<T>(in ConvShape shape, ConvWay<T> way, bool hasBias, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = ConvNumbers.Of<T>(shape.InputCount, 1), w = ConvNumbers.Of<T>(shape.WeightCount, 2), bias = ConvNumbers.Of<T>(shape.Groups * shape.Filters, 3);
        T[] found = new T[shape.OutputCount + Guard], patches = new T[shape.OutputCount];
        Array.Fill(found, T.One, (int)shape.OutputCount, Guard);
        fixed (T* px = x, pw = w, pb = bias, pf = found, pp = patches)
        {
            way(shape, px, ConvFilters<T>.Of(shape, pw), hasBias ? pb : null, pf);
            new ConvForward<T> { S = shape, X = px, W = pw, Bias = hasBias ? pb : null, Y = pp }.RunAll();
        }
        for (int i = 0; i < patches.Length; i++) Assert.InRange(double.CreateChecked(found[i] - patches[i]), -tolerance, tolerance);
        Assert.All(found[patches.Length..], guard => Assert.Equal(T.One, guard));
    }
}
