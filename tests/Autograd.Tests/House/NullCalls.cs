using System.Collections;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Autograd.Tests.House;

/// <summary>
/// Calls of public members with null for one argument whose type does not say that it may be: every other argument is a sample of its
/// type, spans are empty. What has no sample is not called.
/// </summary>
internal static class NullCalls
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>A member, and which of its arguments is null.</summary>
    public sealed record Call(MethodBase Member, ParameterInfo Argument, object? Target, object?[] Arguments)
    {
        public string Name => $"{Member.DeclaringType!.FullName}.{Member.Name}({string.Join(", ", Member.GetParameters().Select(p => p.ParameterType.Name))}), {Argument.Name}";

        /// <summary>What the call throws, or null.</summary>
        public Exception? Run()
        {
            try
            {
                Invoker(Member)(Target, Arguments);
                return null;
            }
            catch (Exception thrown)
            {
                return thrown;
            }
        }
    }

    public static IEnumerable<Call> Of(Type type)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        // A record carries what it is given, and what the compiler wrote for it checks nothing.
        bool isRecord = type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
        MethodBase[] members = [.. type.GetMethods(Public).Where(m => !m.IsAbstract), .. type.IsAbstract || isRecord ? [] : type.GetConstructors()];
        foreach (var member in members)
        {
            if (member.ContainsGenericParameters || member.GetCustomAttribute<ObsoleteAttribute>() is not null || member.IsDefined(typeof(CompilerGeneratedAttribute))) continue;
            object? target = null;
            if (!member.IsStatic && !member.IsConstructor && (target = Sample(type)) is null) continue;
            var parameters = member.GetParameters();
            foreach (var argument in parameters.Where(IsNeeded))
            {
                var values = new object?[parameters.Length];
                bool complete = true;
                foreach (var p in parameters)
                {
                    if (p == argument || p.ParameterType.IsByRefLike || MayBeNull(p)) continue;
                    values[p.Position] = p.HasDefaultValue && p.DefaultValue is not null ? Convert(p) : Sample(p.ParameterType);
                    complete &= values[p.Position] is not null;
                }
                if (complete) yield return new Call(member, argument, target, values);
            }
        }
    }

    private static object? Convert(ParameterInfo p) => p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, p.DefaultValue!) : p.DefaultValue;

    private static bool IsNeeded(ParameterInfo p) => !p.ParameterType.IsValueType && !p.ParameterType.IsByRef && !p.ParameterType.IsPointer && !MayBeNull(p);

    private static bool MayBeNull(ParameterInfo p) => Nullability.Create(p).WriteState == NullabilityState.Nullable;

    /// <summary>Something of a type that a method might take; null where nobody knows one.</summary>
    private static object? Sample(Type type)
    {
        if (type == typeof(Tensor)) return Tensor.Rand([2, 2], DType.Float64, new Generator(1));
        if (type == typeof(string)) return "x";
        if (type == typeof(Tensor[])) return new[] { Tensor.Ones(2, 2) };
        if (type == typeof(object)) return new object();
        if (type.IsArray) return Array.CreateInstance(type.GetElementType()!, 1);
        if (typeof(Delegate).IsAssignableFrom(type)) return Throwing(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)) return Sequence(type.GetGenericArguments()[0]);
        if (type.IsByRefLike || type.IsByRef || type.IsPointer || type.IsInterface || type.IsAbstract || type.ContainsGenericParameters) return null;
        if (type.IsValueType) return type == typeof(int) ? 1 : type == typeof(double) ? 0.5 : Activator.CreateInstance(type);
        foreach (var constructor in type.GetConstructors().OrderBy(c => c.GetParameters().Length))
        {
            var parameters = constructor.GetParameters();
            if (Array.Exists(parameters, p => p.ParameterType == type || p.ParameterType.IsByRefLike)) continue;
            object?[] values = Array.ConvertAll(parameters, p => p.HasDefaultValue ? (p.DefaultValue is null ? null : Convert(p)) : Sample(p.ParameterType));
            if (parameters.Zip(values).Any(p => p.Second is null && !MayBeNull(p.First) && !p.First.HasDefaultValue)) continue;
            try
            {
                return constructor.Invoke(values);
            }
            catch (TargetInvocationException)
            {
                // These samples do not fit: the next constructor may be simpler.
            }
        }
        return null;
    }

    private static object? Sequence(Type element)
    {
        if (Sample(element) is not { } item) return null;
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        list.Add(item);
        return list;
    }

    /// <summary>A function that is there and not to be called before the arguments are checked.</summary>
    private static Delegate Throwing(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var method = new DynamicMethod("Called", invoke.ReturnType, Array.ConvertAll(invoke.GetParameters(), p => p.ParameterType), typeof(NullCalls).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([])!);
        il.Emit(OpCodes.Throw);
        return method.CreateDelegate(type);
    }

    /// <summary>Calls a member with empty spans in their places, which reflection cannot.</summary>
    private static Action<object?, object?[]> Invoker(MethodBase member)
    {
        var method = new DynamicMethod("Invoke", null, [typeof(object), typeof(object[])], typeof(NullCalls).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        if (!member.IsStatic && !member.IsConstructor)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(member.DeclaringType!.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, member.DeclaringType);
        }
        foreach (var p in member.GetParameters())
        {
            if (p.ParameterType.IsByRefLike || p.ParameterType.IsByRef)
            {
                var local = il.DeclareLocal(p.ParameterType.IsByRef ? p.ParameterType.GetElementType()! : p.ParameterType);
                il.Emit(p.ParameterType.IsByRef ? OpCodes.Ldloca : OpCodes.Ldloc, local);
                continue;
            }
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, p.Position);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Unbox_Any, p.ParameterType);
        }
        if (member is ConstructorInfo constructor) il.Emit(OpCodes.Newobj, constructor);
        else il.Emit(member.IsVirtual && !member.DeclaringType!.IsValueType ? OpCodes.Callvirt : OpCodes.Call, (MethodInfo)member);
        var result = member is MethodInfo m ? m.ReturnType : member.DeclaringType;
        if (result != typeof(void)) il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<object?, object?[]>>();
    }
}
