using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Golden;

/// <summary>Trajectories of optimisers on f(z) = z^T A z / 2 - b^T z + c / 4 sum z^4, z = (p0, p1).</summary>
internal static class OptimBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "optim.SGD", a => Follow<SGDOptions>(a, static (p, o) => new SGD(p, o)) },
        { "optim.Adam", a => Follow<AdamOptions>(a, static (p, o) => new Adam(p, o)) },
        { "optim.AdamW", a => Follow<AdamWOptions>(a, static (p, o) => new AdamW(p, o)) },
        { "optim.RMSprop", a => Follow<RMSpropOptions>(a, static (p, o) => new RMSprop(p, o)) },
        { "optim.Adagrad", a => Follow<AdagradOptions>(a, static (p, o) => new Adagrad(p, o)) },
        { "optim.Adadelta", a => Follow<AdadeltaOptions>(a, static (p, o) => new Adadelta(p, o)) },
        { "optim.Adamax", a => Follow<AdamaxOptions>(a, static (p, o) => new Adamax(p, o)) },
        { "optim.NAdam", a => Follow<NAdamOptions>(a, static (p, o) => new NAdam(p, o)) },
        { "optim.RAdam", a => Follow<RAdamOptions>(a, static (p, o) => new RAdam(p, o)) },
        { "optim.Rprop", a => Follow<RpropOptions>(a, static (p, o) => new Rprop(p, o)) },
        { "optim.ASGD", a => Follow<ASGDOptions>(a, static (p, o) => new ASGD(p, o)) },
        { "optim.LBFGS", a =>
            {
                var (p0, p1) = Parameters(a);
                return Descend(a, new LBFGS([p0, p1], Hyper.Read(new LBFGSOptions(), a.Argument("hyper"))), p0, p1);
            }
        },
        { "nn.utils.clip_grad_norm", a => Clipped(a, p => Utils.ClipGradNorm(p, a.Double("max_norm"), a.Double("norm_type", 2))) },
        { "nn.utils.clip_grad_value", a => Clipped(a, p =>
            {
                Utils.ClipGradValue(p, a.Double("clip_value"));
                return null;
            })
        },
    };

    private static Tensor[] Follow<TOptions>(CaseArguments a, Func<IEnumerable<Tensor>, TOptions, Optimizer<TOptions>> make)
        where TOptions : OptimizerOptions, new()
    {
        var (p0, p1) = Parameters(a);
        var options = Hyper.Read(new TOptions(), a.Argument("hyper"));
        Optimizer<TOptions> optimizer;
        if (a.Argument("param_groups") is { } groups)
        {
            optimizer = make([p0], options);
            optimizer.ParamGroups[0].Options = Hyper.Read(options, groups[0]);
            optimizer.AddParamGroup([p1], o => Hyper.Read(o, groups[1]));
        }
        else
        {
            optimizer = make([p0, p1], options);
        }
        return Descend(a, optimizer, p0, p1);
    }

    private static (Tensor P0, Tensor P1) Parameters(CaseArguments a) => (a.Tensor("p0").Clone().RequiresGradInPlace(), a.Tensor("p1").Clone().RequiresGradInPlace());

    private static Tensor[] Descend(CaseArguments a, Optimizer optimizer, Tensor p0, Tensor p1)
    {
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
}
