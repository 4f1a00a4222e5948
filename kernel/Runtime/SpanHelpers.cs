// Blocks of memory: what the compiler calls for large copies, in assembly and without XMM registers.
using System.Runtime;
using System.Runtime.CompilerServices;

namespace System
{
    /// <summary>Blocks of memory; the bodies stand in runtime.asm.</summary>
    internal static class SpanHelpers
    {
        /// <summary>Copies <paramref name="byteCount"/> bytes; source and destination may overlap.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        [RuntimeImport("memmove")]
        internal static extern void Memmove(ref byte destination, ref byte source, nuint byteCount);

        /// <summary>Sets <paramref name="byteCount"/> bytes to zero.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        [RuntimeImport("memory_clear")]
        internal static extern void ClearWithoutReferences(ref byte destination, nuint byteCount);

        /// <summary>Sets <paramref name="byteCount"/> bytes to <paramref name="value"/>.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        [RuntimeImport("memset")]
        internal static extern void Fill(ref byte destination, byte value, nuint byteCount);
    }

    /// <summary>What the compiler calls for large structs that hold references; there are none.</summary>
    internal static class Buffer
    {
        /// <summary>Copies <paramref name="byteCount"/> bytes; source and destination may overlap.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        [RuntimeImport("memmove")]
        internal static extern void BulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint byteCount);
    }
}
