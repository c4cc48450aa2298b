#:project ../src/Autograd/Autograd.csproj
#:property PublishAot=false

// A line through points, in one file without a project: dotnet run examples/line.cs
using Autograd;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

Generator.ManualSeed(0);
var x = Tensor.Linspace(-1, 1, 200).Unsqueeze(1);
var y = 2.0 * x + 1.0 + 0.1 * Tensor.Randn(200, 1);

var line = new Linear(1, 1);
var optimizer = new SGD(line.Parameters(), lr: 0.1);
for (int step = 0; step < 300; step++)
{
    optimizer.ZeroGrad();
    F.MseLoss(line.Forward(x), y).Backward();
    optimizer.Step();
}

Console.WriteLine(FormattableString.Invariant($"y = {line.Weight.Item():F1} x + {line.Bias!.Item():F1}"));
