// References and pointers without checks; the ahead-of-time compiler supplies the bodies.
namespace System.Runtime.CompilerServices;

/// <summary>References and pointers without checks.</summary>
public static unsafe class Unsafe
{
    /// <summary>The reference <paramref name="elementOffset"/> elements further.</summary>
    [Intrinsic] public static extern ref T Add<T>(ref T source, int elementOffset);

    /// <summary>The reference <paramref name="elementOffset"/> elements further.</summary>
    [Intrinsic] public static extern ref T Add<T>(ref T source, nint elementOffset);

    /// <summary>The reference <paramref name="elementOffset"/> elements further.</summary>
    [Intrinsic] public static extern ref T Add<T>(ref T source, nuint elementOffset);

    /// <summary>The reference <paramref name="byteOffset"/> bytes further.</summary>
    [Intrinsic] public static extern ref T AddByteOffset<T>(ref T source, nuint byteOffset);

    /// <summary>The same place as another type.</summary>
    [Intrinsic] public static extern ref TTo As<TFrom, TTo>(ref TFrom source);

    /// <summary>The address of a reference.</summary>
    [Intrinsic] public static extern void* AsPointer<T>(ref readonly T value);

    /// <summary>The reference to an address.</summary>
    [Intrinsic] public static extern ref T AsRef<T>(void* source);

    /// <summary>The same reference, writable.</summary>
    [Intrinsic] public static extern ref T AsRef<T>(scoped ref readonly T source);

    /// <summary>Whether both refer to the same place.</summary>
    [Intrinsic] public static extern bool AreSame<T>(ref readonly T left, ref readonly T right);

    /// <summary>Whether the reference refers to nothing.</summary>
    [Intrinsic] public static extern bool IsNullRef<T>(ref readonly T source);

    /// <summary>A reference to nothing.</summary>
    [Intrinsic] public static extern ref T NullRef<T>();

    /// <summary>Reads at any alignment.</summary>
    [Intrinsic] public static extern T ReadUnaligned<T>(void* source);

    /// <summary>Reads at any alignment.</summary>
    [Intrinsic] public static extern T ReadUnaligned<T>(ref readonly byte source);

    /// <summary>Size of <typeparamref name="T"/> in bytes.</summary>
    [Intrinsic] public static int SizeOf<T>() => sizeof(T);

    /// <summary>Leaves a variable with whatever its place held.</summary>
    [Intrinsic] public static extern void SkipInit<T>(out T value);

    /// <summary>Writes at any alignment.</summary>
    [Intrinsic] public static extern void WriteUnaligned<T>(void* destination, T value);

    /// <summary>Writes at any alignment.</summary>
    [Intrinsic] public static extern void WriteUnaligned<T>(ref byte destination, T value);
}
