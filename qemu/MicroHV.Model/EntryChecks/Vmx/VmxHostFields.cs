// The host-state area of a VMCS, and the mode in which VM entry is attempted.
namespace MicroHV.Model.EntryChecks;

/// <summary>Host-state area. A field that the processor does not have is 0. SDM 3C, "Host-State Area".</summary>
public struct VmxHostFields
{
    /// <summary>IA32_EFER.LMA at the time of VM entry. Always true for a 64-bit kernel.</summary>
    public bool IsInIa32eMode;

    /// <summary>ES selector.</summary>
    public ushort EsSelector;

    /// <summary>CS selector.</summary>
    public ushort CsSelector;

    /// <summary>SS selector.</summary>
    public ushort SsSelector;

    /// <summary>DS selector.</summary>
    public ushort DsSelector;

    /// <summary>FS selector.</summary>
    public ushort FsSelector;

    /// <summary>GS selector.</summary>
    public ushort GsSelector;

    /// <summary>TR selector.</summary>
    public ushort TrSelector;

    /// <summary>CR0.</summary>
    public ulong Cr0;

    /// <summary>CR3.</summary>
    public ulong Cr3;

    /// <summary>CR4.</summary>
    public ulong Cr4;

    /// <summary>Base of FS.</summary>
    public ulong FsBase;

    /// <summary>Base of GS.</summary>
    public ulong GsBase;

    /// <summary>Base of TR.</summary>
    public ulong TrBase;

    /// <summary>Base of GDTR.</summary>
    public ulong GdtrBase;

    /// <summary>Base of IDTR.</summary>
    public ulong IdtrBase;

    /// <summary>RIP.</summary>
    public ulong Rip;

    /// <summary>IA32_SYSENTER_ESP.</summary>
    public ulong SysenterEsp;

    /// <summary>IA32_SYSENTER_EIP.</summary>
    public ulong SysenterEip;

    /// <summary>IA32_PERF_GLOBAL_CTRL.</summary>
    public ulong PerfGlobalCtrl;

    /// <summary>IA32_PAT.</summary>
    public ulong Pat;

    /// <summary>IA32_EFER.</summary>
    public ulong Efer;

    /// <summary>IA32_S_CET.</summary>
    public ulong SCet;

    /// <summary>SSP.</summary>
    public ulong Ssp;

    /// <summary>IA32_INTERRUPT_SSP_TABLE_ADDR.</summary>
    public ulong InterruptSspTable;

    /// <summary>IA32_PKRS.</summary>
    public ulong Pkrs;
}
