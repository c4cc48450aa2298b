using System.Diagnostics;
using System.Globalization;
using Autograd;
using Autograd.Checks;
using Autograd.Data;
using Autograd.Optim;
using Quickstart;
using F = Autograd.NN.Functional;

Generator.ManualSeed(0);

// 1. A network, and two spirals to tell apart: points to learn from, and points to be asked about afterwards.
var net = new Mlp();
var (points, classes) = Spirals.Make(perClass: 500, noise: 0.02);
var (newPoints, newClasses) = Spirals.Make(perClass: 250, noise: 0.02);
Console.WriteLine(net);

// 2. Are its gradients right? Every parameter and the input, by backward and forward mode, against central differences in float64.
var report = GradCheck.Module(net, points[..4], scores => F.CrossEntropy(scores, classes[..4]));
Console.WriteLine();
Console.WriteLine(report);
if (!report.Passed) return 1;

// 3. Train it.
var optimizer = new Adam(net.Parameters(), lr: 1e-2);
var loader = new DataLoader(new TensorDataset(points, classes), batchSize: 100, shuffle: true);
var losses = new List<double>();
const int Epochs = 60;
var watch = Stopwatch.StartNew();
for (int epoch = 1; epoch <= Epochs; epoch++)
{
    foreach (var (x, y) in loader)
    {
        optimizer.ZeroGrad();
        var loss = F.CrossEntropy(net.Forward(x), y);
        loss.Backward();
        optimizer.Step();
        losses.Add(loss.Item());
    }
    Progress.Show(epoch, Epochs, losses[^1], Accuracy(points, classes));
}
double accuracy = Accuracy(newPoints, newClasses);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{losses.Count} steps in {watch.Elapsed.TotalSeconds:F2} s; {accuracy:P1} of {newClasses.Numel} points it had not seen are right"));

// 4. Draw what it learned.
string folder = Path.GetFullPath(args.Length > 0 ? args[0] : Path.Combine("artifacts", "quickstart"));
Directory.CreateDirectory(folder);
string curve = Path.Combine(folder, "loss.svg"), regions = Path.Combine(folder, "regions.svg");
Figures.LossCurve(losses, curve);
using (NoGrad.Scope) Figures.DecisionRegions(net, newPoints, newClasses, regions);
Console.WriteLine($"loss curve        {curve}\ndecision regions  {regions}");
return accuracy >= 0.99 ? 0 : 1;

double Accuracy(Tensor x, Tensor y)
{
    using (NoGrad.Scope) return net.Forward(x).ArgMax(1).Eq(y).Float().Mean().Item();
}
