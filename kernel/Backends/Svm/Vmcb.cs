// The virtual machine control block. APM 2, "Layout of VMCB".
namespace MicroHV.Kernel.Backends;

using System.Runtime.InteropServices;

/// <summary>A segment register in a VMCB.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x10)]
public struct VmcbSegment
{
    /// <summary>Selector.</summary>
    [FieldOffset(0x0)] public ushort Selector;

    /// <summary>Attributes: descriptor bits 55:52 and 47:40 as bits 11:0.</summary>
    [FieldOffset(0x2)] public ushort Attributes;

    /// <summary>Last valid offset in bytes.</summary>
    [FieldOffset(0x4)] public uint Limit;

    /// <summary>Linear base address.</summary>
    [FieldOffset(0x8)] public ulong Base;
}

/// <summary>Control area in the first 0x400 bytes, state save area behind it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x1000)]
public struct Vmcb
{
    [FieldOffset(0x000)] public ushort InterceptCrReads;
    [FieldOffset(0x002)] public ushort InterceptCrWrites;
    [FieldOffset(0x008)] public uint InterceptExceptions;
    [FieldOffset(0x00C)] public uint Intercepts1;
    [FieldOffset(0x010)] public uint Intercepts2;
    [FieldOffset(0x040)] public ulong IopmBase;
    [FieldOffset(0x048)] public ulong MsrpmBase;
    [FieldOffset(0x050)] public ulong TscOffset;
    [FieldOffset(0x058)] public uint Asid;
    [FieldOffset(0x05C)] public byte TlbControl;
    [FieldOffset(0x060)] public ulong VirtualInterrupts;
    [FieldOffset(0x068)] public ulong InterruptShadow;
    [FieldOffset(0x070)] public ulong ExitCode;
    [FieldOffset(0x078)] public ulong ExitInfo1;
    [FieldOffset(0x080)] public ulong ExitInfo2;
    [FieldOffset(0x088)] public ulong ExitIntInfo;
    [FieldOffset(0x090)] public ulong NestedControl;
    [FieldOffset(0x0A8)] public ulong EventInjection;
    [FieldOffset(0x0B0)] public ulong NestedCr3;
    [FieldOffset(0x0C0)] public uint CleanBits;
    [FieldOffset(0x0C8)] public ulong NextRip;
    [FieldOffset(0x400)] public VmcbSegment Es;
    [FieldOffset(0x410)] public VmcbSegment Cs;
    [FieldOffset(0x420)] public VmcbSegment Ss;
    [FieldOffset(0x430)] public VmcbSegment Ds;
    [FieldOffset(0x440)] public VmcbSegment Fs;
    [FieldOffset(0x450)] public VmcbSegment Gs;
    [FieldOffset(0x460)] public VmcbSegment Gdtr;
    [FieldOffset(0x470)] public VmcbSegment Ldtr;
    [FieldOffset(0x480)] public VmcbSegment Idtr;
    [FieldOffset(0x490)] public VmcbSegment Tr;
    [FieldOffset(0x4CB)] public byte Cpl;
    [FieldOffset(0x4D0)] public ulong Efer;
    [FieldOffset(0x548)] public ulong Cr4;
    [FieldOffset(0x550)] public ulong Cr3;
    [FieldOffset(0x558)] public ulong Cr0;
    [FieldOffset(0x560)] public ulong Dr7;
    [FieldOffset(0x568)] public ulong Dr6;
    [FieldOffset(0x570)] public ulong Rflags;
    [FieldOffset(0x578)] public ulong Rip;
    [FieldOffset(0x5D8)] public ulong Rsp;
    [FieldOffset(0x5F8)] public ulong Rax;
    [FieldOffset(0x600)] public ulong Star;
    [FieldOffset(0x608)] public ulong Lstar;
    [FieldOffset(0x610)] public ulong Cstar;
    [FieldOffset(0x618)] public ulong Sfmask;
    [FieldOffset(0x620)] public ulong KernelGsBase;
    [FieldOffset(0x628)] public ulong SysenterCs;
    [FieldOffset(0x630)] public ulong SysenterEsp;
    [FieldOffset(0x638)] public ulong SysenterEip;
    [FieldOffset(0x640)] public ulong Cr2;
    [FieldOffset(0x668)] public ulong Pat;
    [FieldOffset(0x670)] public ulong DebugCtl;
}
