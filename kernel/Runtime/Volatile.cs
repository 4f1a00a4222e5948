// Reads and writes that the compiler neither drops, repeats nor moves.
using System.Runtime.CompilerServices;

namespace System.Threading;

/// <summary>Reads that happen, and happen before what follows; writes that happen, and after what precedes.</summary>
public static class Volatile
{
    /// <summary>Reads once, before everything that follows.</summary>
    [Intrinsic]
    public static bool Read(ref readonly bool location) =>
        Unsafe.As<bool, VolatileBool>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes once, after everything that precedes.</summary>
    [Intrinsic]
    public static void Write(ref bool location, bool value) =>
        Unsafe.As<bool, VolatileBool>(ref location).Value = value;

    /// <summary>Reads once, before everything that follows.</summary>
    [Intrinsic]
    public static byte Read(ref readonly byte location) =>
        Unsafe.As<byte, VolatileByte>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes once, after everything that precedes.</summary>
    [Intrinsic]
    public static void Write(ref byte location, byte value) =>
        Unsafe.As<byte, VolatileByte>(ref location).Value = value;

    /// <summary>Reads once, before everything that follows.</summary>
    [Intrinsic]
    public static ushort Read(ref readonly ushort location) =>
        Unsafe.As<ushort, VolatileUshort>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes once, after everything that precedes.</summary>
    [Intrinsic]
    public static void Write(ref ushort location, ushort value) =>
        Unsafe.As<ushort, VolatileUshort>(ref location).Value = value;

    /// <summary>Reads once, before everything that follows.</summary>
    [Intrinsic]
    public static int Read(ref readonly int location) =>
        Unsafe.As<int, VolatileInt>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes once, after everything that precedes.</summary>
    [Intrinsic]
    public static void Write(ref int location, int value) =>
        Unsafe.As<int, VolatileInt>(ref location).Value = value;

    /// <summary>Reads once, before everything that follows.</summary>
    [Intrinsic]
    public static uint Read(ref readonly uint location) =>
        Unsafe.As<uint, VolatileUint>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes once, after everything that precedes.</summary>
    [Intrinsic]
    public static void Write(ref uint location, uint value) =>
        Unsafe.As<uint, VolatileUint>(ref location).Value = value;

    /// <summary>Reads once, before everything that follows.</summary>
    [Intrinsic]
    public static long Read(ref readonly long location) =>
        Unsafe.As<long, VolatileLong>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes once, after everything that precedes.</summary>
    [Intrinsic]
    public static void Write(ref long location, long value) =>
        Unsafe.As<long, VolatileLong>(ref location).Value = value;

    /// <summary>Reads once, before everything that follows.</summary>
    [Intrinsic]
    public static ulong Read(ref readonly ulong location) =>
        Unsafe.As<ulong, VolatileUlong>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes once, after everything that precedes.</summary>
    [Intrinsic]
    public static void Write(ref ulong location, ulong value) =>
        Unsafe.As<ulong, VolatileUlong>(ref location).Value = value;

    private struct VolatileBool
    {
        public volatile bool Value;
    }

    private struct VolatileByte
    {
        public volatile byte Value;
    }

    private struct VolatileUshort
    {
        public volatile ushort Value;
    }

    private struct VolatileInt
    {
        public volatile int Value;
    }

    private struct VolatileUint
    {
        public volatile uint Value;
    }

    // The language has no volatile fields of 64 bits; words of the machine are as wide.
    private struct VolatileLong
    {
        private volatile nint _value;

        public long Value
        {
            get => _value;
            set => _value = (nint)value;
        }
    }

    private struct VolatileUlong
    {
        private volatile nuint _value;

        public ulong Value
        {
            get => _value;
            set => _value = (nuint)value;
        }
    }
}
