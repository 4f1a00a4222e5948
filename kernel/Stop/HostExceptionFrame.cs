// What the exception stubs leave on the stack.
namespace MicroHV.Kernel.Stop;

using System.Runtime.InteropServices;

/// <summary>Registers at a host exception, pushed by the processor and by the stubs in Host/interrupts.asm.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x40)]
public struct HostExceptionFrame
{
    /// <summary>Vector of #MC.</summary>
    public const ulong MachineCheckVector = 18;

    /// <summary>RBP.</summary>
    [FieldOffset(0x00)] public ulong Rbp;

    /// <summary>The vector.</summary>
    [FieldOffset(0x08)] public ulong Vector;

    /// <summary>The error code; 0 for vectors that have none.</summary>
    [FieldOffset(0x10)] public ulong ErrorCode;

    /// <summary>RIP.</summary>
    [FieldOffset(0x18)] public ulong Rip;

    /// <summary>CS.</summary>
    [FieldOffset(0x20)] public ulong Cs;

    /// <summary>RFLAGS.</summary>
    [FieldOffset(0x28)] public ulong Rflags;

    /// <summary>RSP.</summary>
    [FieldOffset(0x30)] public ulong Rsp;

    /// <summary>SS.</summary>
    [FieldOffset(0x38)] public ulong Ss;
}
