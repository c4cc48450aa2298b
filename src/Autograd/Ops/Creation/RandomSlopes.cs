using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The slopes of a random leaky ReLU: 1 where x > 0, elsewhere a draw; nothing is drawn for the others, as in PyTorch.</summary>
internal struct RandomSlopes(double lower, double upper, Generator? generator) : IOp, IFollowsFirst, IRowMajor, IRandomOfOperands, IPiecewise, IFloatBody
{
    public static string Name => "RReLU";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = c.Elements<T>(0);
        var slopes = c.Out<T>();
        Span<double> drawn = stackalloc double[1];
        using var stream = (generator ?? Generator.Default).Draw();
        for (int i = 0; i < x.Length; i++)
        {
            slopes[i] = T.One;
            if (!(x[i] <= T.Zero)) continue;
            RandomKernel.Uniform(stream.Twister, drawn, lower, upper);
            slopes[i] = T.CreateTruncating(drawn[0]);
        }
    }

    public readonly int Branches(in OpCall c) => BranchHash.Of(c.X.Detach().Gt(0));

    public readonly Node? Record(in OpCall c) => null;
}
