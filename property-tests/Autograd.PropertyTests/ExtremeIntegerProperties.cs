using System.Reflection;
using System.Reflection.Emit;
using Autograd.Checks;
using Autograd.Memory;

namespace Autograd.PropertyTests;

/// <summary>
/// Every public method of Tensor and of the functions that takes an integer, called with integers at the ends of their range: it gives
/// a result, or it refuses by an exception of ours, and what it was given is as it was. No list of ops: a new one is called as well.
/// </summary>
/// <remarks>Alone in the process: memory is limited meanwhile, so that no call gets gigabytes.</remarks>
[Collection("threads")]
public sealed class ExtremeIntegerProperties
{
    private const int Draws = 60;
    private static readonly int[] Ints = [int.MinValue, int.MinValue + 1, -2, -1, 0, 1, 2, 3, int.MaxValue - 1, int.MaxValue];
    private static readonly long[] Longs = [long.MinValue, int.MinValue, -1, 0, 1, 2, int.MaxValue, long.MaxValue];
    private static readonly double[] Doubles = [0, 1, -1, 0.5, int.MaxValue, 1e300, double.NaN, double.PositiveInfinity];

    // These make as many tensors as they are asked for.
    private static readonly string[] Left = ["Unbind", "Split"];

    public static TheoryData<string> Names() => [.. Methods().Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Extreme_integers_give_a_result_or_are_refused(string name)
    {
        BlockPool.Shared.Limit = 512L << 20;
        try
        {
            var random = new SplitMix(17);
            foreach (var method in Methods().Where(m => $"{m.DeclaringType!.Name}.{m.Name}" == name))
            {
                var call = Call(method);
                for (int draw = 0; draw < Draws; draw++)
                {
                    Tensor[] given = [Tensor.Arange(6).Float().Reshape(2, 3), Tensor.Ones(2, 0, 3), Tensor.Arange(4), Tensor.Scalar(1), Tensor.Ones([3], DType.Bool), Tensor.Ones(2, 2, 2)];
                    var before = Array.ConvertAll(given, x => x.Double().ToArray<double>());
                    object?[] arguments = [.. method.IsStatic ? [] : new object?[] { Pick(given, random) }, .. method.GetParameters().Select(p => Argument(p.ParameterType, given, random))];
                    try
                    {
                        call(arguments);
                    }
                    catch (Exception e) when (e is ArgumentException or AutogradException or LinAlgException or AllocationException or NotSupportedException)
                    {
                    }
                    catch (Exception e)
                    {
                        Assert.Fail($"{name}({string.Join(", ", arguments.Select(Text))}): {e}");
                    }
                    if (name.EndsWith("InPlace", StringComparison.Ordinal)) continue;
                    for (int i = 0; i < given.Length; i++) Assert.Equal(before[i], given[i].Double().ToArray<double>());
                }
            }
        }
        finally
        {
            BlockPool.Shared.Limit = long.MaxValue;
        }
    }

    private static IEnumerable<MethodInfo> Methods() =>
        from type in new[] { typeof(Tensor), typeof(Linalg), typeof(NN.Functional) }
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName && !method.IsGenericMethod && !method.ReturnType.IsByRefLike && !Left.Contains(method.Name)
        where method.GetParameters().All(p => IsKnown(p.ParameterType))
        where method.GetParameters().Any(p => Contains(p.ParameterType))
        select method;

    private static Type Element(Type type) => type.IsByRefLike && type.IsGenericType ? type.GetGenericArguments()[0] : Nullable.GetUnderlyingType(type) ?? type;

    private static bool Contains(Type type) => Element(type) is var e && (e == typeof(int) || e == typeof(long) || e == typeof(TensorIndex) || e == typeof(PerDim) || e == typeof(OutputSize) || e == typeof(ConvPadding));

    private static bool IsKnown(Type type) => Element(type) is var e
        && (Contains(type) || e == typeof(double) || e == typeof(bool) || e == typeof(Tensor) || e == typeof(Generator) || e == typeof(string) || e.IsEnum);

    private static T Pick<T>(T[] from, SplitMix random) => from[random.Below(from.Length)];

    private static object? Argument(Type type, Tensor[] given, SplitMix random)
    {
        if (type.IsByRefLike)
        {
            var element = Element(type);
            var list = Array.CreateInstance(element, random.Below(5));
            for (int i = 0; i < list.Length; i++) list.SetValue(Argument(element, given, random), i);
            return list;
        }
        if (Nullable.GetUnderlyingType(type) is { } some) return random.Below(3) == 0 ? null : Argument(some, given, random);
        if (type == typeof(int)) return Pick(Ints, random);
        if (type == typeof(long)) return Pick(Longs, random);
        if (type == typeof(double)) return Pick(Doubles, random);
        if (type == typeof(bool)) return random.Below(2) == 0;
        if (type == typeof(Tensor)) return Pick(given, random);
        if (type == typeof(PerDim)) return new PerDim([.. Enumerable.Range(0, random.Below(4)).Select(_ => Pick(Ints, random))]);
        if (type == typeof(OutputSize)) return new OutputSize([.. Enumerable.Range(0, 1 + random.Below(3)).Select(_ => random.Below(4) == 0 ? null : (int?)Pick(Ints, random))]);
        if (type == typeof(ConvPadding)) return random.Below(4) == 0 ? ConvPadding.Same : (ConvPadding)(PerDim)Argument(typeof(PerDim), given, random)!;
        if (type == typeof(TensorIndex)) return random.Below(2) == 0 ? Pick(Ints[1..], random) : TensorIndex.Slice(Pick(Ints, random), Pick(Ints, random), 1 + random.Below(2));
        return type.IsEnum ? Enum.GetValues(type).GetValue(random.Below(Enum.GetValues(type).Length)) : null;
    }

    private static string Text(object? argument) => argument is Array list ? $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]"
        : argument is Tensor x ? $"{x.DType} {x.Shape}" : argument?.ToString() ?? "null";

    /// <summary>A call by a list of arguments; reflection itself cannot pass spans, which stand as arrays in the list.</summary>
    private static Action<object?[]> Call(MethodInfo method)
    {
        var body = new DynamicMethod("Call", typeof(void), [typeof(object?[])], typeof(ExtremeIntegerProperties), skipVisibility: true);
        var il = body.GetILGenerator();
        int at = 0;
        if (!method.IsStatic) Load(typeof(Tensor));
        foreach (var parameter in method.GetParameters()) Load(parameter.ParameterType);
        il.Emit(OpCodes.Call, method);
        if (method.ReturnType != typeof(void)) il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ret);
        return body.CreateDelegate<Action<object?[]>>();

        void Load(Type type)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, at++);
            il.Emit(OpCodes.Ldelem_Ref);
            if (!type.IsByRefLike)
            {
                il.Emit(OpCodes.Unbox_Any, type);
                return;
            }
            var array = Element(type).MakeArrayType();
            il.Emit(OpCodes.Castclass, array);
            il.Emit(OpCodes.Call, type.GetMethod("op_Implicit", [array])!);
        }
    }
}
