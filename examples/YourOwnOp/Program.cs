using Autograd;
using YourOwnOp;

Generator.ManualSeed(0);
foreach (var report in (Autograd.Checks.GradCheckReport[])[Activation.Check(), .. SoftNorm.Check(), CauchyLoss.Check()])
{
    Console.WriteLine(report);
    report.ThrowIfFailed();
}

foreach (string line in (string[])[Activation.Measure(), SoftNorm.Measure(), CauchyLoss.Measure()]) Console.WriteLine(line);
