using Autograd.Memory;

namespace Autograd;

/// <summary>x with the elements of a view replaced: gx = g, zero inside the view; gvalue = g seen through the view.</summary>
/// <typeparam name="TView">The view; its elements do not overlap.</typeparam>
internal readonly struct ViewWrite<TView>(TView view, Layout xSizes, Layout valueSizes) : IRule
    where TView : struct, IView
{
    public static string Name { get; } = TView.Name + "Write";

    public void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, ViewWrite.Functional(g.Reshape(xSizes.Sizes), Tensor.Zeros([], g.DType), view));
        if (c.Needs(1)) c.Add(1, ViewOp.Apply(g, view).SumTo(valueSizes));
    }

    public void Forward(in Tangents t)
    {
        var sizes = t.OutputShape(0);
        if (t[0] is { } dx) t.Set(0, ViewWrite.Functional(dx, Tensor.Zeros([], dx.DType), view));
        if (t[1] is { } dv) t.Set(0, ViewWrite.Functional(Tensor.Zeros(sizes, dv.DType), dv, view));
    }

    public void Visit(ref SavedVisitor saved)
    {
    }
}

/// <summary>Writes through views, as a function and in place.</summary>
internal static class ViewWrite
{
    public static Tensor Functional<TView>(Tensor x, Tensor value, TView view)
        where TView : struct, IView
    {
        value = value.To(x.DType);
        var y = Tensor.Allocate(x.Layout, x.DType);
        CopyOp.Into(x, y, y.Layout);
        CopyOp.Into(value, y, Target(ViewWrite<TView>.Name, value, view.Map(y.Layout)));
        return Op.Records(ViewWrite<TView>.Name, x, value)
            ? Op.Record(ViewWrite<TView>.Name, y, new ViewWrite<TView>(view, x.Layout, value.Layout), x, value)
            : Op.Pass(ViewWrite<TView>.Name, y, x, value);
    }

    public static Tensor InPlace<TView>(string op, Tensor x, Tensor value, TView view)
        where TView : struct, IView
    {
        bool records = Op.Records(op, x, value) && x.DType.IsDifferentiable;
        InPlaceOp.CheckWritable(op, x, records);
        var target = Target(op, value, view.Map(x.Layout));
        // What is read may lie in the memory that is written.
        var source = ReferenceEquals(value.Storage, x.Storage) ? value.Detach().Clone() : value;
        CopyOp.Into(source, x, target);
        if (records)
        {
            var cast = value.To(x.DType);
            var place = Op.Record(op, x.Alias(x.Layout), new ViewWrite<TView>(view, x.Layout, cast.Layout), x, cast);
            InPlaceOp.Written(op, x, place.GradFn, place.Slot);
        }
        else
        {
            InPlaceOp.Written(op, x, null, 0);
            Op.Pass(op, x, value);
        }
        return x;
    }

    private static Layout Target(string op, Tensor value, Layout target) => value.Layout.TryExpand(target.Sizes) is not null
        ? target
        : throw new ShapeException($"{op}: a value of shape {value.Shape} does not broadcast to the {target} elements written");
}
