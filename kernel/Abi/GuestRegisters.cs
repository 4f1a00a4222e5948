// The general registers of a guest, in the order of their numbers in an instruction.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>General registers; the world switch loads and stores them. Register number n is at offset 8 n.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x80)]
public struct GuestRegisters
{
    /// <summary>RAX, number 0.</summary>
    [FieldOffset(0x00)] public ulong Rax;

    /// <summary>RCX, number 1.</summary>
    [FieldOffset(0x08)] public ulong Rcx;

    /// <summary>RDX, number 2.</summary>
    [FieldOffset(0x10)] public ulong Rdx;

    /// <summary>RBX, number 3.</summary>
    [FieldOffset(0x18)] public ulong Rbx;

    /// <summary>RSP, number 4. Current only where <c>Backends</c> says so: the processor keeps it in the control block.</summary>
    [FieldOffset(0x20)] public ulong Rsp;

    /// <summary>RBP, number 5.</summary>
    [FieldOffset(0x28)] public ulong Rbp;

    /// <summary>RSI, number 6.</summary>
    [FieldOffset(0x30)] public ulong Rsi;

    /// <summary>RDI, number 7.</summary>
    [FieldOffset(0x38)] public ulong Rdi;

    /// <summary>R8.</summary>
    [FieldOffset(0x40)] public ulong R8;

    /// <summary>R9.</summary>
    [FieldOffset(0x48)] public ulong R9;

    /// <summary>R10.</summary>
    [FieldOffset(0x50)] public ulong R10;

    /// <summary>R11.</summary>
    [FieldOffset(0x58)] public ulong R11;

    /// <summary>R12.</summary>
    [FieldOffset(0x60)] public ulong R12;

    /// <summary>R13.</summary>
    [FieldOffset(0x68)] public ulong R13;

    /// <summary>R14.</summary>
    [FieldOffset(0x70)] public ulong R14;

    /// <summary>R15.</summary>
    [FieldOffset(0x78)] public ulong R15;
}
