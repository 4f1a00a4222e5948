// I/O ports; bodies in start.asm.
using System.Runtime;
using System.Runtime.CompilerServices;

namespace MicroHV.Guest;

/// <summary>
/// I/O ports that the plan grants. Another port is an error of the partition, or one that reads all ones and drops writes.
/// </summary>
public static class Ports
{
    /// <summary>Reads 8 bits from an I/O port that the plan grants; another port is PortViolation, or all ones.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("ports_in8")]
    public static extern byte In8(ushort port);

    /// <summary>Reads 16 bits from an I/O port.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("ports_in16")]
    public static extern ushort In16(ushort port);

    /// <summary>Reads 32 bits from an I/O port.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("ports_in32")]
    public static extern uint In32(ushort port);

    /// <summary>Writes 8 bits to an I/O port that the plan grants; another port is PortViolation, or nothing happens.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("ports_out8")]
    public static extern void Out8(ushort port, byte value);

    /// <summary>Writes 16 bits to an I/O port.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("ports_out16")]
    public static extern void Out16(ushort port, ushort value);

    /// <summary>Writes 32 bits to an I/O port.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("ports_out32")]
    public static extern void Out32(ushort port, uint value);
}
