// What an exception interrupted; exceptions.asm fills it on the stack.
using System.Runtime.InteropServices;

namespace MicroHV.Guest;

/// <summary>What an exception interrupted: SDM 3A, "64-Bit Mode Stack Frame".</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ExceptionFrame
{
    /// <summary>CR2: the address that a page fault is about.</summary>
    public ulong CR2;

    /// <summary>General register.</summary>
    public ulong Rax, Rbx, Rcx, Rdx, Rsi, Rdi, Rbp, R8, R9, R10, R11, R12, R13, R14, R15;

    /// <summary>Number of the exception, 0 to 31.</summary>
    public ulong Vector;

    /// <summary>Its error code; 0 if it has none.</summary>
    public ulong ErrorCode;

    /// <summary>Address of the instruction: of the one behind it if the exception is a trap.</summary>
    public ulong Rip;

    /// <summary>Selector of the code segment.</summary>
    public ulong Cs;

    /// <summary>Flags.</summary>
    public ulong Rflags;

    /// <summary>Stack pointer.</summary>
    public ulong Rsp;

    /// <summary>Selector of the stack segment.</summary>
    public ulong Ss;
}
