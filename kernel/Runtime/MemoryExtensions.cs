// Comparison of bytes.
using System.Runtime.CompilerServices;

namespace System;

/// <summary>Comparison of bytes.</summary>
public static class MemoryExtensions
{
    /// <summary>Whether both have the same bytes.</summary>
    public static bool SequenceEqual(this ReadOnlySpan<byte> span, ReadOnlySpan<byte> other)
    {
        if (span.Length != other.Length)
        {
            return false;
        }

        for (int i = 0; i < span.Length; i++)
        {
            if (span[i] != other[i])
            {
                return false;
            }
        }

        return true;
    }
}
