// The smaller, the larger, the nearest; wide products.
namespace System;

/// <summary>The smaller, the larger, the nearest.</summary>
public static class Math
{
    /// <summary>The smaller of two.</summary>
    public static byte Min(byte left, byte right) => left <= right ? left : right;

    /// <summary>The larger of two.</summary>
    public static byte Max(byte left, byte right) => left >= right ? left : right;

    /// <summary>The smaller of two.</summary>
    public static ushort Min(ushort left, ushort right) => left <= right ? left : right;

    /// <summary>The larger of two.</summary>
    public static ushort Max(ushort left, ushort right) => left >= right ? left : right;

    /// <summary>The smaller of two.</summary>
    public static int Min(int left, int right) => left <= right ? left : right;

    /// <summary>The larger of two.</summary>
    public static int Max(int left, int right) => left >= right ? left : right;

    /// <summary>The smaller of two.</summary>
    public static uint Min(uint left, uint right) => left <= right ? left : right;

    /// <summary>The larger of two.</summary>
    public static uint Max(uint left, uint right) => left >= right ? left : right;

    /// <summary>The smaller of two.</summary>
    public static long Min(long left, long right) => left <= right ? left : right;

    /// <summary>The larger of two.</summary>
    public static long Max(long left, long right) => left >= right ? left : right;

    /// <summary>The smaller of two.</summary>
    public static ulong Min(ulong left, ulong right) => left <= right ? left : right;

    /// <summary>The larger of two.</summary>
    public static ulong Max(ulong left, ulong right) => left >= right ? left : right;

    /// <summary>The smaller of two.</summary>
    public static nuint Min(nuint left, nuint right) => left <= right ? left : right;

    /// <summary>The larger of two.</summary>
    public static nuint Max(nuint left, nuint right) => left >= right ? left : right;

    /// <summary>The number from <paramref name="min"/> to <paramref name="max"/> that is nearest.</summary>
    public static int Clamp(int value, int min, int max)
    {
        if (min > max)
        {
            Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowArgumentException();
        }

        return Max(min, Min(value, max));
    }

    /// <summary>The number from <paramref name="min"/> to <paramref name="max"/> that is nearest.</summary>
    public static uint Clamp(uint value, uint min, uint max)
    {
        if (min > max)
        {
            Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowArgumentException();
        }

        return Max(min, Min(value, max));
    }

    /// <summary>The number from <paramref name="min"/> to <paramref name="max"/> that is nearest.</summary>
    public static long Clamp(long value, long min, long max)
    {
        if (min > max)
        {
            Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowArgumentException();
        }

        return Max(min, Min(value, max));
    }

    /// <summary>The number from <paramref name="min"/> to <paramref name="max"/> that is nearest.</summary>
    public static ulong Clamp(ulong value, ulong min, ulong max)
    {
        if (min > max)
        {
            Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowArgumentException();
        }

        return Max(min, Min(value, max));
    }

    /// <summary>The high and, in <paramref name="low"/>, the low half of a product.</summary>
    public static ulong BigMul(ulong a, ulong b, out ulong low)
    {
        ulong lowByLow = (ulong)(uint)a * (uint)b;
        ulong highByLow = (a >> 32) * (uint)b + (lowByLow >> 32);
        ulong lowByHigh = (uint)a * (b >> 32) + (uint)highByLow;
        low = a * b;
        return (a >> 32) * (b >> 32) + (highByLow >> 32) + (lowByHigh >> 32);
    }

    /// <summary>The same number without its sign.</summary>
    [System.Runtime.CompilerServices.Intrinsic]
    public static double Abs(double value) => Abs(value);

    /// <summary>The square root.</summary>
    [System.Runtime.CompilerServices.Intrinsic]
    public static double Sqrt(double d) => Sqrt(d);
}
