using Autograd.NN;

namespace Autograd.Golden;

/// <summary>Modules of convolutions, pools, patches and paddings.</summary>
internal static class ConvModuleBindings
{
    public static BindingTable Table { get; } = ModuleBindings.Build(
        ("Conv1d", (i, _) => new Conv1d(i.Int("in_channels"), i.Int("out_channels"), Each(i, "kernel_size"), Each(i, "stride"), ConvBindings.Padding(i), Each(i, "dilation"), i.Int("groups", 1), i.Bool("bias", true), Mode(i))),
        ("Conv2d", (i, _) => new Conv2d(i.Int("in_channels"), i.Int("out_channels"), Each(i, "kernel_size"), Each(i, "stride"), ConvBindings.Padding(i), Each(i, "dilation"), i.Int("groups", 1), i.Bool("bias", true), Mode(i))),
        ("Conv3d", (i, _) => new Conv3d(i.Int("in_channels"), i.Int("out_channels"), Each(i, "kernel_size"), Each(i, "stride"), ConvBindings.Padding(i), Each(i, "dilation"), i.Int("groups", 1), i.Bool("bias", true), Mode(i))),
        ("AvgPool1d", (i, _) => new AvgPool1d(Each(i, "kernel_size"), Each(i, "stride"), Each(i, "padding"), i.Bool("ceil_mode"), i.Bool("count_include_pad", true))),
        ("AvgPool2d", (i, _) => new AvgPool2d(Each(i, "kernel_size"), Each(i, "stride"), Each(i, "padding"), i.Bool("ceil_mode"), i.Bool("count_include_pad", true), i.OptionalInt("divisor_override"))),
        ("AvgPool3d", (i, _) => new AvgPool3d(Each(i, "kernel_size"), Each(i, "stride"), Each(i, "padding"), i.Bool("ceil_mode"), i.Bool("count_include_pad", true), i.OptionalInt("divisor_override"))),
        ("AdaptiveAvgPool1d", (i, _) => new AdaptiveAvgPool1d(PoolBindings.Size(i))),
        ("AdaptiveAvgPool2d", (i, _) => new AdaptiveAvgPool2d(PoolBindings.Size(i))),
        ("AdaptiveAvgPool3d", (i, _) => new AdaptiveAvgPool3d(PoolBindings.Size(i))),
        ("LPPool1d", (i, _) => new LPPool1d(i.Double("norm_type"), Each(i, "kernel_size"), Each(i, "stride"), i.Bool("ceil_mode"))),
        ("LPPool2d", (i, _) => new LPPool2d(i.Double("norm_type"), Each(i, "kernel_size"), Each(i, "stride"), i.Bool("ceil_mode"))),
        ("LPPool3d", (i, _) => new LPPool3d(i.Double("norm_type"), Each(i, "kernel_size"), Each(i, "stride"), i.Bool("ceil_mode"))),
        ("Unfold", (i, _) => new Unfold(Each(i, "kernel_size"), Each(i, "dilation"), Each(i, "padding"), Each(i, "stride"))),
        ("Fold", (i, _) => new Fold(Each(i, "output_size"), Each(i, "kernel_size"), Each(i, "dilation"), Each(i, "padding"), Each(i, "stride"))),
        ("ConstantPad1d", (i, _) => new ConstantPad1d(i.Ints("padding"), i.Double("value"))),
        ("ConstantPad2d", (i, _) => new ConstantPad2d(i.Ints("padding"), i.Double("value"))),
        ("ConstantPad3d", (i, _) => new ConstantPad3d(i.Ints("padding"), i.Double("value"))),
        ("ZeroPad1d", (i, _) => new ZeroPad1d(i.Ints("padding"))),
        ("ZeroPad2d", (i, _) => new ZeroPad2d(i.Ints("padding"))),
        ("ZeroPad3d", (i, _) => new ZeroPad3d(i.Ints("padding"))),
        ("ReflectionPad1d", (i, _) => new ReflectionPad1d(i.Ints("padding"))),
        ("ReflectionPad2d", (i, _) => new ReflectionPad2d(i.Ints("padding"))),
        ("ReflectionPad3d", (i, _) => new ReflectionPad3d(i.Ints("padding"))),
        ("ReplicationPad1d", (i, _) => new ReplicationPad1d(i.Ints("padding"))),
        ("ReplicationPad2d", (i, _) => new ReplicationPad2d(i.Ints("padding"))),
        ("ReplicationPad3d", (i, _) => new ReplicationPad3d(i.Ints("padding"))),
        ("CircularPad1d", (i, _) => new CircularPad1d(i.Ints("padding"))),
        ("CircularPad2d", (i, _) => new CircularPad2d(i.Ints("padding"))),
        ("CircularPad3d", (i, _) => new CircularPad3d(i.Ints("padding"))));

    /// <summary>Transposed convolutions, which a call may tell the size of the output.</summary>
    public static BindingTable Transposes { get; } = new()
    {
        { "nn.ConvTranspose1d", a => Transposed(a, i => new ConvTranspose1d(i.Int("in_channels"), i.Int("out_channels"), Each(i, "kernel_size"), Each(i, "stride"), Each(i, "padding"), Each(i, "output_padding"), i.Int("groups", 1), i.Bool("bias", true), Each(i, "dilation"))) },
        { "nn.ConvTranspose2d", a => Transposed(a, i => new ConvTranspose2d(i.Int("in_channels"), i.Int("out_channels"), Each(i, "kernel_size"), Each(i, "stride"), Each(i, "padding"), Each(i, "output_padding"), i.Int("groups", 1), i.Bool("bias", true), Each(i, "dilation"))) },
        { "nn.ConvTranspose3d", a => Transposed(a, i => new ConvTranspose3d(i.Int("in_channels"), i.Int("out_channels"), Each(i, "kernel_size"), Each(i, "stride"), Each(i, "padding"), Each(i, "output_padding"), i.Int("groups", 1), i.Bool("bias", true), Each(i, "dilation"))) },
    };

    /// <summary>Modules that give indices as well, where their case asks for them, or take them.</summary>
    public static BindingTable WithIndices { get; } = new()
    {
        { "nn.MaxPool1d", a => Max(a, (k, s, p, d, ceil) => new MaxPool1d(k, s, p, d, ceil)) },
        { "nn.MaxPool2d", a => Max(a, (k, s, p, d, ceil) => new MaxPool2d(k, s, p, d, ceil)) },
        { "nn.MaxPool3d", a => Max(a, (k, s, p, d, ceil) => new MaxPool3d(k, s, p, d, ceil)) },
        { "nn.AdaptiveMaxPool1d", a => AdaptiveMax(a, size => new AdaptiveMaxPool1d(size)) },
        { "nn.AdaptiveMaxPool2d", a => AdaptiveMax(a, size => new AdaptiveMaxPool2d(size)) },
        { "nn.AdaptiveMaxPool3d", a => AdaptiveMax(a, size => new AdaptiveMaxPool3d(size)) },
        { "nn.MaxUnpool1d", a => Unpool(a, (k, s, p) => new MaxUnpool1d(k, s, p)) },
        { "nn.MaxUnpool2d", a => Unpool(a, (k, s, p) => new MaxUnpool2d(k, s, p)) },
        { "nn.MaxUnpool3d", a => Unpool(a, (k, s, p) => new MaxUnpool3d(k, s, p)) },
    };

    private static PerDim Each(Arguments a, string name) => ConvBindings.Each(a, name);

    private static Arguments Init(CaseArguments a) => new(a.Argument("init") ?? default);

    private static PadMode Mode(Arguments a) => a.Text("padding_mode", "zeros") is var mode && mode == "zeros" ? PadMode.Constant : Enum.Parse<PadMode>(mode, ignoreCase: true);

    private static Tensor Transposed(CaseArguments a, Func<Arguments, ConvTransposeNd> make)
    {
        var layer = make(Init(a));
        return new Arguments(a.Argument("call") ?? default).OptionalInts("output_size") is { } size
            ? ModuleBindings.Run(layer, a, _ => layer.Forward(a.Tensor("input"), size))
            : ModuleBindings.Run(layer, a);
    }

    private static Tensor[] Max(CaseArguments a, Func<PerDim, PerDim, PerDim, PerDim, bool, MaxPoolNd> make)
    {
        var i = Init(a);
        var pool = make(Each(i, "kernel_size"), Each(i, "stride"), Each(i, "padding"), Each(i, "dilation"), i.Bool("ceil_mode"));
        return i.Bool("return_indices") ? Pair(pool.ForwardWithIndices(a.Tensor("input"))) : [pool.Forward(a.Tensor("input"))];
    }

    private static Tensor[] AdaptiveMax(CaseArguments a, Func<OutputSize, AdaptiveMaxPoolNd> make)
    {
        var pool = make(PoolBindings.Size(Init(a)));
        return Init(a).Bool("return_indices") ? Pair(pool.ForwardWithIndices(a.Tensor("input"))) : [pool.Forward(a.Tensor("input"))];
    }

    private static Tensor[] Unpool(CaseArguments a, Func<PerDim, PerDim, PerDim, MaxUnpoolNd> make)
    {
        var (i, call) = (Init(a), new Arguments(a.Argument("call") ?? default));
        var unpool = make(Each(i, "kernel_size"), Each(i, "stride"), Each(i, "padding"));
        return [unpool.Forward(a.Tensor("input"), a.Tensor("indices"), call.OptionalInts("output_size") ?? [])];
    }

    private static Tensor[] Pair((Tensor Values, Tensor Indices) pooled) => [pooled.Values, pooled.Indices];
}
