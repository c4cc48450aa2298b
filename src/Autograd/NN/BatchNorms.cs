namespace Autograd.NN;

/// <summary>Normalises each channel over the batch of <c>[N, C]</c> or <c>[N, C, L]</c>, see <see cref="Functional.BatchNorm"/> (<c>torch.nn.BatchNorm1d</c>).</summary>
/// <param name="numFeatures">C, the number of channels.</param>
/// <param name="eps">What is added to the variance.</param>
/// <param name="momentum">m: running = (1 - m) running + m batch; null for the average over all batches.</param>
/// <param name="affine">Whether there are weights and biases.</param>
/// <param name="trackRunningStats">Whether there are running statistics, used in evaluation.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class BatchNorm1d(int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, DType dtype = DType.Float32)
    : BatchNorm(2, 3, numFeatures, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>Normalises each channel over the batch of <c>[N, C, H, W]</c>, see <see cref="Functional.BatchNorm"/> (<c>torch.nn.BatchNorm2d</c>).</summary>
/// <param name="numFeatures">C, the number of channels.</param>
/// <param name="eps">What is added to the variance.</param>
/// <param name="momentum">m: running = (1 - m) running + m batch; null for the average over all batches.</param>
/// <param name="affine">Whether there are weights and biases.</param>
/// <param name="trackRunningStats">Whether there are running statistics, used in evaluation.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class BatchNorm2d(int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, DType dtype = DType.Float32)
    : BatchNorm(4, 4, numFeatures, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>Normalises each channel over the batch of <c>[N, C, D, H, W]</c>, see <see cref="Functional.BatchNorm"/> (<c>torch.nn.BatchNorm3d</c>).</summary>
/// <param name="numFeatures">C, the number of channels.</param>
/// <param name="eps">What is added to the variance.</param>
/// <param name="momentum">m: running = (1 - m) running + m batch; null for the average over all batches.</param>
/// <param name="affine">Whether there are weights and biases.</param>
/// <param name="trackRunningStats">Whether there are running statistics, used in evaluation.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class BatchNorm3d(int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, DType dtype = DType.Float32)
    : BatchNorm(5, 5, numFeatures, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>Normalises each channel of each sample of <c>[N, C, L]</c> or <c>[C, L]</c>, see <see cref="Functional.InstanceNorm"/> (<c>torch.nn.InstanceNorm1d</c>).</summary>
/// <param name="numFeatures">C, the number of channels.</param>
/// <param name="eps">What is added to the variance.</param>
/// <param name="momentum">m: running = (1 - m) running + m input.</param>
/// <param name="affine">Whether there are weights and biases.</param>
/// <param name="trackRunningStats">Whether there are running statistics, used in evaluation.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class InstanceNorm1d(int numFeatures, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, DType dtype = DType.Float32)
    : InstanceNorm(3, numFeatures, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>Normalises each channel of each sample of <c>[N, C, H, W]</c> or <c>[C, H, W]</c>, see <see cref="Functional.InstanceNorm"/> (<c>torch.nn.InstanceNorm2d</c>).</summary>
/// <param name="numFeatures">C, the number of channels.</param>
/// <param name="eps">What is added to the variance.</param>
/// <param name="momentum">m: running = (1 - m) running + m input.</param>
/// <param name="affine">Whether there are weights and biases.</param>
/// <param name="trackRunningStats">Whether there are running statistics, used in evaluation.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class InstanceNorm2d(int numFeatures, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, DType dtype = DType.Float32)
    : InstanceNorm(4, numFeatures, eps, momentum, affine, trackRunningStats, dtype);

/// <summary>Normalises each channel of each sample of <c>[N, C, D, H, W]</c> or <c>[C, D, H, W]</c>, see <see cref="Functional.InstanceNorm"/> (<c>torch.nn.InstanceNorm3d</c>).</summary>
/// <param name="numFeatures">C, the number of channels.</param>
/// <param name="eps">What is added to the variance.</param>
/// <param name="momentum">m: running = (1 - m) running + m input.</param>
/// <param name="affine">Whether there are weights and biases.</param>
/// <param name="trackRunningStats">Whether there are running statistics, used in evaluation.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class InstanceNorm3d(int numFeatures, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, DType dtype = DType.Float32)
    : InstanceNorm(5, numFeatures, eps, momentum, affine, trackRunningStats, dtype);
