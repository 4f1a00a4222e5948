// Reading, changing and writing memory in one step.
using System.Runtime.CompilerServices;

namespace System.Threading;

/// <summary>Reading, changing and writing in one step. The signed ones are intrinsic: locked instructions.</summary>
public static class Interlocked
{
    /// <summary>Writes <paramref name="value"/> if the old value is <paramref name="comparand"/>; returns the old one.</summary>
    [Intrinsic]
    public static int CompareExchange(ref int location1, int value, int comparand) =>
        CompareExchange(ref location1, value, comparand);

    /// <summary>Writes <paramref name="value"/>; returns the old one.</summary>
    [Intrinsic]
    public static int Exchange(ref int location1, int value) => Exchange(ref location1, value);

    /// <summary>Adds <paramref name="value"/>; returns the old one.</summary>
    [Intrinsic]
    private static int ExchangeAdd(ref int location1, int value) => ExchangeAdd(ref location1, value);

    /// <summary>Sets the bits of <paramref name="value"/>; returns the old one.</summary>
    [Intrinsic]
    public static int Or(ref int location1, int value) => Or(ref location1, value);

    /// <summary>Keeps only the bits of <paramref name="value"/>; returns the old one.</summary>
    [Intrinsic]
    public static int And(ref int location1, int value) => And(ref location1, value);

    /// <summary>Adds <paramref name="value"/>; returns the sum.</summary>
    public static int Add(ref int location1, int value) => ExchangeAdd(ref location1, value) + value;

    /// <summary>Adds one; returns the sum.</summary>
    public static int Increment(ref int location) => Add(ref location, 1);

    /// <summary>Takes one away; returns the difference.</summary>
    public static int Decrement(ref int location) => Add(ref location, -1);

    /// <summary>Writes <paramref name="value"/> if the old value is <paramref name="comparand"/>; returns the old one.</summary>
    [Intrinsic]
    public static long CompareExchange(ref long location1, long value, long comparand) =>
        CompareExchange(ref location1, value, comparand);

    /// <summary>Writes <paramref name="value"/>; returns the old one.</summary>
    [Intrinsic]
    public static long Exchange(ref long location1, long value) => Exchange(ref location1, value);

    /// <summary>Adds <paramref name="value"/>; returns the old one.</summary>
    [Intrinsic]
    private static long ExchangeAdd(ref long location1, long value) => ExchangeAdd(ref location1, value);

    /// <summary>Sets the bits of <paramref name="value"/>; returns the old one.</summary>
    [Intrinsic]
    public static long Or(ref long location1, long value) => Or(ref location1, value);

    /// <summary>Keeps only the bits of <paramref name="value"/>; returns the old one.</summary>
    [Intrinsic]
    public static long And(ref long location1, long value) => And(ref location1, value);

    /// <summary>Adds <paramref name="value"/>; returns the sum.</summary>
    public static long Add(ref long location1, long value) => ExchangeAdd(ref location1, value) + value;

    /// <summary>Adds one; returns the sum.</summary>
    public static long Increment(ref long location) => Add(ref location, 1);

    /// <summary>Takes one away; returns the difference.</summary>
    public static long Decrement(ref long location) => Add(ref location, -1);

    /// <summary>Writes <paramref name="value"/> if the old value is <paramref name="comparand"/>; returns the old one.</summary>
    public static uint CompareExchange(ref uint location1, uint value, uint comparand) =>
        (uint)CompareExchange(ref Unsafe.As<uint, int>(ref location1), (int)value, (int)comparand);

    /// <summary>Writes <paramref name="value"/>; returns the old one.</summary>
    public static uint Exchange(ref uint location1, uint value) =>
        (uint)Exchange(ref Unsafe.As<uint, int>(ref location1), (int)value);

    /// <summary>Sets the bits of <paramref name="value"/>; returns the old one.</summary>
    public static uint Or(ref uint location1, uint value) =>
        (uint)Or(ref Unsafe.As<uint, int>(ref location1), (int)value);

    /// <summary>Keeps only the bits of <paramref name="value"/>; returns the old one.</summary>
    public static uint And(ref uint location1, uint value) =>
        (uint)And(ref Unsafe.As<uint, int>(ref location1), (int)value);

    /// <summary>Adds <paramref name="value"/>; returns the sum.</summary>
    public static uint Add(ref uint location1, uint value) =>
        (uint)Add(ref Unsafe.As<uint, int>(ref location1), (int)value);

    /// <summary>Adds one; returns the sum.</summary>
    public static uint Increment(ref uint location) => Add(ref location, 1);

    /// <summary>Writes <paramref name="value"/> if the old value is <paramref name="comparand"/>; returns the old one.</summary>
    public static ulong CompareExchange(ref ulong location1, ulong value, ulong comparand) =>
        (ulong)CompareExchange(ref Unsafe.As<ulong, long>(ref location1), (long)value, (long)comparand);

    /// <summary>Writes <paramref name="value"/>; returns the old one.</summary>
    public static ulong Exchange(ref ulong location1, ulong value) =>
        (ulong)Exchange(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    /// <summary>Sets the bits of <paramref name="value"/>; returns the old one.</summary>
    public static ulong Or(ref ulong location1, ulong value) =>
        (ulong)Or(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    /// <summary>Keeps only the bits of <paramref name="value"/>; returns the old one.</summary>
    public static ulong And(ref ulong location1, ulong value) =>
        (ulong)And(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    /// <summary>Adds <paramref name="value"/>; returns the sum.</summary>
    public static ulong Add(ref ulong location1, ulong value) =>
        (ulong)Add(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    /// <summary>Adds one; returns the sum.</summary>
    public static ulong Increment(ref ulong location) => Add(ref location, 1);

    /// <summary>Everything before happens before everything after, for every processor.</summary>
    [Intrinsic]
    public static void MemoryBarrier() => MemoryBarrier();
}
