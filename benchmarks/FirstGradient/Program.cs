// What is timed from the start of the process to the first gradient.
using Autograd;

var x = Tensor.From([1f, -2f]).RequiresGradInPlace();
x.Square().Sum().Backward();
Console.WriteLine(x.Grad);
