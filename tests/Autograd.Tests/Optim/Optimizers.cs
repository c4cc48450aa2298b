using System.Reflection;
using Autograd.Optim;

namespace Autograd.Tests.Optim;

/// <summary>Every optimiser there is, made from options: one that is new is found and tested.</summary>
internal static class Optimizers
{
    public static TheoryData<Type> All => [.. typeof(Optimizer).Assembly.GetExportedTypes().Where(static t => t.IsSubclassOf(typeof(Optimizer)) && !t.IsAbstract)];

    /// <summary>With some of its options turned on: those of type bool, and momentum.</summary>
    public static Optimizer Make(Type type, IEnumerable<Tensor> parameters, bool everything = false)
    {
        var maker = Maker(type);
        var optionType = maker.GetParameters()[1].ParameterType;
        object options = Activator.CreateInstance(optionType)!;
        foreach (var property in optionType.GetProperties())
        {
            if (!everything || !property.CanWrite) continue;
            // Nesterov forbids dampening, so that one stays at 0.
            if (property.PropertyType == typeof(bool) && property.Name != nameof(SGDOptions.Maximize)) property.SetValue(options, true);
            if (property.Name is nameof(SGDOptions.Momentum) or nameof(SGDOptions.WeightDecay)) property.SetValue(options, 0.1);
        }
        return (Optimizer)maker.Invoke([parameters, options]);
    }

    /// <summary>The options of an optimiser made by its other constructor, with nothing but the parameters given.</summary>
    public static object DefaultsOfArguments(Type type, IEnumerable<Tensor> parameters)
    {
        var convenient = type.GetConstructors().Single(c => c != Maker(type));
        object[] arguments = [parameters, .. convenient.GetParameters().Skip(1).Select(static _ => Type.Missing)];
        object made = convenient.Invoke(BindingFlags.OptionalParamBinding, null, arguments, null);
        return Options((Optimizer)made);
    }

    public static object DefaultsOfOptions(Type type) => Activator.CreateInstance(Maker(type).GetParameters()[1].ParameterType)!;

    public static object Options(Optimizer optimizer) => optimizer.ParamGroups[0].GetType().GetProperty("Options")!.GetValue(optimizer.ParamGroups[0])!;

    private static ConstructorInfo Maker(Type type) =>
        type.GetConstructors().Single(static c => c.GetParameters() is [_, var options] && options.ParameterType.IsAssignableTo(typeof(OptimizerOptions)));
}
