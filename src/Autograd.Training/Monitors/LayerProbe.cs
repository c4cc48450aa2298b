using System.Runtime.CompilerServices;
using Autograd.NN;

namespace Autograd.Training;

/// <summary>Hooks on the layers of a model, from now until it is disposed; without one, nothing is measured and nothing costs.</summary>
internal sealed class LayerProbe : IDisposable
{
    private readonly List<Watched> layers = [];

    public LayerProbe(Module model)
    {
        foreach (var (name, module) in model.NamedModules())
        {
            Parameter[] own = [.. module.NamedParameters().Where(static p => !p.Name.Contains('.', StringComparison.Ordinal)).Select(static p => p.Parameter)];
            if (own.Length > 0 || !module.Children().Any()) layers.Add(new Watched(name.Length == 0 ? module.GetType().Name : name, module, own));
        }
    }

    public IReadOnlyList<LayerStatistics> Statistics() => [.. layers.Select(static layer => layer.Statistics())];

    public void Dispose()
    {
        foreach (var layer in layers) layer.Handle.Remove();
    }

    /// <summary>One layer.</summary>
    private sealed class Watched
    {
        private readonly string name;
        private readonly Parameter[] parameters;
        private readonly Tensor[] before;
        private readonly Moments activations = new();
        private readonly Moments gradients = new();
        private double nonFinite;

        // The largest magnitude of each unit over all rows; null where calls gave rows of different shapes.
        private Tensor? largest;
        private bool hasUnits = true;

        public Watched(string name, Module module, Parameter[] parameters)
        {
            (this.name, this.parameters) = (name, parameters);
            using (NoGrad.Scope) before = Array.ConvertAll(parameters, static p => p.Detach().Clone());
            Handle = module.RegisterForwardObserver((Module _, object _, object output) => See(output));
        }

        public RemovableHandle Handle { get; }

        public LayerStatistics Statistics()
        {
            var weights = new Moments();
            var slopes = new Moments();
            double change = 0, size = 0;
            using var scope = NoGrad.Scope;
            for (int i = 0; i < parameters.Length; i++)
            {
                weights.Add(parameters[i]);
                if (parameters[i].Grad is { } gradient) slopes.Add(gradient);
                change += Squares(parameters[i].Detach() - before[i]);
                size += Squares(before[i]);
            }
            double dead = largest is { Numel: > 0 } && hasUnits ? largest.Eq(0).To(DType.Float64).Mean().Item() : double.NaN;
            return new LayerStatistics(
                name, activations.Mean, activations.Variance, gradients.Variance, weights.Norm, size > 0 ? Math.Sqrt(change / size) : double.NaN,
                dead, weights.Variance, slopes.Norm, activations.Norm, nonFinite);
        }

        private static double Squares(Tensor x) => x.To(DType.Float64).Square().Sum().Item();

        private void See(object output)
        {
            // Of several results the first is the activation: a recurrent layer's sequence.
            if ((output as Tensor ?? (output as ITuple)?[0] as Tensor) is not { } y || !Labels.IsFloat(y.DType)) return;
            activations.Add(y);
            if (y.RequiresGrad)
            {
                y.RegisterHook(gradient =>
                {
                    gradients.Add(gradient);
                    return null;
                });
            }
            using var scope = NoGrad.Scope;
            var values = y.Detach();
            nonFinite += values.Numel - values.IsFinite().Long().Sum().Item<long>();
            Units(values);
        }

        // [N, ...] -> [...]
        private void Units(Tensor values)
        {
            if (values.Rank < 2 || values.Numel == 0) return;
            var unit = values.Abs().AMax([0]);
            hasUnits &= largest is null || largest.Shape == unit.Shape;
            if (hasUnits) largest = largest is null ? unit : largest.Maximum(unit);
        }
    }
}
