using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Formulas;

/// <summary><c>x * 2^n</c> by one instruction, which x86 names differently at its full width.</summary>
internal static class LaneScale
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Whether there is such an instruction for every width.</summary>
    public static bool IsSupported
    {
        [MethodImpl(Inline)]
        get => Avx512F.VL.IsSupported;
    }

    [MethodImpl(Inline)]
    public static Vector512<float> Scale(Vector512<float> x, Vector512<float> n) => Avx512F.Scale(x, n);

    [MethodImpl(Inline)]
    public static Vector512<double> Scale(Vector512<double> x, Vector512<double> n) => Avx512F.Scale(x, n);

    [MethodImpl(Inline)]
    public static Vector256<float> Scale(Vector256<float> x, Vector256<float> n) => Avx512F.VL.Scale(x, n);

    [MethodImpl(Inline)]
    public static Vector256<double> Scale(Vector256<double> x, Vector256<double> n) => Avx512F.VL.Scale(x, n);

    [MethodImpl(Inline)]
    public static Vector128<float> Scale(Vector128<float> x, Vector128<float> n) => Avx512F.VL.Scale(x, n);

    [MethodImpl(Inline)]
    public static Vector128<double> Scale(Vector128<double> x, Vector128<double> n) => Avx512F.VL.Scale(x, n);
}
