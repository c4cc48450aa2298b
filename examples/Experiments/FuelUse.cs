using Autograd;
using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;
using Autograd.Training;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>Miles per gallon of 398 cars from their cylinders, displacement, horsepower, weight, acceleration, model year and origin.</summary>
internal static class FuelUse
{
    public const int Folds = 5;
    public const double Alpha = 1;

    private const string Target = "mpg";

    /// <summary>What was found.</summary>
    /// <param name="Network">Errors of the network.</param>
    /// <param name="Ridge">Errors of scikit-learn's Ridge.</param>
    /// <param name="Repeats">How often folds were drawn.</param>
    /// <param name="Target">The fuel use of each car, in the order in which folds of the first repetition hold them out.</param>
    /// <param name="Predicted">What the network predicted.</param>
    public sealed record Result(FuelErrors Network, FuelErrors Ridge, int Repeats, double[] Target, double[] Predicted);

    public static Result Measure(ExperimentOptions options)
    {
        // The name says which car it is.
        var cars = Csv.Read(Path.Combine(options.Folder("tabular"), "mpg.csv")).Drop("name");
        var preparation = new Preparation(Target, new SimpleImputer(ImputeStrategy.Median), new OneHotEncoder { Unknown = UnknownCategory.Ignore }, new StandardScaler(), new StandardScaler(Target));
        int repeats = options.Size(10, 1), epochs = options.Size(150, 60);
        var splits = Enumerable.Range(0, repeats).SelectMany(r => cars.KFold(Folds, generator: new Generator((ulong)r))).ToArray();
        var folds = Trials.Run(splits.Length, 100, i => Judge(preparation, splits[i], epochs));
        return new Result(
            Errors(folds, static f => f.Network), Errors(folds, static f => f.Ridge), repeats,
            [.. folds.Take(Folds).SelectMany(static f => f.Target.ToArray<double>())], [.. folds.Take(Folds).SelectMany(static f => f.Network.ToArray<double>())]);
    }

    /// <summary>argmin ||X w - y||^2 + alpha ||w||^2 for columns of mean 0: w = (X^T X + alpha I)^-1 X^T y; the intercept is the mean of y, which is 0 here.</summary>
    public static Tensor RidgeWeights(Tensor x, Tensor y, double alpha) =>
        Linalg.Solve(x.T.MatMul(x) + alpha * Tensor.Eye(x.Shape[1], dtype: DType.Float64), x.T.MatMul(y));

    private static FoldResult Judge(Preparation preparation, TableSplit split, int epochs)
    {
        var fitted = preparation.Fit(split.Train);
        var (x, y) = fitted.ToDataset(split.Train, DType.Float64);
        var (newX, _) = fitted.ToDataset(split.Validation, DType.Float64);
        var ridge = fitted.InverseTarget(newX.MatMul(RidgeWeights(x, y, Alpha)));
        var network = Train(fitted.ToDataset(split.Train), epochs);
        using var scope = NoGrad.Scope;
        var target = Tensor.From([.. split.Validation.Numbers(Target)]).Unsqueeze(1);
        return new FoldResult(target, fitted.InverseTarget(network.Forward(newX.Float())), ridge);
    }

    private static Sequential Train(TabularDataset rows, int epochs)
    {
        const int Hidden = 32, BatchSize = 32;
        var network = new Sequential(new Linear(rows.FeatureNames.Count, Hidden), new ReLU(), new Linear(Hidden, 1));
        var optimizer = new AdamW(network.Parameters(), lr: 3e-3, weightDecay: 1e-2);
        var loader = new DataLoader(rows, BatchSize, shuffle: true);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (x, y) in loader)
            {
                optimizer.ZeroGrad();
                F.MseLoss(network.Forward(x), y).Backward();
                optimizer.Step();
            }
        }
        return network;
    }

    /// <summary>The metrics of each fold, averaged over the folds of a repetition; their spread over repetitions.</summary>
    private static FuelErrors Errors(FoldResult[] folds, Func<FoldResult, Tensor> predicted)
    {
        Spread Of(Func<Metric> metric) => Spread.Of([.. folds.Select(f => metric().Of(predicted(f), f.Target)).Chunk(Folds).Select(static repetition => repetition.Average())]);
        return new(Of(static () => new MeanAbsoluteError()), Of(static () => new MeanSquaredError()), Of(static () => new MeanAbsolutePercentageError()), Of(static () => new R2Score()));
    }

    private sealed record FoldResult(Tensor Target, Tensor Network, Tensor Ridge);
}
