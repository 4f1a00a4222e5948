// The architectural state of a virtual CPU that the vendors' control blocks hold, in neither vendor's format.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>Registers of a virtual CPU, as the plan gives them at first entry and as a dump shows them after an error.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x1E0)]
public struct CpuState
{
    /// <summary>General registers, RSP included.</summary>
    [FieldOffset(0x000)] public GuestRegisters General;

    /// <summary>RIP.</summary>
    [FieldOffset(0x080)] public ulong Rip;

    /// <summary>RFLAGS.</summary>
    [FieldOffset(0x088)] public ulong Rflags;

    /// <summary>CR0 as the guest reads it.</summary>
    [FieldOffset(0x090)] public ulong Cr0;

    /// <summary>CR2.</summary>
    [FieldOffset(0x098)] public ulong Cr2;

    /// <summary>CR3.</summary>
    [FieldOffset(0x0A0)] public ulong Cr3;

    /// <summary>CR4 as the guest reads it.</summary>
    [FieldOffset(0x0A8)] public ulong Cr4;

    /// <summary>CR8: the task priority.</summary>
    [FieldOffset(0x0B0)] public ulong Cr8;

    /// <summary>IA32_EFER as the guest reads it.</summary>
    [FieldOffset(0x0B8)] public ulong Efer;

    /// <summary>DR6.</summary>
    [FieldOffset(0x0C0)] public ulong Dr6;

    /// <summary>DR7.</summary>
    [FieldOffset(0x0C8)] public ulong Dr7;

    /// <summary>IA32_PAT.</summary>
    [FieldOffset(0x0D0)] public ulong Pat;

    /// <summary>Zero.</summary>
    [FieldOffset(0x0D8)] public ulong Reserved;

    /// <summary>ES.</summary>
    [FieldOffset(0x0E0)] public SegmentState Es;

    /// <summary>CS.</summary>
    [FieldOffset(0x0F8)] public SegmentState Cs;

    /// <summary>SS.</summary>
    [FieldOffset(0x110)] public SegmentState Ss;

    /// <summary>DS.</summary>
    [FieldOffset(0x128)] public SegmentState Ds;

    /// <summary>FS.</summary>
    [FieldOffset(0x140)] public SegmentState Fs;

    /// <summary>GS.</summary>
    [FieldOffset(0x158)] public SegmentState Gs;

    /// <summary>LDTR.</summary>
    [FieldOffset(0x170)] public SegmentState Ldtr;

    /// <summary>TR.</summary>
    [FieldOffset(0x188)] public SegmentState Tr;

    /// <summary>GDTR; only base and limit count.</summary>
    [FieldOffset(0x1A0)] public SegmentState Gdtr;

    /// <summary>IDTR; only base and limit count.</summary>
    [FieldOffset(0x1B8)] public SegmentState Idtr;

    /// <summary>Zero.</summary>
    [FieldOffset(0x1D0)] public ulong Reserved2;

    /// <summary>Zero.</summary>
    [FieldOffset(0x1D8)] public ulong Reserved3;
}
