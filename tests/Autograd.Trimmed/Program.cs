using Autograd;
using Autograd.NN;
using Autograd.Optim;
using Autograd.Trimmed;
using F = Autograd.NN.Functional;

// What reflection reads must be there after trimming: every member of a module, clones of its collections, options of optimisers.
Generator.ManualSeed(0);
var model = new Model();
var x = Tensor.Randn(16, 4);
var target = x.Sum(1, keepDim: true);
var optimizer = new Adam(model.Parameters(), new() { Lr = 1e-2 });
double first = 0, last = 0;
for (int step = 0; step < 20; step++)
{
    optimizer.ZeroGrad();
    var loss = F.MseLoss(model.Forward(x), target);
    loss.Backward();
    optimizer.Step();
    last = loss.Item();
    if (step == 0) first = last;
}

var clone = model.DeepClone();
var other = new Model();
other.LoadStateDict(model.StateDict());
Console.WriteLine(string.Join(' ', model.StateDict().Keys));
Console.WriteLine(string.Join(' ', model.NamedBuffers().Select(b => b.Name)));
Console.WriteLine(string.Join(' ', optimizer.StateDict().Keys.Take(4)));
Console.WriteLine(last < first);
using (model.EvalScope)
using (clone.EvalScope)
using (other.EvalScope)
{
    Console.WriteLine(model.Forward(x).Equal(clone.Forward(x)) && model.Forward(x).Equal(other.Forward(x)));
}
Console.WriteLine(model.Summary(x).Parameters);
