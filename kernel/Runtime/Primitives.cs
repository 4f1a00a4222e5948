// The types that have a keyword, each a struct that holds itself.
namespace System;

/// <summary>The type of methods without a result.</summary>
public struct Void { }

/// <summary>True or false, one byte.</summary>
public struct Boolean
{
    private bool _value;
}

/// <summary>One UTF-16 code unit.</summary>
public struct Char
{
    private char _value;
}

/// <summary>The type <c>sbyte</c>.</summary>
public struct SByte : IEquatable<sbyte>
{
    /// <summary>The smallest value.</summary>
    public const sbyte MinValue = -128;

    /// <summary>The largest value.</summary>
    public const sbyte MaxValue = 127;

    private sbyte _value;

    /// <summary>Whether both have the same value.</summary>
    public readonly bool Equals(sbyte other) => _value == other;
}

/// <summary>The type <c>byte</c>.</summary>
public struct Byte : IEquatable<byte>
{
    /// <summary>The smallest value.</summary>
    public const byte MinValue = 0;

    /// <summary>The largest value.</summary>
    public const byte MaxValue = 255;

    private byte _value;

    /// <summary>Whether both have the same value.</summary>
    public readonly bool Equals(byte other) => _value == other;
}

/// <summary>The type <c>short</c>.</summary>
public struct Int16 : IEquatable<short>
{
    /// <summary>The smallest value.</summary>
    public const short MinValue = -32768;

    /// <summary>The largest value.</summary>
    public const short MaxValue = 32767;

    private short _value;

    /// <summary>Whether both have the same value.</summary>
    public readonly bool Equals(short other) => _value == other;
}

/// <summary>The type <c>ushort</c>.</summary>
public struct UInt16 : IEquatable<ushort>
{
    /// <summary>The smallest value.</summary>
    public const ushort MinValue = 0;

    /// <summary>The largest value.</summary>
    public const ushort MaxValue = 65535;

    private ushort _value;

    /// <summary>Whether both have the same value.</summary>
    public readonly bool Equals(ushort other) => _value == other;
}

/// <summary>The type <c>int</c>.</summary>
public struct Int32 : IEquatable<int>
{
    /// <summary>The smallest value.</summary>
    public const int MinValue = -2147483648;

    /// <summary>The largest value.</summary>
    public const int MaxValue = 2147483647;

    private int _value;

    /// <summary>Whether both have the same value.</summary>
    public readonly bool Equals(int other) => _value == other;
}

/// <summary>The type <c>uint</c>.</summary>
public struct UInt32 : IEquatable<uint>
{
    /// <summary>The smallest value.</summary>
    public const uint MinValue = 0;

    /// <summary>The largest value.</summary>
    public const uint MaxValue = 4294967295;

    private uint _value;

    /// <summary>Whether both have the same value.</summary>
    public readonly bool Equals(uint other) => _value == other;
}

/// <summary>The type <c>long</c>.</summary>
public struct Int64 : IEquatable<long>
{
    /// <summary>The smallest value.</summary>
    public const long MinValue = -9223372036854775808;

    /// <summary>The largest value.</summary>
    public const long MaxValue = 9223372036854775807;

    private long _value;

    /// <summary>Whether both have the same value.</summary>
    public readonly bool Equals(long other) => _value == other;
}

/// <summary>The type <c>ulong</c>.</summary>
public struct UInt64 : IEquatable<ulong>
{
    /// <summary>The smallest value.</summary>
    public const ulong MinValue = 0;

    /// <summary>The largest value.</summary>
    public const ulong MaxValue = 18446744073709551615;

    private ulong _value;

    /// <summary>Whether both have the same value.</summary>
    public readonly bool Equals(ulong other) => _value == other;
}

/// <summary>The type <c>nint</c>.</summary>
public struct IntPtr
{
    private nint _value;
}

/// <summary>The type <c>nuint</c>.</summary>
public struct UIntPtr
{
    private nuint _value;
}

/// <summary>The type <c>float</c>; not for the kernel.</summary>
public struct Single
{
    private float _value;
}

/// <summary>The type <c>double</c>; not for the kernel.</summary>
public struct Double
{
    private double _value;
}
