// The interrupt descriptor table of a guest.
using System.Runtime;
using System.Runtime.CompilerServices;

namespace MicroHV.Guest;

/// <summary>
/// Gates for all exceptions, and for the interrupts that have a handler. SDM 3A, "64-Bit Mode IDT". Every virtual CPU that
/// needs them writes the same into them.
/// </summary>
internal static unsafe class Gates
{
    /// <summary>Number of the first vector that is no exception's.</summary>
    internal const uint FirstInterrupt = 32;

    /// <summary>Number of vectors.</summary>
    internal const int Vectors = 256;

    private const int StubSizeBytes = 16;
    private const ulong CodeSelector = 0x08;

    // DPL 0, and present but for the first. A trap gate leaves interrupts on, an interrupt gate switches them off.
    private const ulong AbsentGate = 0x0E00;
    private const ulong InterruptGate = 0x8E00;
    private const ulong TrapGate = 0x8F00;

    private static GateBuffer _gates;

    /// <summary>Loads the table on this virtual CPU, with a gate for each exception.</summary>
    internal static void Open()
    {
        for (uint i = 0; i < FirstInterrupt; i++)
        {
            Set(i, TrapGate);
        }

        fixed (ulong* gates = _gates.Halves)
        {
            Load(gates, (Vectors * 2 * sizeof(ulong)) - 1);
        }
    }

    /// <summary>Opens or closes the gate of an interrupt.</summary>
    internal static void SetInterrupt(byte vector, bool isPresent) => Set(vector, isPresent ? InterruptGate : AbsentGate);

    private static void Set(uint vector, ulong type)
    {
        ulong stub = Stubs() + (vector * StubSizeBytes);
        fixed (ulong* gates = _gates.Halves)
        {
            gates[(2 * vector) + 1] = stub >> 32;
            gates[2 * vector] = (stub & 0xFFFF) | (CodeSelector << 16) | (type << 32) | (stub >> 16 << 48);
        }
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("gates_load")]
    private static extern void Load(void* gates, uint limit);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("gates_stubs")]
    private static extern ulong Stubs();

    private struct GateBuffer
    {
        internal fixed ulong Halves[2 * Vectors];
    }
}
