// The fields of a VMCB's control area that VMRUN checks.
namespace MicroHV.Model.EntryChecks;

/// <summary>Control area. APM 2, "Layout of VMCB", "VMCB Layout, Control Area".</summary>
public struct SvmControlFields
{
    /// <summary>Doubleword at offset 00Ch: intercepts of INTR, NMI and instructions.</summary>
    public uint Intercepts1;

    /// <summary>Doubleword at offset 010h: intercepts of VMRUN and later instructions.</summary>
    public uint Intercepts2;

    /// <summary>IOPM_BASE_PA.</summary>
    public ulong IopmBase;

    /// <summary>MSRPM_BASE_PA.</summary>
    public ulong MsrpmBase;

    /// <summary>Guest ASID.</summary>
    public uint Asid;

    /// <summary>TLB_CONTROL.</summary>
    public byte TlbControl;

    /// <summary>Quadword at offset 060h: virtual interrupts and virtual NMIs.</summary>
    public ulong VirtualInterrupts;

    /// <summary>NP_ENABLE.</summary>
    public bool IsNestedPaging;

    /// <summary>Nested CR3.</summary>
    public ulong NestedCr3;

    /// <summary>EVENTINJ, as it was before VMRUN.</summary>
    public ulong EventInjection;

    /// <summary>CR0.PG of the host at VMRUN. Always true for a 64-bit kernel.</summary>
    public bool IsHostPaging;
}
