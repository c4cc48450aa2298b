using Autograd.Data;
using Autograd.NN;

namespace Autograd.Tests.Data;

/// <summary>Augmentations: what each does to a picture, that a seed decides, and that a loader's workers do not.</summary>
public sealed class AugmentTests
{
    private static readonly Tensor Picture = Tensor.Rand([3, 8, 6], generator: new Generator(1));

    /// <summary>Each with arguments that do something.</summary>
    private static readonly (string Name, Augmentation Change)[] All =
    [
        ("flip", Augment.RandomHorizontalFlip()), ("vertical flip", Augment.RandomVerticalFlip()), ("rotation", Augment.RandomRotation(30)), ("zoom", Augment.RandomZoom(0.8, 1.2)),
        ("translation", Augment.RandomTranslation(0.3, 0.3)), ("crop", Augment.RandomCrop(4, 4, padding: 2)), ("resized crop", Augment.RandomResizedCrop(5, 5)),
        ("noise", Augment.GaussianNoise()), ("brightness", Augment.RandomBrightness(0.5)), ("contrast", Augment.RandomContrast(0.5)), ("saturation", Augment.RandomSaturation(0.5)),
        ("hue", Augment.RandomHue(0.5)), ("jitter", Augment.ColorJitter(0.4, 0.4, 0.4, 0.1)), ("erasing", Augment.RandomErasing()), ("apply", Augment.RandomApply(Augment.GaussianNoise())),
        ("all", Augment.Compose(Augment.RandomHorizontalFlip(), Augment.RandomRotation(10), Augment.ColorJitter(0.2), Augment.RandomErasing())),
    ];

    private static Tensor Run(Augmentation change, Tensor image, ulong seed = 3) => change(image, new Generator(seed));

    private static Tensor Numbers(int height, int width) => Tensor.Arange(0.0, height * width).Reshape(1, height, width) / (height * width);

    [Fact]
    public void The_generator_decides_and_the_picture_is_left_as_it_was()
    {
        var before = Picture.Clone();
        foreach (var (name, change) in All)
        {
            var results = Enumerable.Range(0, 12).Select(seed => Run(change, Picture, (ulong)seed)).ToList();
            Assert.True(results.Zip(Enumerable.Range(0, 12)).All(r => r.First.Equal(Run(change, Picture, (ulong)r.Second))), name);
            Assert.True(results.Select(r => r.ToString()).Distinct(StringComparer.Ordinal).Count() > 1, name);
            Assert.True(results.TrueForAll(r => r.DType == DType.Float32 && r.IsFinite().All().Item() == 1), name);
            Assert.True(Picture.Equal(before), name);
        }
    }

    [Fact]
    public void Pictures_in_float64_are_changed_as_those_in_float32()
    {
        foreach (var (name, change) in All.Where(static c => !c.Name.Contains("noise", StringComparison.Ordinal) && c.Name != "apply"))
        {
            var wide = Run(change, Picture.Double());
            Assert.True(wide.DType == DType.Float64 && wide.Float().AllClose(Run(change, Picture), rtol: 1e-4, atol: 1e-4), name);
        }
    }

    [Fact]
    public void The_number_of_workers_changes_no_picture()
    {
        var images = Tensor.Rand([20, 3, 8, 6], generator: new Generator(2));
        var data = new TensorDataset(images, Tensor.Arange(20)).Augment(Augment.Compose(All[0].Change, All[2].Change, All[5].Change, All[12].Change, All[13].Change));
        List<Tensor> Epochs(int workers)
        {
            var loader = new DataLoader(data, batchSize: 3, shuffle: true, generator: new Generator(6), workers: workers, collate: elements => Augment.MixUp(Batch.Stack(elements), 20));
            return [.. loader.Concat(loader).SelectMany(static batch => new[] { batch[0], batch[1] })];
        }
        var expected = Epochs(0);
        Assert.False(expected[0].Equal(expected[expected.Count / 2]));
        foreach (int workers in new[] { 1, 2, 4 }) Assert.All(Epochs(workers).Zip(expected), pair => Assert.True(pair.First.Equal(pair.Second)));
    }

    [Fact]
    public void Mirrors_are_mirrors()
    {
        Assert.True(Run(Augment.RandomHorizontalFlip(1), Picture).Equal(Picture.Flip(2)));
        Assert.True(Run(Augment.RandomVerticalFlip(1), Picture).Equal(Picture.Flip(1)));
        Assert.True(Run(Augment.RandomHorizontalFlip(0), Picture).Equal(Picture));
        var bytes = Tensor.RandInt(0, 256, [1, 4, 4]).To(DType.UInt8);
        Assert.True(Run(Augment.RandomHorizontalFlip(1), bytes).Equal(bytes.Flip(2)));
        int mirrored = Enumerable.Range(0, 1000).Count(seed => !Run(Augment.RandomHorizontalFlip(0.3), Picture, (ulong)seed).Equal(Picture));
        Assert.InRange(mirrored, 240, 360);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(6, 6)]
    public void A_quarter_turn_is_exact(int height, int width)
    {
        var image = Numbers(height, width);
        // The draw that makes +degrees or -degrees of a range of 90 is its end: turn by the angle that is drawn, and by the whole of it.
        double drawn = Uniform.Between(new Generator(3), -1, 1);
        var turned = Run(Augment.RandomRotation(90 / Math.Abs(drawn)), image);
        Assert.True(turned.AllClose(image.Rot90(drawn > 0 ? 1 : -1, 1, 2), atol: 1e-5));
    }

    [Fact]
    public void A_turn_keeps_lengths_in_a_picture_that_is_not_square()
    {
        // A point right of the middle by 4, turned by a quarter, is above or below it by 4.
        var image = Tensor.Zeros(1, 11, 21);
        image[0, 5, 14] = 1;
        double drawn = Uniform.Between(new Generator(3), -1, 1);
        var turned = Run(Augment.RandomRotation(90 / Math.Abs(drawn)), image);
        Assert.Equal(1, turned[0, drawn > 0 ? 1 : 9, 10].Item(), 4);
        Assert.Equal(1, turned.Sum().Item(), 4);
    }

    [Fact]
    public void A_shift_moves_whole_points()
    {
        var image = Numbers(8, 10);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var drawn = new Generator(seed);
            int x = (int)Math.Round(Uniform.Between(drawn, -1, 1) * 0.3 * 10), y = (int)Math.Round(Uniform.Between(drawn, -1, 1) * 0.25 * 8);
            var expected = image.Pad([Math.Max(x, 0), Math.Max(-x, 0), Math.Max(y, 0), Math.Max(-y, 0)])
                .Narrow(1, Math.Max(-y, 0), 8).Narrow(2, Math.Max(-x, 0), 10);
            Assert.True(Run(Augment.RandomTranslation(0.3, 0.25), image, seed).AllClose(expected, atol: 1e-5));
        }
    }

    [Fact]
    public void A_zoom_of_one_changes_nothing_and_of_two_shows_the_middle_half()
    {
        var image = Numbers(8, 8);
        Assert.True(Run(Augment.RandomZoom(1, 1), image).AllClose(image, atol: 1e-6));
        var larger = Run(Augment.RandomZoom(2, 2, padding: GridPadding.Border), image);
        // The mean of the middle half stays: it is linear in place.
        Assert.Equal(image.Mean().Item(), larger.Mean().Item(), 5);
        Assert.True(larger.AMax().Item() < image[0, 6, 6].Item());
    }

    [Fact]
    public void Crops_are_parts_at_every_place()
    {
        var image = Numbers(5, 7);
        var corners = Enumerable.Range(0, 300).Select(seed => Run(Augment.RandomCrop(4, 5), image, (ulong)seed)[0, 0, 0].Item()).Distinct().Count();
        Assert.Equal(2 * 3, corners);
        var middle = Run(Augment.CenterCrop(3, 3), image);
        Assert.True(middle.Equal(image.Narrow(1, 1, 3).Narrow(2, 2, 3)));
        Assert.Equal(new Shape(1, 9, 11), Run(Augment.RandomCrop(9, 11, padding: 2, PadMode.Reflect), image).Shape);
        var error = Assert.Throws<ShapeException>(() => Run(Augment.RandomCrop(6, 6), image));
        Assert.Contains("no part of 6 points along dimension 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(new Shape(1, 3, 4), Run(Augment.Resize(3, 4), image).Shape);
        for (ulong seed = 0; seed < 50; seed++)
        {
            var part = Run(Augment.RandomResizedCrop(4, 4), image, seed);
            Assert.Equal(new Shape(1, 4, 4), part.Shape);
            Assert.True(part.AMin().Item() >= -1e-6 && part.AMax().Item() <= 1);
        }
        // A shape that never fits falls back to the middle.
        Assert.Equal(new Shape(1, 2, 2), Run(Augment.RandomResizedCrop(2, 2, ratio: (50, 60)), image).Shape);
    }

    [Fact]
    public void Colours_are_changed_as_they_are_defined()
    {
        var one = Tensor.From([0.8f, 0.4f, 0.2f]).Reshape(3, 1, 1);
        double gray = (0.8 * 0.2989) + (0.4 * 0.587) + (0.2 * 0.114);
        double factor = Uniform.Between(new Generator(3), 0.9, 1.1);
        Assert.True(Run(Augment.RandomBrightness(0.1), one).AllClose(one * factor, atol: 1e-6));
        Assert.True(Run(Augment.RandomContrast(0.1), one).AllClose((one * factor) + (gray * (1 - factor)), atol: 1e-6));
        Assert.True(Run(Augment.RandomSaturation(0.1), one).AllClose((one * factor) + (gray * (1 - factor)), atol: 1e-6));
        // Python: colorsys.hsv_to_rgb((h + turn) % 1, s, v) of colorsys.rgb_to_hsv(0.8, 0.4, 0.2) = (1/18 * 3, 0.75, 0.8), in thirds of the circle.
        double turn = Uniform.Between(new Generator(3), -0.5, 0.5);
        double hue = ((((20.0 / 360) + turn) % 1) + 1) % 1 * 6;
        double Channel(int n)
        {
            double k = (n + hue) % 6;
            return 0.8 - (0.6 * Math.Max(0, Math.Min(Math.Min(k, 4 - k), 1)));
        }
        Assert.True(Run(Augment.RandomHue(0.5), one).AllClose(Tensor.From([(float)Channel(5), (float)Channel(3), (float)Channel(1)]).Reshape(3, 1, 1), atol: 1e-5));
        // No turn gives the picture back; grey has no hue and no saturation.
        Assert.True(Run(Augment.RandomHue(0), Picture).AllClose(Picture, atol: 1e-6));
        var grey = Tensor.Rand([1, 4, 4]);
        Assert.True(Run(Augment.RandomHue(0.5), grey).Equal(grey));
        Assert.True(Run(Augment.RandomSaturation(0.5), grey).AllClose(grey, atol: 1e-6));
        var flat = Tensor.Full([3, 2, 2], 0.5);
        Assert.True(Run(Augment.RandomHue(0.5), flat).AllClose(flat, atol: 1e-6));
        Assert.True(Run(Augment.RandomBrightness(5), Picture).AMax().Item() <= 1);
    }

    [Fact]
    public void Erasing_takes_one_rectangle_out()
    {
        var image = Tensor.Ones(2, 12, 10);
        for (ulong seed = 0; seed < 30; seed++)
        {
            var erased = Run(Augment.RandomErasing(1, value: 7), image, seed);
            var gone = erased[0].Eq(7);
            int rows = (int)gone.Any(1).Sum().Item(), columns = (int)gone.Any(0).Sum().Item(), count = (int)gone.Sum().Item();
            Assert.Equal(rows * columns, count);
            Assert.InRange(count, 1, 0.5 * 120);
            Assert.True(erased[0].Equal(erased[1]));
        }
    }

    [Fact]
    public void Bytes_become_numbers_and_numbers_are_standardised()
    {
        var bytes = Tensor.From(new byte[] { 0, 51, 255, 102 }).Reshape(1, 2, 2);
        var ready = Run(Augment.Compose(Augment.ToFloat(), Augment.Normalize([0.2], [0.5])), bytes);
        Assert.True(ready.AllClose(Tensor.From([-0.4f, 0, 1.6f, 0.4f]).Reshape(1, 2, 2), atol: 1e-6));
        Assert.Same(Picture, Run(Augment.ToFloat(), Picture));
        Assert.Throws<ShapeException>(() => Run(Augment.Normalize([0, 0], [1, 1]), Picture));
    }

    [Fact]
    public void Mixed_batches_have_mixed_classes()
    {
        var x = Tensor.Rand([4, 3, 2, 2]);
        var y = Tensor.From([0L, 1, 2, 1]);
        var (mixed, shares) = Augment.MixUp(new Batch(x, y), 3, alpha: 0.4, new Generator(8));
        Assert.Equal(new Shape(4, 3), shares.Shape);
        Assert.True(shares.Sum(1).AllClose(Tensor.Ones(4)));
        double lambda = shares[0, 0].Item();
        Assert.True(mixed.AllClose((x * lambda) + (x.Roll(1, 0) * (1 - lambda)), atol: 1e-6));
        Assert.Equal(1 - lambda, shares[0, 1].Item(), 6);
        // Shares go in as well, and a loss takes what comes out.
        var (_, twice) = Augment.MixUp(new Batch(mixed, shares), 3);
        Assert.True(double.IsFinite(Functional.CrossEntropy(Tensor.Randn(4, 3), twice).Item()));
        Assert.Equal(0, Augment.MixUp(new Batch(Tensor.Zeros(0, 3), Tensor.Zeros([0], DType.Int64)), 3)[0].Numel);
    }

    /// <summary>Beta(a, a) has mean 1/2 and variance 1 / (4 (2 a + 1)).</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(5)]
    public void The_share_of_a_mixture_follows_Beta(double alpha)
    {
        var generator = new Generator(1);
        var batch = new Batch(Tensor.Ones(1, 1), Tensor.From([0L]));
        var pair = new Batch(Tensor.From([0f, 1]).Reshape(2, 1), Tensor.From([0L, 1]));
        double[] lambdas = [.. Enumerable.Range(0, 20_000).Select(_ => Augment.MixUp(pair, 2, alpha, generator)[1][0, 0].Item())];
        double mean = lambdas.Average(), variance = lambdas.Average(l => (l - mean) * (l - mean));
        Assert.All(lambdas, l => Assert.InRange(l, 0, 1));
        Assert.InRange(mean, 0.485, 0.515);
        Assert.InRange(variance * 4 * ((2 * alpha) + 1), 0.95, 1.05);
        Assert.Equal(1, Augment.MixUp(batch, 1, alpha, generator)[1].Item(), 6);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_way_out()
    {
        var bytes = Tensor.Zeros([3, 4, 4], DType.UInt8);
        foreach (var (name, change) in All.Where(static c => c.Name is not ("flip" or "vertical flip" or "crop" or "erasing" or "apply")))
            Assert.Contains("Augment.ToFloat()", Assert.Throws<DTypeException>(() => Run(change, bytes)).Message, StringComparison.Ordinal);
        foreach (var (name, change) in All)
        {
            for (ulong seed = 0; seed < 6 && name != "apply"; seed++)
                Assert.Contains("not a batch", Assert.Throws<ShapeException>(() => Run(change, Tensor.Zeros(2, 3, 4, 4), seed)).Message, StringComparison.Ordinal);
        }
        Assert.Contains("neither grey", Assert.Throws<ShapeException>(() => Run(Augment.RandomHue(0.1), Tensor.Zeros(4, 2, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.RandomHorizontalFlip(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.RandomHue(0.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.RandomRotation(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.RandomZoom(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.RandomZoom(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.RandomCrop(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.GaussianNoise(sigma: -1));
        Assert.Throws<ArgumentException>(() => Augment.Normalize([0], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.MixUp(new Batch(bytes, bytes), 2, alpha: 0));
        Assert.Throws<DTypeException>(() => Augment.MixUp(new Batch(bytes, Tensor.From([0L, 1, 2])), 3));
        Assert.Throws<ShapeException>(() => Augment.MixUp(new Batch(Picture, Tensor.From([0L, 1])), 3));
        Assert.Throws<ArgumentException>(() => new TensorDataset(bytes).Augment(Augment.ToFloat(), 1)[0]);
    }
}
