using System.Text.Json.Nodes;
using Autograd.IO;

namespace Autograd.Data;

/// <summary>The steps that a file may have, by name. A new step is a line here.</summary>
internal static class StepFormats
{
    private const string NameKey = "step";

    private static readonly Dictionary<string, Func<string, StepData, IFittedStep>> Readers = new(StringComparer.Ordinal)
    {
        [nameof(DropColumns)] = FittedSelection.Read,
        [nameof(VarianceThreshold)] = FittedSelection.Read,
        [nameof(TargetCorrelation)] = FittedSelection.Read,
        [nameof(FeatureCorrelation)] = FittedSelection.Read,
        [nameof(DropMissing)] = FittedDropMissing.Read,
        [nameof(SimpleImputer)] = FittedImputer.Read,
        [nameof(ConstantImputer)] = FittedImputer.Read,
        [nameof(GroupImputer)] = FittedGroupImputer.Read,
        [nameof(Outliers)] = FittedOutliers.Read,
        [nameof(StandardScaler)] = FittedScaler.Read,
        [nameof(MinMaxScaler)] = FittedScaler.Read,
        [nameof(RobustScaler)] = FittedScaler.Read,
        [nameof(LogTransform)] = FittedLog.Read,
        [nameof(KBinsDiscretizer)] = FittedDiscretizer.Read,
        [nameof(Discretizer)] = FittedDiscretizer.Read,
        [nameof(OneHotEncoder)] = FittedOneHot.Read,
        [nameof(OrdinalEncoder)] = FittedOrdinal.Read,
    };

    public static JsonObject Save(IFittedStep step)
    {
        if (step is not ISavedStep saved || !Readers.ContainsKey(step.Name))
            throw new NotSupportedException($"FittedPreparation.Save: the step {step.Name} is not one of the library's, and no file format knows it; leave it to the program that loads the others");
        var data = saved.Save();
        data.Insert(0, NameKey, step.Name);
        return data;
    }

    public static IFittedStep Read(StepData data)
    {
        string name = data.Text(NameKey), found = $"a step '{name}'";
        return Readers.TryGetValue(name, out var read) ? read(name, data) : throw new TensorFileException(data.Path, found, "one of " + string.Join(", ", Readers.Keys));
    }
}
