namespace Autograd.Kernels;

/// <summary>Which end of a row its running sums begin at.</summary>
internal interface IScanOrder
{
    static abstract bool Reverse { get; }
}

/// <summary>From the first element on.</summary>
internal readonly struct FromFirst : IScanOrder
{
    public static bool Reverse => false;
}

/// <summary>From the last element back.</summary>
internal readonly struct FromLast : IScanOrder
{
    public static bool Reverse => true;
}
