// What VMRUN checks: quadwords of the VMCB, in the order in which an entry failure record carries them.
namespace MicroHV.Kernel.Backends;

using System;

/// <summary>
/// The kernel reads by this table; the host tools put each quadword back at its offset in a <see cref="Vmcb"/> of
/// their own. APM 2, "Layout of VMCB".
/// </summary>
public static class SvmEntryFields
{
    /// <summary>Offsets in the VMCB in bytes: control area, then state save area.</summary>
    public static ReadOnlySpan<ushort> Offsets => new ushort[]
    {
        0x008, // intercepts of exceptions; of INTR, NMI and instructions
        0x010, // intercepts of VMRUN and later instructions
        0x040, // IOPM_BASE_PA
        0x048, // MSRPM_BASE_PA
        0x058, // guest ASID, TLB_CONTROL
        0x060, // virtual interrupts and virtual NMIs
        0x090, // NP_ENABLE
        0x0A8, // EVENTINJ
        0x0B0, // nested CR3
        0x410, // CS
        0x4D0, // EFER
        0x548, // CR4
        0x550, // CR3
        0x558, // CR0
        0x560, // DR7
        0x568, // DR6
        0x570, // RFLAGS
        0x668, // G_PAT
    };
}
