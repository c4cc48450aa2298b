using Autograd;
using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;
using Autograd.Training;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>The species of 344 penguins from their island, sex, bill, flipper and mass, 11 of them with missing cells.</summary>
internal static class PenguinSpecies
{
    public const double C = 1;

    private const string Target = "species";
    private const int Folds = 5;

    /// <summary>Accuracies over repetitions, and the confusion of the network's first one.</summary>
    public sealed record Result(Spread Network, Spread Logistic, Plot Confusion);

    public static Result Measure(ExperimentOptions options)
    {
        var penguins = Csv.Read(Path.Combine(options.Folder("tabular"), "penguins.csv"));
        var preparation = new Preparation(
            Target, new SimpleImputer(ImputeStrategy.Median), new SimpleImputer(ImputeStrategy.MostFrequent, "sex"), new OneHotEncoder { Unknown = UnknownCategory.Ignore }, new StandardScaler());
        int repeats = options.Size(10, 1), epochs = options.Size(60, 30);
        var splits = Enumerable.Range(0, repeats).SelectMany(r => penguins.KFold(Folds, stratify: Target, generator: new Generator((ulong)r))).ToArray();
        var folds = Trials.Run(splits.Length, 200, i => Judge(preparation, splits[i], epochs));
        Spread Of(Func<FoldResult, double> accuracy) => Spread.Of([.. folds.Select(accuracy).Chunk(Folds).Select(static repetition => repetition.Average())]);
        return new Result(Of(static f => f.Network), Of(static f => f.Logistic), Confusion(folds[..Folds]));
    }

    /// <summary>argmin ||W||^2 / 2 + C sum of cross-entropies(x W^T + b); at its minimum the gradient is 0.</summary>
    public static Linear LogisticRegression(Tensor x, Tensor labels, int classes)
    {
        var model = new Linear(x.Shape[1], classes, dtype: DType.Float64);
        using (NoGrad.Scope)
        {
            model.Weight.ZeroInPlace();
            model.Bias!.ZeroInPlace();
        }
        var optimizer = new LBFGS(model.Parameters(), new() { MaxIter = 500, ToleranceGrad = 1e-9, ToleranceChange = 0, LineSearchFn = LineSearch.StrongWolfe });
        optimizer.Step(() =>
        {
            optimizer.ZeroGrad();
            var loss = model.Weight.Square().Sum() / 2 + C * F.CrossEntropy(model.Forward(x), labels, reduction: Reduction.Sum);
            loss.Backward();
            return loss;
        });
        return model;
    }

    private static FoldResult Judge(Preparation preparation, TableSplit split, int epochs)
    {
        var fitted = preparation.Fit(split.Train);
        int classes = fitted.Classes.Count;
        var (x, labels) = fitted.ToDataset(split.Train, DType.Float64);
        var (newX, newLabels) = fitted.ToDataset(split.Validation, DType.Float64);
        var logistic = LogisticRegression(x, labels, classes);
        var network = Train(fitted.ToDataset(split.Train), classes, epochs);
        using var scope = NoGrad.Scope;
        var scores = network.Forward(newX.Float());
        return new FoldResult(new Accuracy(classes).Of(scores, newLabels), new Accuracy(classes).Of(logistic.Forward(newX), newLabels), scores, newLabels, fitted.Classes);
    }

    private static Sequential Train(TabularDataset rows, int classes, int epochs)
    {
        const int Hidden = 16, BatchSize = 32;
        var network = new Sequential(new Linear(rows.FeatureNames.Count, Hidden), new ReLU(), new Linear(Hidden, classes));
        var optimizer = new AdamW(network.Parameters(), lr: 1e-2, weightDecay: 1e-2);
        var loader = new DataLoader(rows, BatchSize, shuffle: true);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (x, labels) in loader)
            {
                optimizer.ZeroGrad();
                F.CrossEntropy(network.Forward(x), labels).Backward();
                optimizer.Step();
            }
        }
        return network;
    }

    private static Plot Confusion(FoldResult[] folds)
    {
        var names = folds[0].Classes;
        var matrix = new ConfusionMatrix(names.Count);
        foreach (var fold in folds) matrix.Update(fold.Scores, fold.Labels);
        var counts = new double[names.Count, names.Count];
        for (int i = 0; i < names.Count; i++)
        {
            for (int j = 0; j < names.Count; j++) counts[i, j] = matrix[i, j];
        }
        return new Plot("Penguins that the network has not seen") { XLabel = "predicted", YLabel = "species" }.Cells(names, names, counts);
    }

    private sealed record FoldResult(double Network, double Logistic, Tensor Scores, Tensor Labels, IReadOnlyList<string> Classes);
}
