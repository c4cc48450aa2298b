using System.Reflection;
using Autograd.Optim;

namespace Autograd.Tests.Optim;

/// <summary>Every optimiser there is, made from options: one that is new is found and tested.</summary>
internal static class Optimizers
{
    public static TheoryData<Type> All => [.. Types];

    /// <summary>Optimisers that step every parameter along its own gradient, by every combination of switches that goes together.</summary>
    public static TheoryData<Type, string> PerParameter
    {
        get
        {
            var data = new TheoryData<Type, string>();
            foreach (var (type, switches) in Types.Where(IsPerParameter).SelectMany(Cases)) data.Add(type, switches);
            return data;
        }
    }

    private static IEnumerable<Type> Types => typeof(Optimizer).Assembly.GetExportedTypes().Where(static t => t.IsSubclassOf(typeof(Optimizer)) && !t.IsAbstract);

    /// <summary>An optimiser with every combination of its switches that goes together.</summary>
    public static IEnumerable<(Type Type, string Switches)> Cases(Type type)
    {
        string[] names = [.. Switches(type).Select(static p => p.Name)];
        for (int set = 0; set < 1 << names.Length; set++)
        {
            string on = string.Join(' ', names.Where((_, i) => (set >> i & 1) != 0));
            if (IsValid(type, on)) yield return (type, on);
        }
    }

    /// <summary>With its defaults, or, with some of its switches given, with decays, penalties and momentum as well.</summary>
    public static Optimizer Make(Type type, IEnumerable<Tensor> parameters, string? switches = null)
    {
        object options = DefaultsOfOptions(type);
        if (switches is not null) TurnOn(options, switches.Split(' '));
        return (Optimizer)Maker(type).Invoke([parameters, options]);
    }

    /// <summary>By PyTorch's name, with its defaults: all parameters in one group, or the first in one and the others in another where there may be two.</summary>
    public static Optimizer Make(string name, Tensor[] parameters)
    {
        var type = Types.Single(t => t.Name == name);
        if (!IsPerParameter(type)) return Make(type, parameters);
        var optimizer = Make(type, [parameters[0]]);
        type.GetMethod(nameof(SGD.AddParamGroup))!.Invoke(optimizer, [parameters[1..], null]);
        return optimizer;
    }

    public static bool IsPerParameter(Type type) => type.BaseType is { IsGenericType: true } b && b.GetGenericTypeDefinition() == typeof(Optimizer<>);

    /// <summary>Zeroes nothing and computes nothing: takes a step by gradients given, whatever the optimiser needs besides.</summary>
    public static void Step(Optimizer optimizer, IEnumerable<Tensor> gradients)
    {
        Tensor[] parameters = [.. optimizer.ParamGroups.SelectMany(static g => g.Parameters)];
        foreach (var (parameter, gradient) in parameters.Zip(gradients)) parameter.Grad = gradient;
        optimizer.Step(static () => Tensor.Scalar(0));
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

    private static IEnumerable<PropertyInfo> Switches(Type type) => DefaultsOfOptions(type).GetType().GetProperties()
        .Where(static p => p.CanWrite && p.PropertyType == typeof(bool) && p.Name != nameof(DescentOptions.Maximize));

    private static void TurnOn(object options, string[] switches)
    {
        foreach (var property in options.GetType().GetProperties().Where(static p => p.CanWrite))
        {
            // Dampening does not go together with Nesterov's momentum.
            if (property.GetValue(options) is 0.0 && property.Name != nameof(SGDOptions.Dampening)) property.SetValue(options, 0.1);
            if (property.Name == nameof(ASGDOptions.T0)) property.SetValue(options, 1.0);
            if (switches.Contains(property.Name, StringComparer.Ordinal)) property.SetValue(options, true);
        }
    }

    private static bool IsValid(Type type, string switches)
    {
        var options = (OptimizerOptions)DefaultsOfOptions(type);
        TurnOn(options, switches.Split(' '));
        return OptionProblems.Of(options).Count == 0;
    }
}
