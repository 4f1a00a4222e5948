// Spans made of references, and spans seen as other types.
using System.Runtime.CompilerServices;
using Internal.Runtime.CompilerHelpers;

namespace System.Runtime.InteropServices;

/// <summary>Spans made of references, and spans seen as other types.</summary>
public static class MemoryMarshal
{
    /// <summary>The first element.</summary>
    public static ref T GetReference<T>(Span<T> span) => ref span._reference;

    /// <summary>The first element.</summary>
    public static ref T GetReference<T>(ReadOnlySpan<T> span) => ref span._reference;

    /// <summary>The <paramref name="length"/> elements that begin at <paramref name="reference"/>.</summary>
    public static Span<T> CreateSpan<T>(scoped ref T reference, int length) =>
        new(ref Unsafe.AsRef(in reference), length);

    /// <summary>The <paramref name="length"/> elements that begin at <paramref name="reference"/>.</summary>
    public static ReadOnlySpan<T> CreateReadOnlySpan<T>(scoped ref readonly T reference, int length) =>
        new(ref Unsafe.AsRef(in reference), length);

    /// <summary>The same memory as bytes.</summary>
    public static Span<byte> AsBytes<T>(Span<T> span) where T : struct =>
        new(ref Unsafe.As<T, byte>(ref span._reference), ByteCount<T>(span.Length));

    /// <summary>The same memory as bytes.</summary>
    public static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> span) where T : struct =>
        new(ref Unsafe.As<T, byte>(ref span._reference), ByteCount<T>(span.Length));

    /// <summary>The first bytes as a <typeparamref name="T"/>.</summary>
    public static T Read<T>(ReadOnlySpan<byte> source) where T : struct
    {
        if (Unsafe.SizeOf<T>() > source.Length)
        {
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        }

        return Unsafe.ReadUnaligned<T>(ref source._reference);
    }

    /// <summary>Writes <paramref name="value"/> to the first bytes.</summary>
    public static void Write<T>(Span<byte> destination, in T value) where T : struct
    {
        if (Unsafe.SizeOf<T>() > destination.Length)
        {
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        }

        Unsafe.WriteUnaligned(ref destination._reference, value);
    }

    /// <summary>The first bytes seen as a <typeparamref name="T"/>.</summary>
    public static ref readonly T AsRef<T>(ReadOnlySpan<byte> span) where T : struct
    {
        if (Unsafe.SizeOf<T>() > span.Length)
        {
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        }

        return ref Unsafe.As<byte, T>(ref span._reference);
    }

    /// <summary>The first bytes seen as a <typeparamref name="T"/>.</summary>
    public static ref T AsRef<T>(Span<byte> span) where T : struct
    {
        if (Unsafe.SizeOf<T>() > span.Length)
        {
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        }

        return ref Unsafe.As<byte, T>(ref span._reference);
    }

    private static int ByteCount<T>(int length)
    {
        ulong bytes = (ulong)(uint)length * (uint)Unsafe.SizeOf<T>();
        if (bytes > int.MaxValue)
        {
            ThrowHelpers.ThrowOverflowException();
        }

        return (int)bytes;
    }
}
