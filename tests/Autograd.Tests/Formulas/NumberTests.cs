using System.Reflection;
using Autograd.Formulas;

namespace Autograd.Tests.Formulas;

/// <summary>Parameters of formulas: every element type gets its own, whole numbers keep their digits.</summary>
public sealed class NumberTests
{
    private const long BeyondDouble = 9007199254740993; // 2^53 + 1

    [Fact]
    public void Whole_numbers_keep_their_last_digit()
    {
        var zero = Tensor.Zeros([3], DType.Int64);
        Assert.Equal([BeyondDouble, BeyondDouble, BeyondDouble], (zero + BeyondDouble).ToArray<long>());
        Assert.Equal(BeyondDouble, (BeyondDouble - zero).ToArray<long>()[0]);
        Assert.Equal(-BeyondDouble, (zero - BeyondDouble).ToArray<long>()[0]);
        Assert.Equal(BeyondDouble, ((zero + 1L) * BeyondDouble).ToArray<long>()[0]);
        Assert.Equal(long.MinValue, (zero + long.MinValue).ToArray<long>()[0]);
    }

    [Fact]
    public void A_number_is_the_nearest_of_each_element_type()
    {
        Number tenth = 0.1, large = 1L << 40, infinite = double.PositiveInfinity;
        Assert.Equal(0.1, tenth.Real);
        Assert.Equal(0.1f, tenth.Single);
        Assert.Equal(0, tenth.Int64);
        Assert.Equal(1L << 40, large.Int64);
        Assert.Equal(int.MaxValue, large.Int32);
        Assert.Equal(long.MaxValue, infinite.Int64);
        Assert.Equal(int.MinValue, new Number(double.NegativeInfinity).Int32);
    }

    /// <summary>A bare double is converted for every register, and a float formula would not see it.</summary>
    [Fact]
    public void Formulas_hold_their_parameters_as_numbers()
    {
        Type[] kinds = [typeof(IUnaryFormula), typeof(IBinaryFormula), typeof(IPredicate)];
        var bare = typeof(Tensor).Assembly.GetTypes()
            .Where(t => t.IsValueType && kinds.Any(k => k.IsAssignableFrom(t)))
            .SelectMany(t => t.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(f => f.FieldType == typeof(double) || f.FieldType == typeof(float))
            .Select(f => $"{f.DeclaringType!.Name}.{f.Name}");
        Assert.Empty(bare);
    }
}
