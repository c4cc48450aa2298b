using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Golden;

/// <summary>Whole training programs: data, model, four epochs of batches in random order.</summary>
internal static class ProgramBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "program", a => Train(a.Text("kind")) },
    };

    private static Tensor[] Train(string kind)
    {
        var x = Tensor.Randn(256, 8);
        var w = Tensor.Randn(8, 3);
        var y = (x.MatMul(w) + 0.3 * Tensor.Randn(256, 3)).ArgMax(1);
        var net = Model(kind);
        var optimizer = Descent(kind, net.Parameters());
        if (kind == "cnn-adamw") x = x.Reshape(256, 1, 2, 4);
        var losses = new List<Tensor>();
        var data = new TensorDataset(x, y);
        for (int epoch = 0; epoch < 4; epoch++)
        {
            foreach (var rows in Tensor.RandPerm(data.Count).Split(32))
            {
                var (inputs, targets) = data.Fetch(rows);
                optimizer.ZeroGrad();
                var loss = Functional.CrossEntropy(net.Forward(inputs), targets);
                loss.Backward();
                optimizer.Step();
                losses.Add(loss.Detach());
            }
        }
        net.Eval();
        using var scope = NoGrad.Scope;
        var accuracy = net.Forward(x).ArgMax(1).Eq(y).Float().Mean();
        return [Tensor.Stack([.. losses]), accuracy.Reshape(1), .. net.StateDict().Values];
    }

    private static Sequential Model(string kind) => kind switch
    {
        "mlp-adam" => new Sequential(new Linear(8, 32), new ReLU(), new Linear(32, 3)),
        "mlp-dropout-sgd" => new Sequential(new Linear(8, 32), new Tanh(), new Dropout(0.25), new Linear(32, 3)),
        "mlp-batchnorm-rmsprop" => new Sequential(new Linear(8, 16), new BatchNorm1d(16), new GELU(), new Linear(16, 3)),
        "cnn-adamw" => new Sequential(new Conv2d(1, 6, (2, 3), padding: 1), new SiLU(), new MaxPool2d(2), new Flatten(), new Linear(12, 3)),
        _ => throw new UnboundException(kind),
    };

    private static Optimizer Descent(string kind, IEnumerable<Parameter> parameters) => kind switch
    {
        "mlp-adam" => new Adam(parameters, lr: 1e-2),
        "mlp-batchnorm-rmsprop" => new RMSprop(parameters, lr: 1e-2),
        "cnn-adamw" => new AdamW(parameters, lr: 1e-2),
        _ => new SGD(parameters, lr: 0.1, momentum: 0.9, weightDecay: 1e-3),
    };
}
