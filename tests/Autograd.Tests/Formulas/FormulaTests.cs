using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;
using Autograd.Testing;

namespace Autograd.Tests.Formulas;

/// <summary>Every formula: its slope against the dual number, its lanes against the scalar reference, its bits wherever an element lies.</summary>
public sealed class FormulaTests
{
    private static readonly double[] Edges =
    [
        0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1, -1, 0.5, -0.5, 1e-20, -1e-20, 3, -3, 40, -40,
    ];

    [Fact]
    public void Slopes_are_the_derivatives_of_the_values() => Everywhere(new SlopeVisitor());

    [Fact]
    public void Lanes_read_as_scalars_do_on_smooth_ground() => Everywhere(new LaneVisitor<double>(1e-13));

    [Fact]
    public void Float_lanes_read_as_scalars_do_on_smooth_ground() => Everywhere(new LaneVisitor<float>(3e-6));

    [Fact]
    public void NaN_infinities_and_zeros_pass_as_through_the_scalar_reading() => Everywhere(new EdgeVisitor());

    [Fact]
    public void An_elements_bits_do_not_depend_on_where_it_lies() => Everywhere(new BitsVisitor());

    [Fact]
    public void The_second_order_loop_is_the_dual_of_the_slope() => OpTable.Visit((IUnaryVisitor)new CurveVisitor());

    [Fact]
    public void Every_formula_stands_on_a_row()
    {
        var known = OpTable.Rows.SelectMany(row => (IEnumerable<Type>)[.. row.Unaries.Select(f => f.Formula), .. row.Binaries.Select(f => f.Formula), .. row.Ternaries.Select(f => f.Formula)]).ToHashSet();
        Type[] kinds = [typeof(IUnaryFormula), typeof(IBinaryFormula), typeof(ITernaryFormula)];
        var all = typeof(Tensor).Assembly.GetTypes().Where(t => t.IsValueType && kinds.Any(t.IsAssignableTo));
        Assert.Empty(all.Except(known).Select(t => t.Name));
    }

    [Fact]
    public void A_formula_marked_zero_almost_everywhere_has_no_slope()
    {
        Assert.Equal(SlopeReads.None, Reads.OfSlope(new FloorFormula()));
        Assert.True(typeof(FloorFormula).IsAssignableTo(typeof(IZeroAlmostEverywhere)));
        Assert.Equal(0, new RoundFormula().Slope(new Scalar<double>(1.2), new Scalar<double>(1)).Value);
    }

    [Fact]
    public void What_a_slope_reads_is_found_from_its_text()
    {
        Assert.Equal(SlopeReads.Y, Reads.OfSlope(new TanhFormula()));
        Assert.Equal(SlopeReads.X, Reads.OfSlope(new SinFormula()));
        Assert.Equal(SlopeReads.None, Reads.OfSlope(new MulConstantFormula(3)));
        Assert.Equal(SlopeReads.Y, Reads.OfSlope(default(BinarySlopes<MulFormula>), 0));
        Assert.Equal(SlopeReads.Y | SlopeReads.Z, Reads.OfSlope(default(BinarySlopes<DivFormula>), 1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Kinks_follow_the_convention(double x, double relu)
    {
        var zero = new Scalar<double>(0);
        Assert.Equal(relu, Slope(new ReLUFormula(), x));
        Assert.Equal(0, new AbsFormula().Slope(zero, zero).Value);
        Assert.Equal(0.01, Slope(new LeakyReLUFormula(0.01), 0));
        Assert.Equal(1, Slope(new ClampFormula(0, 2), 0));
        Assert.Equal(1, Slope(new ClampFormula(0, 2), 2));
        Assert.Equal(0, Slope(new HardTanhFormula(-1, 1), 1));
        Assert.Equal(0.5, new MaximumFormula().SlopeX(zero, zero, zero).Value);
        Assert.Equal(0.5, new MinimumFormula().SlopeY(zero, zero, zero).Value);
    }

    private static double Slope<F>(F f, double x)
        where F : struct, IUnaryFormula => f.Slope(new Scalar<double>(x), f.Value(new Scalar<double>(x))).Value;

    private static void Everywhere<TVisitor>(TVisitor v)
        where TVisitor : IUnaryVisitor, IBinaryVisitor, ITernaryVisitor
    {
        OpTable.Visit((IUnaryVisitor)v);
        OpTable.Visit((IBinaryVisitor)v);
        OpTable.Visit((ITernaryVisitor)v);
    }

    /// <summary>Numbers in [-1, 1].</summary>
    private static double[] Weights(int count, int seed)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
    }

    private static void Close(double expected, double actual, double tolerance, string name, double x, double y = 0)
    {
        if (double.IsNaN(expected) && double.IsNaN(actual)) return;
        if (expected.Equals(actual)) return;
        double error = Math.Abs(expected - actual);
        Assert.True(error <= tolerance * (1 + Math.Abs(expected)), FormattableString.Invariant($"{name}({x:R}, {y:R}): {actual:R} instead of {expected:R}"));
    }

    private sealed class SlopeVisitor : IUnaryVisitor, IBinaryVisitor, ITernaryVisitor
    {
        public void Visit<F>(F f, Points points)
            where F : struct, IUnaryFormula
        {
            foreach (double p in points(200, 1))
            {
                var x = new Scalar<double>(p);
                Dual<Scalar<double>> y = f.Value(new Dual<Scalar<double>>(x, Scalar<double>.One));
                Close(y.Tangent.Value, f.Slope(x, f.Value(x)).Value, 1e-11, F.Name, p);
            }
        }

        public void Visit<F>(F f, PointPairs points)
            where F : struct, IBinaryFormula
        {
            var (xs, ys) = points(200, 2);
            for (int i = 0; i < xs.Length; i++)
            {
                Scalar<double> x = new(xs[i]), y = new(ys[i]), zero = Scalar<double>.Zero, one = Scalar<double>.One;
                Scalar<double> z = f.Value(x, y);
                Close(f.Value(new Dual<Scalar<double>>(x, one), new Dual<Scalar<double>>(y, zero)).Tangent.Value, f.SlopeX(x, y, z).Value, 1e-10, F.Name, xs[i], ys[i]);
                Close(f.Value(new Dual<Scalar<double>>(x, zero), new Dual<Scalar<double>>(y, one)).Tangent.Value, f.SlopeY(x, y, z).Value, 1e-10, F.Name, xs[i], ys[i]);
            }
        }

        public void Visit<F>(F f, PointTriples points)
            where F : struct, ITernaryFormula
        {
            var (xs, ys, zs) = points(200, 2);
            var slopes = new TernarySlopes<F>(f);
            for (int i = 0; i < xs.Length; i++)
            {
                Scalar<double> x = new(xs[i]), y = new(ys[i]), z = new(zs[i]);
                for (int along = 0; along < 3; along++)
                {
                    var moved = f.Value(Moving(x, along == 0), Moving(y, along == 1), Moving(z, along == 2)).Tangent;
                    Close(moved.Value, slopes.Slope(along, x, y, z).Value, 1e-10, F.Name, xs[i], ys[i]);
                }
            }
        }

        private static Dual<Scalar<double>> Moving(Scalar<double> x, bool moves) => new(x, moves ? Scalar<double>.One : Scalar<double>.Zero);
    }

    private sealed class LaneVisitor<T>(double tolerance) : IUnaryVisitor, IBinaryVisitor, ITernaryVisitor
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Visit<F>(F f, Points points)
            where F : struct, IUnaryFormula
        {
            T[] x = Array.ConvertAll(points(203, 4), T.CreateTruncating), y = new T[203], gx = new T[203];
            Layout layout = Layout.Contiguous([203]);
            MapKernel.Unary(f, x, layout, y);
            MapKernel.UnaryBackward(f, x, layout, x, layout, y, layout, gx);
            for (int i = 0; i < x.Length; i++)
            {
                Scalar<T> s = new(x[i]), value = f.Value(s);
                Close(Wide(value.Value), Wide(y[i]), tolerance, F.Name, Wide(x[i]));
                Close(Wide((s * f.Slope(s, value)).Value), Wide(gx[i]), 30 * tolerance, F.Name + "'", Wide(x[i]));
            }
        }

        public void Visit<F>(F f, PointPairs points)
            where F : struct, IBinaryFormula
        {
            var (first, second) = points(203, 5);
            T[] x = Array.ConvertAll(first, T.CreateTruncating), y = Array.ConvertAll(second, T.CreateTruncating);
            T[] z = new T[203], gx = new T[203], gy = new T[203];
            Layout layout = Layout.Contiguous([203]);
            MapKernel.Binary(f, x, layout, y, layout, z);
            MapKernel.Slopes(new BinarySlopes<F>(f), new(x, layout), new(x, layout), new(y, layout), new(z, layout), gx, gy);
            for (int i = 0; i < x.Length; i++)
            {
                Scalar<T> a = new(x[i]), b = new(y[i]), c = f.Value(a, b);
                Close(Wide(c.Value), Wide(z[i]), tolerance, F.Name, Wide(x[i]), Wide(y[i]));
                Close(Wide((a * f.SlopeX(a, b, c)).Value), Wide(gx[i]), 30 * tolerance, F.Name + "'x", Wide(x[i]), Wide(y[i]));
                Close(Wide((a * f.SlopeY(a, b, c)).Value), Wide(gy[i]), 30 * tolerance, F.Name + "'y", Wide(x[i]), Wide(y[i]));
            }
        }

        public void Visit<F>(F f, PointTriples points)
            where F : struct, ITernaryFormula
        {
            var (first, second, third) = points(203, 6);
            T[] x = Array.ConvertAll(first, T.CreateTruncating), y = Array.ConvertAll(second, T.CreateTruncating), z = Array.ConvertAll(third, T.CreateTruncating);
            T[] w = new T[203];
            T[][] slopes = [new T[203], new T[203], new T[203]];
            Layout layout = Layout.Contiguous([203]);
            MapKernel.Ternary(f, x, layout, y, layout, z, layout, w);
            MapKernel.Slopes(new TernarySlopes<F>(f), new(x, layout), new(x, layout), new(y, layout), new(z, layout), slopes[0], slopes[1], slopes[2]);
            for (int i = 0; i < x.Length; i++)
            {
                Scalar<T> a = new(x[i]), b = new(y[i]), c = new(z[i]);
                Close(Wide(f.Value(a, b, c).Value), Wide(w[i]), tolerance, F.Name, Wide(x[i]), Wide(y[i]));
                for (int along = 0; along < 3; along++)
                    Close(Wide((a * new TernarySlopes<F>(f).Slope(along, a, b, c)).Value), Wide(slopes[along][i]), 30 * tolerance, $"{F.Name}'{along}", Wide(x[i]), Wide(y[i]));
            }
        }

        private static double Wide(T x) => double.CreateTruncating(x);
    }

    private sealed class EdgeVisitor : IUnaryVisitor, IBinaryVisitor, ITernaryVisitor
    {
        private static readonly Layout One = Layout.Contiguous([1]);

        public void Visit<F>(F f, Points points)
            where F : struct, IUnaryFormula
        {
            foreach (double p in Edges)
            {
                double[] x = [p], y = [0];
                MapKernel.Unary<double, F>(f, x, One, y);
                Close(f.Value(new Scalar<double>(p)).Value, y[0], 1e-12, F.Name, p);
                if (double.IsNaN(p) && !typeof(F).IsAssignableTo(typeof(IZeroAlmostEverywhere)) && f is not (PowConstantFormula or NanToNumFormula or FiniteOrZeroFormula)) Assert.True(double.IsNaN(y[0]), F.Name);
            }
        }

        public void Visit<F>(F f, PointPairs points)
            where F : struct, IBinaryFormula
        {
            foreach (double p in Edges)
            {
                foreach (double q in Edges)
                {
                    double[] x = [p], y = [q], z = [0];
                    MapKernel.Binary<double, F>(f, x, One, y, One, z);
                    Close(f.Value(new Scalar<double>(p), new Scalar<double>(q)).Value, z[0], 1e-12, F.Name, p, q);
                }
            }
        }

        public void Visit<F>(F f, PointTriples points)
            where F : struct, ITernaryFormula
        {
            foreach (double p in Edges)
            {
                foreach (double q in Edges)
                {
                    foreach (double r in Edges)
                    {
                        double[] x = [p], y = [q], z = [r], w = [0];
                        MapKernel.Ternary<double, F>(f, x, One, y, One, z, One, w);
                        Close(f.Value(new Scalar<double>(p), new Scalar<double>(q), new Scalar<double>(r)).Value, w[0], 1e-12, F.Name, p, q);
                    }
                }
            }
        }
    }

    private sealed class BitsVisitor : IUnaryVisitor, IBinaryVisitor, ITernaryVisitor
    {
        private const int Count = 67;

        public void Visit<F>(F f, Points points)
            where F : struct, IUnaryFormula
        {
            float[] x = Array.ConvertAll(points(Count, 7), p => (float)p), y = new float[Count], z = new float[1];
            MapKernel.Unary<float, F>(f, x, Layout.Contiguous([Count]), y);
            for (int i = 0; i < Count; i++)
            {
                MapKernel.Unary<float, F>(f, x, Layout.Strided([1], [1], i), z);
                Assert.Equal(BitConverter.SingleToInt32Bits(y[i]), BitConverter.SingleToInt32Bits(z[0]));
            }

            float[] halves = new float[Count / 2];
            MapKernel.Unary<float, F>(f, x, Layout.Strided([Count / 2], [2], 1), halves);
            for (int i = 0; i < halves.Length; i++) Assert.Equal(y[2 * i + 1], halves[i]);

            MapKernel.Unary<float, F>(f, x, Layout.Contiguous([Count]), x);
            Assert.Equal(y, x);
        }

        public void Visit<F>(F f, PointPairs points)
            where F : struct, IBinaryFormula
        {
            var (x, y) = points(Count, 8);
            double[] z = new double[Count], one = new double[1];
            Layout layout = Layout.Contiguous([Count]);
            MapKernel.Binary<double, F>(f, x, layout, y, layout, z);
            for (int i = 0; i < Count; i++)
            {
                Layout at = Layout.Strided([1], [1], i);
                MapKernel.Binary<double, F>(f, x, at, y, at, one);
                Assert.Equal(z[i], one[0]);
            }

            MapKernel.Binary<double, F>(f, x, layout, y, layout, y);
            Assert.Equal(z, y);
        }

        public void Visit<F>(F f, PointTriples points)
            where F : struct, ITernaryFormula
        {
            var (x, y, z) = points(Count, 9);
            double[] w = new double[Count], one = new double[1];
            Layout layout = Layout.Contiguous([Count]);
            MapKernel.Ternary<double, F>(f, x, layout, y, layout, z, layout, w);
            for (int i = 0; i < Count; i++)
            {
                Layout at = Layout.Strided([1], [1], i);
                MapKernel.Ternary<double, F>(f, x, at, y, at, z, at, one);
                Assert.Equal(w[i], one[0]);
            }
        }
    }

    private sealed class CurveVisitor : IUnaryVisitor
    {
        public void Visit<F>(F f, Points points)
            where F : struct, IUnaryFormula
        {
            double[] x = points(37, 10), y = new double[37], dg = new double[37], dx = new double[37];
            // 0 is where Abs and CopySign have kinks that the function does not have.
            if (x.Min() < 0 && x.Max() > 0 && IsSmoothAtZero(f)) x[0] = 0;
            double[] c = Weights(37, 11), g = Weights(37, 12);
            Layout layout = Layout.Contiguous([37]);
            MapKernel.Unary<double, F>(f, x, layout, y);
            MapKernel.UnaryBackward2<double, F>(f, c, layout, g, layout, x, layout, y, layout, dg, dx);
            for (int i = 0; i < x.Length; i++)
            {
                // The second derivative by a central difference of the slope.
                double h = 1e-6, second = (Slope(f, x[i] + h) - Slope(f, x[i] - h)) / (2 * h);
                Close(c[i] * Slope(f, x[i]), dg[i], 1e-11, F.Name + "'", x[i]);
                Close(c[i] * g[i] * second, dx[i], 1e-6, F.Name + "''", x[i]);
            }
        }

        private static bool IsSmoothAtZero<F>(F f)
            where F : struct, IUnaryFormula
        {
            double Second(double h) => (Slope(f, h) - Slope(f, 0)) / h;
            bool IsNear(double x, double y) => Math.Abs(x - y) < 1e-3;
            return IsNear(Slope(f, 1e-6), Slope(f, -1e-6)) && IsNear(Second(1e-4), Second(-1e-4)) && IsNear(Second(1e-4), Second(1e-6));
        }
    }
}
