using System.Text.Json;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Golden;

/// <summary>Trajectories of optimisers on f(z) = z^T A z / 2 - b^T z + c / 4 sum z^4, z = (p0, p1).</summary>
internal static class OptimBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "optim.SGD", a => Follow(a, p => new SGD(p, Read(new SGDOptions(), Hyper(a))), Read) },
        { "optim.Adam", a => Follow(a, p => new Adam(p, Read(new AdamOptions(), Hyper(a))), Read) },
        { "optim.AdamW", a => Follow(a, p => new AdamW(p, Read(new AdamWOptions(), Hyper(a))), Read) },
        { "optim.RMSprop", a => Follow(a, p => new RMSprop(p, Read(new RMSpropOptions(), Hyper(a))), Read) },
        { "nn.utils.clip_grad_norm", a => Clipped(a, p => Utils.ClipGradNorm(p, a.Double("max_norm"), a.Double("norm_type", 2))) },
        { "nn.utils.clip_grad_value", a => Clipped(a, p =>
            {
                Utils.ClipGradValue(p, a.Double("clip_value"));
                return null;
            })
        },
    };

    private static Tensor[] Follow<TOptions>(CaseArguments a, Func<IEnumerable<Tensor>, Optimizer<TOptions>> make, Func<TOptions, Arguments, TOptions> read)
        where TOptions : OptimizerOptions
    {
        var (p0, p1) = (a.Tensor("p0").Clone().RequiresGradInPlace(), a.Tensor("p1").Clone().RequiresGradInPlace());
        Optimizer<TOptions> optimizer;
        if (a.Argument("param_groups") is { } groups)
        {
            optimizer = make([p0]);
            optimizer.ParamGroups[0].Options = read(optimizer.ParamGroups[0].Options, new Arguments(groups[0]));
            optimizer.AddParamGroup([p1], o => read(o, new Arguments(groups[1])));
        }
        else
        {
            optimizer = make([p0, p1]);
        }
        var (curve, slope) = (a.Tensor("A"), a.Tensor("b"));
        var (firsts, seconds, losses) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        for (int step = 0; step < a.Int("steps"); step++)
        {
            losses.Add(optimizer.Step(() =>
            {
                optimizer.ZeroGrad();
                var z = Tensor.Cat([p0, p1.Reshape(-1)]);
                var loss = z.MatMul(curve).MatMul(z) * 0.5 - slope.MatMul(z) + z.Square().Square().Sum() * (a.Double("c") / 4);
                loss.Backward();
                return loss;
            }).Detach());
            firsts.Add(p0.Detach().Clone());
            seconds.Add(p1.Detach().Clone());
        }
        return [Tensor.Stack([.. firsts]), Tensor.Stack([.. seconds]), Tensor.Stack([.. losses])];
    }

    private static Tensor[] Clipped(CaseArguments a, Func<IEnumerable<Tensor>, Tensor?> clip)
    {
        var parameters = Array.ConvertAll(a.Tensors("grads"), g =>
        {
            var p = Tensor.ZerosLike(g).RequiresGradInPlace();
            p.Grad = g;
            return p;
        });
        var norm = clip(parameters);
        Tensor[] after = Array.ConvertAll(parameters, p => p.Grad!);
        return norm is null ? after : [norm, .. after];
    }

    private static Arguments Hyper(CaseArguments a) => new(a.Argument("hyper") ?? default(JsonElement));

    private static SGDOptions Read(SGDOptions o, Arguments h) => o with
    {
        Lr = h.Double("lr", o.Lr),
        Momentum = h.Double("momentum", o.Momentum),
        Dampening = h.Double("dampening", o.Dampening),
        WeightDecay = h.Double("weight_decay", o.WeightDecay),
        Nesterov = h.Bool("nesterov", o.Nesterov),
        Maximize = h.Bool("maximize", o.Maximize),
    };

    private static RMSpropOptions Read(RMSpropOptions o, Arguments h) => o with
    {
        Lr = h.Double("lr", o.Lr),
        Alpha = h.Double("alpha", o.Alpha),
        Eps = h.Double("eps", o.Eps),
        WeightDecay = h.Double("weight_decay", o.WeightDecay),
        Momentum = h.Double("momentum", o.Momentum),
        Centered = h.Bool("centered", o.Centered),
        Maximize = h.Bool("maximize", o.Maximize),
    };

    private static TOptions Read<TOptions>(TOptions o, Arguments h)
        where TOptions : AdamOptions => o with
        {
            Lr = h.Double("lr", o.Lr),
            Betas = h.Argument("betas") is { } betas ? (betas[0].GetDouble(), betas[1].GetDouble()) : o.Betas,
            Eps = h.Double("eps", o.Eps),
            WeightDecay = h.Double("weight_decay", o.WeightDecay),
            Amsgrad = h.Bool("amsgrad", o.Amsgrad),
            Maximize = h.Bool("maximize", o.Maximize),
        };
}
