// The fields of a VMCB's state save area that VMRUN checks.
namespace MicroHV.Model.EntryChecks;

/// <summary>State save area. APM 2, "Layout of VMCB", "VMCB Layout, State Save Area".</summary>
public struct SvmGuestFields
{
    /// <summary>CS attributes in the format of the VMCB: descriptor bits 55:52 and 47:40 as bits 11:0.</summary>
    public ushort CsAttributes;

    /// <summary>EFER.</summary>
    public ulong Efer;

    /// <summary>CR0.</summary>
    public ulong Cr0;

    /// <summary>CR3.</summary>
    public ulong Cr3;

    /// <summary>CR4.</summary>
    public ulong Cr4;

    /// <summary>DR6.</summary>
    public ulong Dr6;

    /// <summary>DR7.</summary>
    public ulong Dr7;

    /// <summary>RFLAGS.</summary>
    public ulong Rflags;

    /// <summary>G_PAT; counts only with nested paging.</summary>
    public ulong Pat;

    /// <summary>S_CET.</summary>
    public ulong SCet;
}
