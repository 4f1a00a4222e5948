// The rules that VMRUN checks, each with a number of its own.
namespace MicroHV.Model.EntryChecks;

/// <summary>
/// Rules of APM 2, "Canonicalization and Consistency Checks", "TLB Control", "Event Injection" and "Nested Paging".
/// A violation is #VMEXIT with VMEXIT_INVALID. 4000H guest state, 4100H controls, 4200H injected event.
/// </summary>
public enum SvmEntryRule : uint
{
    /// <summary>No known rule is violated.</summary>
    None = 0,

    // State save area
    /// <summary>EFER.SVME of the guest must be 1.</summary>
    SvmeClear = 0x4000,
    /// <summary>CR0.NW must be 0 if CR0.CD is 0.</summary>
    NotWriteThroughWithoutCacheDisable = 0x4001,
    /// <summary>Bits 63:32 of CR0 must be 0.</summary>
    Cr0High = 0x4002,
    /// <summary>CR3 must not exceed the processor's physical-address width.</summary>
    Cr3Reserved = 0x4003,
    /// <summary>CR4 must have its reserved bits 0.</summary>
    Cr4Reserved = 0x4004,
    /// <summary>CR4.CET needs CR0.WP.</summary>
    CetWithoutWriteProtect = 0x4005,
    /// <summary>S_CET must have its reserved bits 0 if CR4.CET is 1.</summary>
    SCetReserved = 0x4006,
    /// <summary>Bits 63:32 of DR6 must be 0.</summary>
    Dr6High = 0x4007,
    /// <summary>Bits 63:32 of DR7 must be 0.</summary>
    Dr7High = 0x4008,
    /// <summary>EFER must have its reserved bits 0.</summary>
    EferReserved = 0x4009,
    /// <summary>EFER.LME and EFER.LMA must be 0 on a processor without long mode.</summary>
    LongModeMissing = 0x400A,
    /// <summary>With EFER.LME and CR0.PG, CR4.PAE must be 1.</summary>
    LongModeWithoutPae = 0x400B,
    /// <summary>With EFER.LME and CR0.PG, CR0.PE must be 1.</summary>
    LongModeWithoutProtection = 0x400C,
    /// <summary>In long mode, CS.L and CS.D must not both be 1.</summary>
    LongCodeWithDefaultSize = 0x400D,

    // Control area
    /// <summary>VMRUN must be intercepted.</summary>
    VmrunNotIntercepted = 0x4100,
    /// <summary>The MSR permission map must not extend beyond the processor's physical-address width.</summary>
    MsrPermissionMapWidth = 0x4101,
    /// <summary>The I/O permission map must not extend beyond the processor's physical-address width.</summary>
    IoPermissionMapWidth = 0x4102,
    /// <summary>The address space identifier must not be 0.</summary>
    AsidZero = 0x4103,
    /// <summary>TLB_CONTROL must be 0, 1, 3 or 7, and 3 or 7 only on a processor that can flush by ASID.</summary>
    TlbControlReserved = 0x4104,
    /// <summary>Virtual NMIs need the interception of NMIs.</summary>
    VirtualNmiNotIntercepted = 0x4105,
    /// <summary>Nested paging needs CR0.PG of the host.</summary>
    NestedPagingWithoutHostPaging = 0x4106,
    /// <summary>With nested paging, the nested CR3 must not exceed the processor's physical-address width.</summary>
    NestedCr3Reserved = 0x4107,
    /// <summary>With nested paging, G_PAT must hold only the memory types 0, 1, 4, 5, 6 and 7.</summary>
    PatType = 0x4108,

    // Injected event
    /// <summary>An injected event must not have a reserved type.</summary>
    EventType = 0x4200,
    /// <summary>An injected exception must have the vector of an exception: at most 31 and not 2.</summary>
    EventVector = 0x4201,
}
