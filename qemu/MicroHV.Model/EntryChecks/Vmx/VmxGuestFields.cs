// The guest-state area of a VMCS.
namespace MicroHV.Model.EntryChecks;

/// <summary>Guest-state area. A field that the processor does not have is 0. SDM 3C, "Guest-State Area".</summary>
public struct VmxGuestFields
{
    /// <summary>CR0.</summary>
    public ulong Cr0;

    /// <summary>CR3.</summary>
    public ulong Cr3;

    /// <summary>CR4.</summary>
    public ulong Cr4;

    /// <summary>DR7.</summary>
    public ulong Dr7;

    /// <summary>RIP.</summary>
    public ulong Rip;

    /// <summary>RFLAGS.</summary>
    public ulong Rflags;

    /// <summary>IA32_DEBUGCTL.</summary>
    public ulong DebugCtl;

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

    /// <summary>IA32_BNDCFGS.</summary>
    public ulong Bndcfgs;

    /// <summary>IA32_S_CET.</summary>
    public ulong SCet;

    /// <summary>SSP.</summary>
    public ulong Ssp;

    /// <summary>IA32_INTERRUPT_SSP_TABLE_ADDR.</summary>
    public ulong InterruptSspTable;

    /// <summary>IA32_PKRS.</summary>
    public ulong Pkrs;

    /// <summary>ES.</summary>
    public VmxSegmentFields Es;

    /// <summary>CS.</summary>
    public VmxSegmentFields Cs;

    /// <summary>SS.</summary>
    public VmxSegmentFields Ss;

    /// <summary>DS.</summary>
    public VmxSegmentFields Ds;

    /// <summary>FS.</summary>
    public VmxSegmentFields Fs;

    /// <summary>GS.</summary>
    public VmxSegmentFields Gs;

    /// <summary>LDTR.</summary>
    public VmxSegmentFields Ldtr;

    /// <summary>TR.</summary>
    public VmxSegmentFields Tr;

    /// <summary>Base of GDTR.</summary>
    public ulong GdtrBase;

    /// <summary>Base of IDTR.</summary>
    public ulong IdtrBase;

    /// <summary>Limit of GDTR.</summary>
    public uint GdtrLimit;

    /// <summary>Limit of IDTR.</summary>
    public uint IdtrLimit;

    /// <summary>Activity state: 0 active, 1 HLT, 2 shutdown, 3 wait-for-SIPI.</summary>
    public uint ActivityState;

    /// <summary>Interruptibility state: bit 0 blocking by STI, 1 by MOV SS, 2 by SMI, 3 by NMI, 4 enclave.</summary>
    public uint Interruptibility;

    /// <summary>Pending debug exceptions.</summary>
    public ulong PendingDebugExceptions;

    /// <summary>VMCS link pointer.</summary>
    public ulong VmcsLinkPointer;

    /// <summary>Bytes 3:0 of the region at <see cref="VmcsLinkPointer"/>; does not count if that is all ones.</summary>
    public uint VmcsLinkRevision;

    /// <summary>Address of the current VMCS; does not count if <see cref="VmcsLinkPointer"/> is all ones.</summary>
    public ulong CurrentVmcs;

    /// <summary>PDPTE0: the VMCS field with EPT, the entry in memory without.</summary>
    public ulong Pdpte0;

    /// <summary>PDPTE1: the VMCS field with EPT, the entry in memory without.</summary>
    public ulong Pdpte1;

    /// <summary>PDPTE2: the VMCS field with EPT, the entry in memory without.</summary>
    public ulong Pdpte2;

    /// <summary>PDPTE3: the VMCS field with EPT, the entry in memory without.</summary>
    public ulong Pdpte3;
}
