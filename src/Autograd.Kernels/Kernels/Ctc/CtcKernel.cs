using System.Numerics;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>
/// Connectionist temporal classification of log-probabilities [T, N, C], all contiguous: losses [N], and the first and second
/// derivative by the log-probabilities. In double: the recursion is as long as the sequence. A sample is one piece of work.
/// </summary>
internal static unsafe class CtcKernel
{
    /// <summary>-log of the sum over all alignments; infinite where there is none.</summary>
    public static void Losses<T>(CtcBatch batch, ReadOnlySpan<T> logProbs, ReadOnlySpan<long> targets, Span<T> losses)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(batch, logProbs, targets);
        Bounds.Room<T>(losses, batch.Samples);
        fixed (T* px = logProbs, py = losses)
        fixed (long* pt = targets) Workers.For(batch.Samples, new LossJob<T>(batch, px, pt, py));
    }

    /// <summary>gx[t, n, k] = -g_n P(class k at step t), 0 behind the end of a sample; where there is no alignment NaN, or 0 if asked.</summary>
    public static void Slopes<T>(CtcBatch batch, ReadOnlySpan<T> logProbs, ReadOnlySpan<long> targets, ReadOnlySpan<T> g, bool zeroInfinity, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(batch, logProbs, targets);
        Bounds.Room(g, batch.Samples);
        Bounds.Room<T>(gx, logProbs.Length);
        gx.Clear();
        fixed (T* px = logProbs, pg = g, py = gx)
        fixed (long* pt = targets) Workers.For(batch.Samples, new SlopeJob<T, Scalar<double>, CtcNumbers<T>>(batch, px, null, pt, pg, zeroInfinity, py));
    }

    /// <summary>What of the slopes moves as the log-probabilities move along a direction: their derivative, linear and symmetric in it.</summary>
    public static void Curves<T>(
        CtcBatch batch, ReadOnlySpan<T> logProbs, ReadOnlySpan<T> direction, ReadOnlySpan<long> targets, ReadOnlySpan<T> g, bool zeroInfinity, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(batch, logProbs, targets);
        Bounds.Room(direction, logProbs.Length);
        Bounds.Room(g, batch.Samples);
        Bounds.Room<T>(gx, logProbs.Length);
        gx.Clear();
        fixed (T* px = logProbs, pv = direction, pg = g, py = gx)
        fixed (long* pt = targets) Workers.For(batch.Samples, new SlopeJob<T, Dual<Scalar<double>>, CtcMoving<T>>(batch, px, pv, pt, pg, zeroInfinity, py));
    }

    private static void Check<T>(CtcBatch batch, ReadOnlySpan<T> logProbs, ReadOnlySpan<long> targets)
    {
        Bounds.Room(logProbs, (long)batch.Steps * batch.Samples * batch.Classes);
        Bounds.Room(targets, (long)batch.Samples * batch.Width);
    }

    private readonly struct LossJob<T>(CtcBatch batch, T* x, long* targets, T* losses) : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            using var alpha = new Scratch<Scalar<double>>(batch.Cells(part));
            var lattice = Lattice<Scalar<double>, CtcNumbers<T>>(batch, part, CtcNumbers<T>.Of(batch, part, x, null), targets);
            losses[part] = T.CreateTruncating(-lattice.Forward(alpha.Span).Value);
        }
    }

    private readonly struct SlopeJob<T, V, TScores>(CtcBatch batch, T* x, T* direction, long* targets, T* g, bool zeroInfinity, T* gx) : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : unmanaged, IReal<V>
        where TScores : unmanaged, ICtcScores<T, V, TScores>
    {
        public void Run(int part)
        {
            int steps = batch.InputLengths[part], states = batch.States(part), cells = batch.Cells(part), classes = batch.Classes;
            using var scratch = new Scratch<V>((long)cells + states + ((long)steps * classes));
            Span<V> alpha = scratch.Span[..cells], beta = scratch.Span.Slice(cells, states), posteriors = scratch.Span[(cells + states)..];
            var lattice = Lattice<V, TScores>(batch, part, TScores.Of(batch, part, x, direction), targets);
            var total = lattice.Forward(alpha);
            bool none = TScores.IsNever(total);
            if (!none) lattice.Posteriors(alpha, total, beta, classes, posteriors);
            if (!(none && zeroInfinity))
            {
                double scale = none ? double.NaN : -double.CreateTruncating(g[part]);
                for (int t = 0; t < steps; t++)
                {
                    T* row = gx + ((((nint)t * batch.Samples) + part) * classes);
                    for (int k = 0; k < classes; k++) row[k] = T.CreateTruncating(none ? scale : scale * TScores.Wanted(posteriors[(t * classes) + k]));
                }
            }
        }
    }

    private static CtcLattice<V, TScores> Lattice<V, TScores>(CtcBatch batch, int sample, TScores scores, long* targets)
        where V : struct, IReal<V>
        where TScores : struct, ICtcScores<V> =>
        new(scores, new ReadOnlySpan<long>(targets + ((nint)sample * batch.Width), batch.TargetLengths[sample]), batch.InputLengths[sample], batch.Blank);
}
