using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Formulas;

/// <summary>Truth values from bytes, 0 or not, to all bits set or none in every element of a register.</summary>
internal static unsafe class LaneMask
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>64, 16 or 8 bytes: as many as the register has elements.</summary>
    [MethodImpl(Inline)]
    public static void Load<T>(byte* from, out Vector512<T> mask)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(byte))
        {
            mask = (~Vector512.Equals(Vector512.Load(from), Vector512<byte>.Zero)).As<byte, T>();
        }
        else if (sizeof(T) == sizeof(int))
        {
            Vector256<ushort> x = Vector256.WidenLower(Vector128.Load(from).ToVector256Unsafe());
            mask = (~Vector512.Equals(Vector512.WidenLower(x.ToVector512Unsafe()), Vector512<uint>.Zero)).As<uint, T>();
        }
        else
        {
            Vector256<uint> x = Vector256.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)from).AsByte()).ToVector256Unsafe());
            mask = (~Vector512.Equals(Vector512.WidenLower(x.ToVector512Unsafe()), Vector512<ulong>.Zero)).As<ulong, T>();
        }
    }

    /// <summary>32, 8 or 4 bytes.</summary>
    [MethodImpl(Inline)]
    public static void Load<T>(byte* from, out Vector256<T> mask)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(byte))
        {
            mask = (~Vector256.Equals(Vector256.Load(from), Vector256<byte>.Zero)).As<byte, T>();
        }
        else if (sizeof(T) == sizeof(int))
        {
            Vector128<ushort> x = Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)from).AsByte());
            mask = (~Vector256.Equals(Vector256.WidenLower(x.ToVector256Unsafe()), Vector256<uint>.Zero)).As<uint, T>();
        }
        else
        {
            Vector128<uint> x = Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(*(uint*)from).AsByte()));
            mask = (~Vector256.Equals(Vector256.WidenLower(x.ToVector256Unsafe()), Vector256<ulong>.Zero)).As<ulong, T>();
        }
    }

    /// <summary>16, 4 or 2 bytes.</summary>
    [MethodImpl(Inline)]
    public static void Load<T>(byte* from, out Vector128<T> mask)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(byte))
        {
            mask = (~Vector128.Equals(Vector128.Load(from), Vector128<byte>.Zero)).As<byte, T>();
        }
        else if (sizeof(T) == sizeof(int))
        {
            Vector128<ushort> x = Vector128.WidenLower(Vector128.CreateScalar(*(uint*)from).AsByte());
            mask = (~Vector128.Equals(Vector128.WidenLower(x), Vector128<uint>.Zero)).As<uint, T>();
        }
        else
        {
            Vector128<ushort> x = Vector128.WidenLower(Vector128.CreateScalar((uint)*(ushort*)from).AsByte());
            mask = (~Vector128.Equals(Vector128.WidenLower(Vector128.WidenLower(x)), Vector128<ulong>.Zero)).As<ulong, T>();
        }
    }
}
