// The rules that a VM entry checks, each with a number of its own.
namespace MicroHV.Model.EntryChecks;

/// <summary>
/// Rules of SDM 3C, "Checks on VMX Controls and Host-State Area" and "Checking and Loading Guest State", under
/// the manual's headings and in its order: 1000H controls, 2000H host state, 3000H guest state. Rules that differ only
/// in the segment register have consecutive numbers in the order ES, CS, SS, DS, FS, GS, LDTR, TR. Rules that others
/// imply have no member, nor have loads that no control of this kernel enables (IA32_RTIT_CTL, IA32_LBR_CTL,
/// IA32_UINV, FRED) and features of the tertiary controls.
/// </summary>
public enum VmxEntryRule : uint
{
    /// <summary>No known rule is violated.</summary>
    None = 0,

    // Checks on VMX Controls: VM-Execution Control Fields
    /// <summary>The pin-based controls must have the settings that the capability MSR allows.</summary>
    PinBasedReserved = 0x1000,
    /// <summary>The primary processor-based controls must have the settings that the capability MSR allows.</summary>
    PrimaryReserved = 0x1001,
    /// <summary>
    /// The secondary processor-based controls, if activated, must have the settings that the capability MSR allows.
    /// </summary>
    SecondaryReserved = 0x1002,
    /// <summary>
    /// The tertiary processor-based controls, if activated, must have only settings that the capability MSR allows.
    /// </summary>
    TertiaryReserved = 0x1003,
    /// <summary>The CR3-target count must not be greater than the processor's number of CR3-target values.</summary>
    Cr3TargetCount = 0x1004,
    /// <summary>With I/O bitmaps, bits 11:0 of both I/O-bitmap addresses must be 0.</summary>
    IoBitmapAlignment = 0x1005,
    /// <summary>
    /// With I/O bitmaps, neither I/O-bitmap address may exceed the processor's physical-address width.
    /// </summary>
    IoBitmapWidth = 0x1006,
    /// <summary>With MSR bitmaps, bits 11:0 of the MSR-bitmap address must be 0.</summary>
    MsrBitmapAlignment = 0x1007,
    /// <summary>
    /// With MSR bitmaps, the MSR-bitmap address must not exceed the processor's physical-address width.
    /// </summary>
    MsrBitmapWidth = 0x1008,
    /// <summary>With a TPR shadow, bits 11:0 of the virtual-APIC address must be 0.</summary>
    VirtualApicAlignment = 0x1009,
    /// <summary>
    /// With a TPR shadow, the virtual-APIC address must not exceed the processor's physical-address width.
    /// </summary>
    VirtualApicWidth = 0x100A,
    /// <summary>
    /// With a TPR shadow and without virtual-interrupt delivery, bits 31:4 of the TPR threshold must be 0.
    /// </summary>
    TprThresholdReserved = 0x100B,
    /// <summary>
    /// With a TPR shadow alone, the TPR threshold must not be above bits 7:4 of the virtual task priority.
    /// </summary>
    TprThresholdAboveVtpr = 0x100C,
    /// <summary>Without a TPR shadow, x2APIC mode must not be virtualized.</summary>
    X2ApicWithoutTprShadow = 0x100D,
    /// <summary>Without a TPR shadow, APIC registers must not be virtualized.</summary>
    ApicRegistersWithoutTprShadow = 0x100E,
    /// <summary>Without a TPR shadow, virtual interrupts must not be delivered.</summary>
    InterruptDeliveryWithoutTprShadow = 0x100F,
    /// <summary>Without NMI exiting, there must be no virtual NMIs.</summary>
    VirtualNmisWithoutNmiExiting = 0x1010,
    /// <summary>Without virtual NMIs, there must be no NMI-window exiting.</summary>
    NmiWindowWithoutVirtualNmis = 0x1011,
    /// <summary>With virtualized APIC accesses, bits 11:0 of the APIC-access address must be 0.</summary>
    ApicAccessAlignment = 0x1012,
    /// <summary>
    /// With virtualized APIC accesses, the APIC-access address must not exceed the processor's physical-address
    /// width.
    /// </summary>
    ApicAccessWidth = 0x1013,
    /// <summary>x2APIC mode and APIC accesses must not both be virtualized.</summary>
    X2ApicWithApicAccesses = 0x1014,
    /// <summary>Virtual-interrupt delivery needs external-interrupt exiting.</summary>
    InterruptDeliveryWithoutExternalExiting = 0x1015,
    /// <summary>Posted interrupts need virtual-interrupt delivery.</summary>
    PostedWithoutInterruptDelivery = 0x1016,
    /// <summary>Posted interrupts need the acknowledgement of interrupts on VM exits.</summary>
    PostedWithoutAcknowledge = 0x1017,
    /// <summary>With posted interrupts, the notification vector must be below 256.</summary>
    PostedVector = 0x1018,
    /// <summary>With posted interrupts, bits 5:0 of the descriptor address must be 0.</summary>
    PostedDescriptorAlignment = 0x1019,
    /// <summary>
    /// With posted interrupts, the descriptor address must not exceed the processor's physical-address width.
    /// </summary>
    PostedDescriptorWidth = 0x101A,
    /// <summary>With VPID enabled, the virtual-processor identifier must not be 0.</summary>
    VpidZero = 0x101B,
    /// <summary>With EPT, the EPT pointer's memory type must be one that the processor supports.</summary>
    EptpMemoryType = 0x101C,
    /// <summary>With EPT, the EPT pointer's page-walk length must be one that the processor supports.</summary>
    EptpWalkLength = 0x101D,
    /// <summary>With EPT, the EPT pointer may enable accessed and dirty flags only if the processor has them.</summary>
    EptpAccessedDirty = 0x101E,
    /// <summary>With EPT, the EPT pointer may control supervisor shadow stacks only if the processor can.</summary>
    EptpShadowStack = 0x101F,
    /// <summary>With EPT, bits 11:8 of the EPT pointer must be 0.</summary>
    EptpReserved = 0x1020,
    /// <summary>With EPT, the EPT pointer must not exceed the processor's physical-address width.</summary>
    EptpWidth = 0x1021,
    /// <summary>Page-modification logging needs EPT.</summary>
    PmlWithoutEpt = 0x1022,
    /// <summary>With page-modification logging, bits 11:0 of the PML address must be 0.</summary>
    PmlAlignment = 0x1023,
    /// <summary>
    /// With page-modification logging, the PML address must not exceed the processor's physical-address width.
    /// </summary>
    PmlWidth = 0x1024,
    /// <summary>An unrestricted guest needs EPT.</summary>
    UnrestrictedWithoutEpt = 0x1025,
    /// <summary>Mode-based execute control needs EPT.</summary>
    ModeBasedExecuteWithoutEpt = 0x1026,
    /// <summary>Sub-page write permissions need EPT.</summary>
    SubPageWithoutEpt = 0x1027,
    /// <summary>
    /// With sub-page write permissions, bits 11:0 of the sub-page-permission-table pointer must be 0.
    /// </summary>
    SubPageTableAlignment = 0x1028,
    /// <summary>
    /// With sub-page write permissions, the sub-page-permission-table pointer must not exceed the processor's
    /// physical-address width.
    /// </summary>
    SubPageTableWidth = 0x1029,
    /// <summary>With VM functions, only functions that the processor has may be enabled.</summary>
    VmFunctionsReserved = 0x102A,
    /// <summary>EPTP switching needs EPT.</summary>
    EptpSwitchingWithoutEpt = 0x102B,
    /// <summary>With EPTP switching, bits 11:0 of the EPTP-list address must be 0.</summary>
    EptpListAlignment = 0x102C,
    /// <summary>
    /// With EPTP switching, the EPTP-list address must not exceed the processor's physical-address width.
    /// </summary>
    EptpListWidth = 0x102D,
    /// <summary>With VMCS shadowing, bits 11:0 of the VMREAD- and VMWRITE-bitmap addresses must be 0.</summary>
    ShadowBitmapAlignment = 0x102E,
    /// <summary>
    /// With VMCS shadowing, neither the VMREAD- nor the VMWRITE-bitmap address may exceed the processor's
    /// physical-address width.
    /// </summary>
    ShadowBitmapWidth = 0x102F,
    /// <summary>With #VE, bits 11:0 of the virtualization-exception information address must be 0.</summary>
    VirtualizationExceptionAlignment = 0x1030,
    /// <summary>
    /// With #VE, the virtualization-exception information address must not exceed the processor's physical-address
    /// width.
    /// </summary>
    VirtualizationExceptionWidth = 0x1031,
    /// <summary>Guest-physical addresses of Processor Trace need EPT.</summary>
    PtGuestPhysicalWithoutEpt = 0x1032,
    /// <summary>
    /// Guest-physical addresses of Processor Trace need IA32_RTIT_CTL loaded on entry and cleared on exit.
    /// </summary>
    PtGuestPhysicalWithoutRtit = 0x1033,
    /// <summary>With TSC scaling, the TSC multiplier must not be 0.</summary>
    TscMultiplierZero = 0x1034,

    // Checks on VMX Controls: VM-Exit Control Fields
    /// <summary>The VM-exit controls must have the settings that the capability MSR allows.</summary>
    ExitReserved = 0x1100,
    /// <summary>
    /// The secondary VM-exit controls, if activated, must have only settings that the capability MSR allows.
    /// </summary>
    SecondaryExitReserved = 0x1101,
    /// <summary>The VMX-preemption timer may be saved only if it is activated.</summary>
    SaveTimerWithoutTimer = 0x1102,
    /// <summary>If MSRs are stored on VM exits, bits 3:0 of the area's address must be 0.</summary>
    ExitMsrStoreAlignment = 0x1103,
    /// <summary>
    /// If MSRs are stored on VM exits, no byte of the area may lie beyond the processor's physical-address width.
    /// </summary>
    ExitMsrStoreWidth = 0x1104,
    /// <summary>If MSRs are loaded on VM exits, bits 3:0 of the area's address must be 0.</summary>
    ExitMsrLoadAlignment = 0x1105,
    /// <summary>
    /// If MSRs are loaded on VM exits, no byte of the area may lie beyond the processor's physical-address width.
    /// </summary>
    ExitMsrLoadWidth = 0x1106,

    // Checks on VMX Controls: VM-Entry Control Fields
    /// <summary>The VM-entry controls must have the settings that the capability MSR allows.</summary>
    EntryReserved = 0x1200,
    /// <summary>An injected event must not have a reserved type.</summary>
    EventType = 0x1201,
    /// <summary>
    /// An injected event's vector must suit its type: NMI 2, hardware exception at most 31, other event 0.
    /// </summary>
    EventVector = 0x1202,
    /// <summary>
    /// An injected event must not deliver an error code where its type, vector or real mode has none.
    /// </summary>
    EventErrorCodeForbidden = 0x1203,
    /// <summary>An injected exception that has an error code must deliver it.</summary>
    EventErrorCodeRequired = 0x1204,
    /// <summary>Bits 30:12 of the VM-entry interruption information must be 0.</summary>
    EventReserved = 0x1205,
    /// <summary>Bits 31:16 of an injected error code must be 0.</summary>
    EventErrorCodeReserved = 0x1206,
    /// <summary>
    /// An injected software event must have an instruction length of at most 15, and 0 only if allowed.
    /// </summary>
    EventInstructionLength = 0x1207,
    /// <summary>If MSRs are loaded on VM entries, bits 3:0 of the area's address must be 0.</summary>
    EntryMsrLoadAlignment = 0x1208,
    /// <summary>
    /// If MSRs are loaded on VM entries, no byte of the area may lie beyond the processor's physical-address width.
    /// </summary>
    EntryMsrLoadWidth = 0x1209,
    /// <summary>Outside system-management mode, an entry to it is not possible.</summary>
    EntryToSmm = 0x120A,
    /// <summary>Outside system-management mode, the dual-monitor treatment cannot be deactivated.</summary>
    DeactivateDualMonitor = 0x120B,

    // Checks on Host Control Registers, MSRs, and SSP
    /// <summary>Host CR0 must have only bit settings that VMX operation supports.</summary>
    HostCr0 = 0x2000,
    /// <summary>Host CR4 must have only bit settings that VMX operation supports.</summary>
    HostCr4 = 0x2001,
    /// <summary>Host CR4.CET needs CR0.WP.</summary>
    HostCetWithoutWriteProtect = 0x2002,
    /// <summary>Host CR3 must not exceed the processor's physical-address width.</summary>
    HostCr3 = 0x2003,
    /// <summary>Host IA32_SYSENTER_ESP must be canonical.</summary>
    HostSysenterEsp = 0x2004,
    /// <summary>Host IA32_SYSENTER_EIP must be canonical.</summary>
    HostSysenterEip = 0x2005,
    /// <summary>Host IA32_PERF_GLOBAL_CTRL, if loaded, must have its reserved bits 0.</summary>
    HostPerfGlobalCtrl = 0x2006,
    /// <summary>Host IA32_PAT, if loaded, must hold only the memory types 0, 1, 4, 5, 6 and 7.</summary>
    HostPat = 0x2007,
    /// <summary>Host IA32_EFER, if loaded, must have its reserved bits 0.</summary>
    HostEferReserved = 0x2008,
    /// <summary>
    /// Host IA32_EFER, if loaded, must have LMA and LME equal to the host address-space size control.
    /// </summary>
    HostEferMode = 0x2009,
    /// <summary>
    /// Host IA32_S_CET, if loaded, must have its reserved bits 0, not both SUPPRESS and TRACKER set, and a canonical
    /// bitmap address.
    /// </summary>
    HostSCet = 0x200A,
    /// <summary>Host SSP, if loaded, must be canonical with bits 1:0 equal to 0.</summary>
    HostSsp = 0x200B,
    /// <summary>Host IA32_INTERRUPT_SSP_TABLE_ADDR, if loaded, must be canonical.</summary>
    HostInterruptSspTable = 0x200C,
    /// <summary>Bits 63:32 of host IA32_PKRS, if loaded, must be 0.</summary>
    HostPkrs = 0x200D,

    // Checks on Host Segment and Descriptor-Table Registers
    /// <summary>RPL and TI of the host ES selector must be 0.</summary>
    HostEsSelector = 0x2100,
    /// <summary>RPL and TI of the host CS selector must be 0.</summary>
    HostCsSelector = 0x2101,
    /// <summary>RPL and TI of the host SS selector must be 0.</summary>
    HostSsSelector = 0x2102,
    /// <summary>RPL and TI of the host DS selector must be 0.</summary>
    HostDsSelector = 0x2103,
    /// <summary>RPL and TI of the host FS selector must be 0.</summary>
    HostFsSelector = 0x2104,
    /// <summary>RPL and TI of the host GS selector must be 0.</summary>
    HostGsSelector = 0x2105,
    /// <summary>RPL and TI of the host TR selector must be 0.</summary>
    HostTrSelector = 0x2106,
    /// <summary>The host CS selector must not be 0.</summary>
    HostCsNull = 0x2107,
    /// <summary>The host TR selector must not be 0.</summary>
    HostTrNull = 0x2108,
    /// <summary>The host SS selector must not be 0 for a 32-bit host.</summary>
    HostSsNull = 0x2109,
    /// <summary>The host base of FS must be canonical.</summary>
    HostFsBase = 0x210A,
    /// <summary>The host base of GS must be canonical.</summary>
    HostGsBase = 0x210B,
    /// <summary>The host base of GDTR must be canonical.</summary>
    HostGdtrBase = 0x210C,
    /// <summary>The host base of IDTR must be canonical.</summary>
    HostIdtrBase = 0x210D,
    /// <summary>The host base of TR must be canonical.</summary>
    HostTrBase = 0x210E,

    // Checks Related to Address-Space Size
    /// <summary>Outside IA-32e mode, the guest cannot be in IA-32e mode.</summary>
    Ia32eGuestOutsideIa32eMode = 0x2200,
    /// <summary>Outside IA-32e mode, the host cannot be 64-bit.</summary>
    Host64OutsideIa32eMode = 0x2201,
    /// <summary>In IA-32e mode, the host must be 64-bit.</summary>
    Host32InIa32eMode = 0x2202,
    /// <summary>The CR4 of a 32-bit host must not have PCIDE set.</summary>
    Host32Pcide = 0x2203,
    /// <summary>Bits 63:32 of the RIP of a 32-bit host must be 0.</summary>
    Host32Rip = 0x2204,
    /// <summary>The CR4 of a 64-bit host must have PAE set.</summary>
    Host64Pae = 0x2205,
    /// <summary>The RIP of a 64-bit host must be canonical.</summary>
    Host64Rip = 0x2206,

    // Checks on Guest Control Registers, Debug Registers, and MSRs
    /// <summary>
    /// Guest CR0 must have only bit settings that VMX operation supports; PE and PG are free for an unrestricted
    /// guest.
    /// </summary>
    GuestCr0 = 0x3000,
    /// <summary>Guest CR0.PG needs CR0.PE.</summary>
    GuestPagingWithoutProtection = 0x3001,
    /// <summary>Guest CR4 must have only bit settings that VMX operation supports.</summary>
    GuestCr4 = 0x3002,
    /// <summary>Guest CR4.CET needs CR0.WP.</summary>
    GuestCetWithoutWriteProtect = 0x3003,
    /// <summary>Guest IA32_DEBUGCTL, if loaded, must have its reserved bits 0.</summary>
    GuestDebugCtl = 0x3004,
    /// <summary>A guest in IA-32e mode must have CR0.PG set.</summary>
    GuestIa32eWithoutPaging = 0x3005,
    /// <summary>A guest in IA-32e mode must have CR4.PAE set.</summary>
    GuestIa32eWithoutPae = 0x3006,
    /// <summary>A guest outside IA-32e mode must not have CR4.PCIDE set.</summary>
    GuestPcideOutsideIa32e = 0x3007,
    /// <summary>Guest CR3 must not exceed the processor's physical-address width.</summary>
    GuestCr3 = 0x3008,
    /// <summary>Bits 63:32 of guest DR7, if loaded, must be 0.</summary>
    GuestDr7 = 0x3009,
    /// <summary>Guest IA32_SYSENTER_ESP must be canonical.</summary>
    GuestSysenterEsp = 0x300A,
    /// <summary>Guest IA32_SYSENTER_EIP must be canonical.</summary>
    GuestSysenterEip = 0x300B,
    /// <summary>Guest IA32_PERF_GLOBAL_CTRL, if loaded, must have its reserved bits 0.</summary>
    GuestPerfGlobalCtrl = 0x300C,
    /// <summary>Guest IA32_PAT, if loaded, must hold only the memory types 0, 1, 4, 5, 6 and 7.</summary>
    GuestPat = 0x300D,
    /// <summary>Guest IA32_EFER, if loaded, must have its reserved bits 0.</summary>
    GuestEferReserved = 0x300E,
    /// <summary>Guest IA32_EFER.LMA, if loaded, must equal the IA-32e mode guest control.</summary>
    GuestEferLma = 0x300F,
    /// <summary>Guest IA32_EFER.LME, if loaded, must equal LMA when CR0.PG is set.</summary>
    GuestEferLme = 0x3010,
    /// <summary>Guest IA32_BNDCFGS, if loaded, must have bits 11:2 equal to 0 and a canonical address.</summary>
    GuestBndcfgs = 0x3011,
    /// <summary>
    /// Guest IA32_S_CET, if loaded, must have its reserved bits 0, not both SUPPRESS and TRACKER set, and a canonical
    /// bitmap address.
    /// </summary>
    GuestSCet = 0x3012,
    /// <summary>Guest IA32_INTERRUPT_SSP_TABLE_ADDR, if loaded, must be canonical.</summary>
    GuestInterruptSspTable = 0x3013,
    /// <summary>Bits 63:32 of guest IA32_PKRS, if loaded, must be 0.</summary>
    GuestPkrs = 0x3014,

    // Checks on Guest Segment Registers: selectors
    /// <summary>TI of the guest TR selector must be 0.</summary>
    GuestTrSelectorTi = 0x3100,
    /// <summary>TI of the guest LDTR selector must be 0 if LDTR is usable.</summary>
    GuestLdtrSelectorTi = 0x3101,
    /// <summary>
    /// Outside virtual-8086 mode, RPL of the guest SS and CS selectors must be equal unless the guest is
    /// unrestricted.
    /// </summary>
    GuestSsSelectorRpl = 0x3102,

    // Checks on Guest Segment Registers: base addresses in virtual-8086 mode
    /// <summary>In virtual-8086 mode, the base of guest ES must be its selector times 16.</summary>
    GuestEsVirtual8086Base = 0x3110,
    /// <summary>In virtual-8086 mode, the base of guest CS must be its selector times 16.</summary>
    GuestCsVirtual8086Base = 0x3111,
    /// <summary>In virtual-8086 mode, the base of guest SS must be its selector times 16.</summary>
    GuestSsVirtual8086Base = 0x3112,
    /// <summary>In virtual-8086 mode, the base of guest DS must be its selector times 16.</summary>
    GuestDsVirtual8086Base = 0x3113,
    /// <summary>In virtual-8086 mode, the base of guest FS must be its selector times 16.</summary>
    GuestFsVirtual8086Base = 0x3114,
    /// <summary>In virtual-8086 mode, the base of guest GS must be its selector times 16.</summary>
    GuestGsVirtual8086Base = 0x3115,

    // Checks on Guest Segment Registers: canonical base addresses
    /// <summary>The base of guest FS must be canonical.</summary>
    GuestFsBaseCanonical = 0x311C,
    /// <summary>The base of guest GS must be canonical.</summary>
    GuestGsBaseCanonical = 0x311D,
    /// <summary>The base of guest LDTR must be canonical.</summary>
    GuestLdtrBaseCanonical = 0x311E,
    /// <summary>The base of guest TR must be canonical.</summary>
    GuestTrBaseCanonical = 0x311F,

    // Checks on Guest Segment Registers: 32-bit base addresses
    /// <summary>Bits 63:32 of the base of guest ES must be 0.</summary>
    GuestEsBaseHigh = 0x3120,
    /// <summary>Bits 63:32 of the base of guest CS must be 0.</summary>
    GuestCsBaseHigh = 0x3121,
    /// <summary>Bits 63:32 of the base of guest SS must be 0.</summary>
    GuestSsBaseHigh = 0x3122,
    /// <summary>Bits 63:32 of the base of guest DS must be 0.</summary>
    GuestDsBaseHigh = 0x3123,

    // Checks on Guest Segment Registers: limits in virtual-8086 mode
    /// <summary>In virtual-8086 mode, the limit of guest ES must be FFFFH.</summary>
    GuestEsVirtual8086Limit = 0x3128,
    /// <summary>In virtual-8086 mode, the limit of guest CS must be FFFFH.</summary>
    GuestCsVirtual8086Limit = 0x3129,
    /// <summary>In virtual-8086 mode, the limit of guest SS must be FFFFH.</summary>
    GuestSsVirtual8086Limit = 0x312A,
    /// <summary>In virtual-8086 mode, the limit of guest DS must be FFFFH.</summary>
    GuestDsVirtual8086Limit = 0x312B,
    /// <summary>In virtual-8086 mode, the limit of guest FS must be FFFFH.</summary>
    GuestFsVirtual8086Limit = 0x312C,
    /// <summary>In virtual-8086 mode, the limit of guest GS must be FFFFH.</summary>
    GuestGsVirtual8086Limit = 0x312D,

    // Checks on Guest Segment Registers: access rights in virtual-8086 mode
    /// <summary>In virtual-8086 mode, the access rights of guest ES must be F3H.</summary>
    GuestEsVirtual8086AccessRights = 0x3130,
    /// <summary>In virtual-8086 mode, the access rights of guest CS must be F3H.</summary>
    GuestCsVirtual8086AccessRights = 0x3131,
    /// <summary>In virtual-8086 mode, the access rights of guest SS must be F3H.</summary>
    GuestSsVirtual8086AccessRights = 0x3132,
    /// <summary>In virtual-8086 mode, the access rights of guest DS must be F3H.</summary>
    GuestDsVirtual8086AccessRights = 0x3133,
    /// <summary>In virtual-8086 mode, the access rights of guest FS must be F3H.</summary>
    GuestFsVirtual8086AccessRights = 0x3134,
    /// <summary>In virtual-8086 mode, the access rights of guest GS must be F3H.</summary>
    GuestGsVirtual8086AccessRights = 0x3135,

    // Checks on Guest Segment Registers: type
    /// <summary>The type of guest ES, if usable, must be accessed and, for code, readable.</summary>
    GuestEsType = 0x3138,
    /// <summary>The type of guest CS must be 9, 11, 13 or 15, or 3 for an unrestricted guest.</summary>
    GuestCsType = 0x3139,
    /// <summary>The type of guest SS must be 3 or 7 if SS is usable.</summary>
    GuestSsType = 0x313A,
    /// <summary>The type of guest DS, if usable, must be accessed and, for code, readable.</summary>
    GuestDsType = 0x313B,
    /// <summary>The type of guest FS, if usable, must be accessed and, for code, readable.</summary>
    GuestFsType = 0x313C,
    /// <summary>The type of guest GS, if usable, must be accessed and, for code, readable.</summary>
    GuestGsType = 0x313D,
    /// <summary>The type of guest LDTR must be 2 if LDTR is usable.</summary>
    GuestLdtrType = 0x313E,
    /// <summary>The type of guest TR must be 11, or 3 outside IA-32e mode.</summary>
    GuestTrType = 0x313F,

    // Checks on Guest Segment Registers: descriptor type
    /// <summary>S of guest ES must be 1 if ES is usable.</summary>
    GuestEsDescriptorType = 0x3140,
    /// <summary>S of guest CS must be 1.</summary>
    GuestCsDescriptorType = 0x3141,
    /// <summary>S of guest SS must be 1 if SS is usable.</summary>
    GuestSsDescriptorType = 0x3142,
    /// <summary>S of guest DS must be 1 if DS is usable.</summary>
    GuestDsDescriptorType = 0x3143,
    /// <summary>S of guest FS must be 1 if FS is usable.</summary>
    GuestFsDescriptorType = 0x3144,
    /// <summary>S of guest GS must be 1 if GS is usable.</summary>
    GuestGsDescriptorType = 0x3145,
    /// <summary>S of guest LDTR must be 0 if LDTR is usable.</summary>
    GuestLdtrDescriptorType = 0x3146,
    /// <summary>S of guest TR must be 0.</summary>
    GuestTrDescriptorType = 0x3147,

    // Checks on Guest Segment Registers: privilege level of data segments
    /// <summary>
    /// DPL of guest ES, if usable and not conforming code, must not be below its RPL unless the guest is
    /// unrestricted.
    /// </summary>
    GuestEsDpl = 0x3148,
    /// <summary>
    /// DPL of guest DS, if usable and not conforming code, must not be below its RPL unless the guest is
    /// unrestricted.
    /// </summary>
    GuestDsDpl = 0x314B,
    /// <summary>
    /// DPL of guest FS, if usable and not conforming code, must not be below its RPL unless the guest is
    /// unrestricted.
    /// </summary>
    GuestFsDpl = 0x314C,
    /// <summary>
    /// DPL of guest GS, if usable and not conforming code, must not be below its RPL unless the guest is
    /// unrestricted.
    /// </summary>
    GuestGsDpl = 0x314D,

    // Checks on Guest Segment Registers: privilege level of CS and SS
    /// <summary>DPL of guest CS must be 0 if its type is 3.</summary>
    GuestCsDplData = 0x3150,
    /// <summary>DPL of guest CS, if not conforming, must equal DPL of SS.</summary>
    GuestCsDplNonConforming = 0x3151,
    /// <summary>DPL of guest CS, if conforming, must not be above DPL of SS.</summary>
    GuestCsDplConforming = 0x3152,
    /// <summary>DPL of guest SS must equal its RPL unless the guest is unrestricted.</summary>
    GuestSsDplRpl = 0x3153,
    /// <summary>DPL of guest SS must be 0 in real mode or if the type of CS is 3.</summary>
    GuestSsDplZero = 0x3154,

    // Checks on Guest Segment Registers: present
    /// <summary>P of guest ES must be 1 if ES is usable.</summary>
    GuestEsPresent = 0x3158,
    /// <summary>P of guest CS must be 1.</summary>
    GuestCsPresent = 0x3159,
    /// <summary>P of guest SS must be 1 if SS is usable.</summary>
    GuestSsPresent = 0x315A,
    /// <summary>P of guest DS must be 1 if DS is usable.</summary>
    GuestDsPresent = 0x315B,
    /// <summary>P of guest FS must be 1 if FS is usable.</summary>
    GuestFsPresent = 0x315C,
    /// <summary>P of guest GS must be 1 if GS is usable.</summary>
    GuestGsPresent = 0x315D,
    /// <summary>P of guest LDTR must be 1 if LDTR is usable.</summary>
    GuestLdtrPresent = 0x315E,
    /// <summary>P of guest TR must be 1.</summary>
    GuestTrPresent = 0x315F,

    // Checks on Guest Segment Registers: reserved bits of access rights
    /// <summary>Bits 31:17 and 11:8 of the access rights of guest ES must be 0 if ES is usable.</summary>
    GuestEsAccessRightsReserved = 0x3160,
    /// <summary>Bits 31:17 and 11:8 of the access rights of guest CS must be 0.</summary>
    GuestCsAccessRightsReserved = 0x3161,
    /// <summary>Bits 31:17 and 11:8 of the access rights of guest SS must be 0 if SS is usable.</summary>
    GuestSsAccessRightsReserved = 0x3162,
    /// <summary>Bits 31:17 and 11:8 of the access rights of guest DS must be 0 if DS is usable.</summary>
    GuestDsAccessRightsReserved = 0x3163,
    /// <summary>Bits 31:17 and 11:8 of the access rights of guest FS must be 0 if FS is usable.</summary>
    GuestFsAccessRightsReserved = 0x3164,
    /// <summary>Bits 31:17 and 11:8 of the access rights of guest GS must be 0 if GS is usable.</summary>
    GuestGsAccessRightsReserved = 0x3165,
    /// <summary>Bits 31:17 and 11:8 of the access rights of guest LDTR must be 0 if LDTR is usable.</summary>
    GuestLdtrAccessRightsReserved = 0x3166,
    /// <summary>Bits 31:17 and 11:8 of the access rights of guest TR must be 0.</summary>
    GuestTrAccessRightsReserved = 0x3167,

    // Checks on Guest Segment Registers: default operation size
    /// <summary>D/B of guest CS must be 0 in 64-bit mode.</summary>
    GuestCsDefaultSize = 0x3168,

    // Checks on Guest Segment Registers: granularity with low limit bits
    /// <summary>G of guest ES must be 0 where bits 11:0 of its limit are not all 1, if ES is usable.</summary>
    GuestEsGranularityClear = 0x3170,
    /// <summary>G of guest CS must be 0 where bits 11:0 of its limit are not all 1.</summary>
    GuestCsGranularityClear = 0x3171,
    /// <summary>G of guest SS must be 0 where bits 11:0 of its limit are not all 1, if SS is usable.</summary>
    GuestSsGranularityClear = 0x3172,
    /// <summary>G of guest DS must be 0 where bits 11:0 of its limit are not all 1, if DS is usable.</summary>
    GuestDsGranularityClear = 0x3173,
    /// <summary>G of guest FS must be 0 where bits 11:0 of its limit are not all 1, if FS is usable.</summary>
    GuestFsGranularityClear = 0x3174,
    /// <summary>G of guest GS must be 0 where bits 11:0 of its limit are not all 1, if GS is usable.</summary>
    GuestGsGranularityClear = 0x3175,
    /// <summary>G of guest LDTR must be 0 where bits 11:0 of its limit are not all 1, if LDTR is usable.</summary>
    GuestLdtrGranularityClear = 0x3176,
    /// <summary>G of guest TR must be 0 where bits 11:0 of its limit are not all 1.</summary>
    GuestTrGranularityClear = 0x3177,

    // Checks on Guest Segment Registers: granularity with high limit bits
    /// <summary>G of guest ES must be 1 where bits 31:20 of its limit are not all 0, if ES is usable.</summary>
    GuestEsGranularitySet = 0x3178,
    /// <summary>G of guest CS must be 1 where bits 31:20 of its limit are not all 0.</summary>
    GuestCsGranularitySet = 0x3179,
    /// <summary>G of guest SS must be 1 where bits 31:20 of its limit are not all 0, if SS is usable.</summary>
    GuestSsGranularitySet = 0x317A,
    /// <summary>G of guest DS must be 1 where bits 31:20 of its limit are not all 0, if DS is usable.</summary>
    GuestDsGranularitySet = 0x317B,
    /// <summary>G of guest FS must be 1 where bits 31:20 of its limit are not all 0, if FS is usable.</summary>
    GuestFsGranularitySet = 0x317C,
    /// <summary>G of guest GS must be 1 where bits 31:20 of its limit are not all 0, if GS is usable.</summary>
    GuestGsGranularitySet = 0x317D,
    /// <summary>G of guest LDTR must be 1 where bits 31:20 of its limit are not all 0, if LDTR is usable.</summary>
    GuestLdtrGranularitySet = 0x317E,
    /// <summary>G of guest TR must be 1 where bits 31:20 of its limit are not all 0.</summary>
    GuestTrGranularitySet = 0x317F,

    // Checks on Guest Segment Registers: usability
    /// <summary>Guest TR must be usable.</summary>
    GuestTrUnusable = 0x3180,

    // Checks on Guest Descriptor-Table Registers
    /// <summary>The base of guest GDTR must be canonical.</summary>
    GuestGdtrBase = 0x3200,
    /// <summary>The base of guest IDTR must be canonical.</summary>
    GuestIdtrBase = 0x3201,
    /// <summary>Bits 31:16 of the limit of guest GDTR must be 0.</summary>
    GuestGdtrLimit = 0x3202,
    /// <summary>Bits 31:16 of the limit of guest IDTR must be 0.</summary>
    GuestIdtrLimit = 0x3203,

    // Checks on Guest RIP, RFLAGS, and SSP
    /// <summary>Bits 63:32 of guest RIP must be 0 outside 64-bit mode.</summary>
    GuestRipHigh = 0x3300,
    /// <summary>Guest RIP in 64-bit mode must have all bits beyond the linear-address width equal.</summary>
    GuestRipWidth = 0x3301,
    /// <summary>Bits 63:22, 15, 5 and 3 of guest RFLAGS must be 0.</summary>
    GuestRflagsReserved = 0x3302,
    /// <summary>Bit 1 of guest RFLAGS must be 1.</summary>
    GuestRflagsFixed = 0x3303,
    /// <summary>Guest RFLAGS.VM must be 0 in IA-32e mode and in real mode.</summary>
    GuestRflagsVm = 0x3304,
    /// <summary>Guest RFLAGS.IF must be 1 when an external interrupt is injected.</summary>
    GuestRflagsIf = 0x3305,
    /// <summary>
    /// Guest SSP, if loaded, must have bits 1:0 equal to 0 and all bits beyond the linear-address width equal.
    /// </summary>
    GuestSsp = 0x3306,

    // Checks on Guest Non-Register State
    /// <summary>The activity state must be at most 3.</summary>
    ActivityStateReserved = 0x3400,
    /// <summary>The activity state must be one that the processor supports.</summary>
    ActivityStateUnsupported = 0x3401,
    /// <summary>The activity state must not be HLT if DPL of SS is not 0.</summary>
    ActivityHaltWithDpl = 0x3402,
    /// <summary>The activity state must be active under blocking by STI or MOV SS.</summary>
    ActivityWithBlocking = 0x3403,
    /// <summary>Into HLT, only an external interrupt, an NMI, #DB, #MC or a pending MTF exit may be injected.</summary>
    ActivityHaltEvent = 0x3404,
    /// <summary>Into shutdown, only an NMI or #MC may be injected.</summary>
    ActivityShutdownEvent = 0x3405,
    /// <summary>Into wait-for-SIPI, nothing may be injected.</summary>
    ActivityWaitForSipiEvent = 0x3406,
    /// <summary>Bits 31:5 of the interruptibility state must be 0.</summary>
    InterruptibilityReserved = 0x3407,
    /// <summary>There must not be blocking both by STI and by MOV SS.</summary>
    InterruptibilityStiAndMovSs = 0x3408,
    /// <summary>There must be no blocking by STI if RFLAGS.IF is 0.</summary>
    InterruptibilityStiWithoutIf = 0x3409,
    /// <summary>An external interrupt must not be injected under blocking by STI or MOV SS.</summary>
    InterruptibilityExternalInterrupt = 0x340A,
    /// <summary>An NMI must not be injected under blocking by MOV SS.</summary>
    InterruptibilityNmi = 0x340B,
    /// <summary>Outside system-management mode, there must be no blocking by SMI.</summary>
    InterruptibilitySmi = 0x340C,
    /// <summary>With virtual NMIs, an NMI must not be injected under blocking by NMI.</summary>
    InterruptibilityVirtualNmi = 0x340D,
    /// <summary>An enclave interruption must not be under blocking by MOV SS.</summary>
    InterruptibilityEnclaveMovSs = 0x340E,
    /// <summary>An enclave interruption needs a processor with SGX.</summary>
    InterruptibilityEnclaveSupport = 0x340F,
    /// <summary>Bits 63:17, 15, 13 and 11:4 of the pending debug exceptions must be 0.</summary>
    PendingDebugReserved = 0x3410,
    /// <summary>BS must be pending under blocking or HLT, with RFLAGS.TF set and IA32_DEBUGCTL.BTF clear.</summary>
    PendingDebugSingleStepMissing = 0x3411,
    /// <summary>BS must not be pending under blocking or HLT, with RFLAGS.TF clear or IA32_DEBUGCTL.BTF set.</summary>
    PendingDebugSingleStepExtra = 0x3412,
    /// <summary>
    /// With RTM pending, bit 12 of the pending debug exceptions must be the only other bit that is set.
    /// </summary>
    PendingDebugRtmBits = 0x3413,
    /// <summary>A pending RTM debug exception needs a processor with RTM.</summary>
    PendingDebugRtmSupport = 0x3414,
    /// <summary>A pending RTM debug exception must not be under blocking by MOV SS.</summary>
    PendingDebugRtmMovSs = 0x3415,
    /// <summary>Bits 11:0 of the VMCS link pointer must be 0 unless it is all ones.</summary>
    VmcsLinkAlignment = 0x3416,
    /// <summary>
    /// The VMCS link pointer must not exceed the processor's physical-address width unless it is all ones.
    /// </summary>
    VmcsLinkWidth = 0x3417,
    /// <summary>
    /// The linked VMCS must have the processor's revision, and the shadow-VMCS indicator set just if VMCS shadowing
    /// is used.
    /// </summary>
    VmcsLinkRevision = 0x3418,
    /// <summary>The VMCS link pointer must not be the current VMCS.</summary>
    VmcsLinkCurrent = 0x3419,

    // Checks on Guest Page-Directory-Pointer-Table Entries
    /// <summary>PDPTE0 of a guest with PAE paging, if present, must have its reserved bits 0.</summary>
    GuestPdpte0 = 0x3500,
    /// <summary>PDPTE1 of a guest with PAE paging, if present, must have its reserved bits 0.</summary>
    GuestPdpte1 = 0x3501,
    /// <summary>PDPTE2 of a guest with PAE paging, if present, must have its reserved bits 0.</summary>
    GuestPdpte2 = 0x3502,
    /// <summary>PDPTE3 of a guest with PAE paging, if present, must have its reserved bits 0.</summary>
    GuestPdpte3 = 0x3503,
}
