using Autograd.Memory;
using Autograd.Tests.Determinism;

namespace Autograd.Tests.Memory;

/// <summary>Memory that is not there is refused with the tensor's shape, and what the program holds stays as it was.</summary>
[Collection(WholeProcess.Name)]
public class AllocationTests
{
    [Fact]
    public void A_tensor_without_memory_is_refused_by_shape()
    {
        var x = Tensor.Arange(4);
        BlockPool.Shared.Limit = 256 << 20;
        try
        {
            var none = Assert.Throws<AllocationException>(() => Tensor.Zeros([1 << 14, 1 << 14], DType.Float64));
            Assert.StartsWith("There is no memory for a float64 tensor of shape [16384, 16384]: 2048 MB were asked for", none.Message, StringComparison.Ordinal);
            Assert.Contains("MemoryReport.Now()", none.Message, StringComparison.Ordinal);
            Assert.Equal(1L << 31, none.BytesAsked);
            // A result of an op as well, which is then not there; its input is.
            Assert.Throws<AllocationException>(() => x.Expand(1 << 28, 4) + 1);
            Assert.Equal(6, x.Sum().Item());
        }
        finally
        {
            BlockPool.Shared.Limit = long.MaxValue;
        }
    }
}
