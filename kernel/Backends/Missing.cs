// What a processor lacks of the virtualization that the kernel requires, one bit for each requirement.
namespace MicroHV.Kernel.Backends;

using System;

/// <summary>Requirements that a processor does not meet: bits 31:0 are VT-x's, bits 63:32 SVM's.</summary>
[Flags]
public enum Missing : ulong
{
    /// <summary>Nothing is missing.</summary>
    Nothing = 0,

    /// <summary>The processor has no VMX (CPUID.01H:ECX.VMX).</summary>
    Vmx = 1ul << 0,

    /// <summary>The firmware locked IA32_FEATURE_CONTROL with VMX outside SMX switched off.</summary>
    VmxAllowedByFirmware = 1ul << 1,

    /// <summary>The TRUE capability MSRs do not exist (IA32_VMX_BASIC bit 55).</summary>
    VmxTrueControls = 1ul << 2,

    /// <summary>A VMCS cannot lie in any 4-KiB frame of write-back memory (IA32_VMX_BASIC bits 53:44, 48).</summary>
    VmxWriteBackVmcs = 1ul << 3,

    /// <summary>External interrupts cannot be made to cause VM exits.</summary>
    VmxExternalInterruptExiting = 1ul << 4,

    /// <summary>NMIs cannot be made to cause VM exits.</summary>
    VmxNmiExiting = 1ul << 5,

    /// <summary>NMI blocking of the guest cannot be kept apart from the host's.</summary>
    VmxVirtualNmis = 1ul << 6,

    /// <summary>There is no VMX-preemption timer.</summary>
    VmxPreemptionTimer = 1ul << 7,

    /// <summary>There are no I/O bitmaps.</summary>
    VmxIoBitmaps = 1ul << 8,

    /// <summary>There are no MSR bitmaps.</summary>
    VmxMsrBitmaps = 1ul << 9,

    /// <summary>There are no secondary processor-based VM-execution controls.</summary>
    VmxSecondaryControls = 1ul << 10,

    /// <summary>There are no extended page tables.</summary>
    Ept = 1ul << 11,

    /// <summary>EPT has no page walk of length 4.</summary>
    EptFourLevels = 1ul << 12,

    /// <summary>EPT paging structures cannot be in write-back memory.</summary>
    EptWriteBack = 1ul << 13,

    /// <summary>INVEPT does not exist, or has neither the single-context nor the all-context type.</summary>
    Invept = 1ul << 14,

    /// <summary>There are no virtual-processor identifiers.</summary>
    Vpid = 1ul << 15,

    /// <summary>INVVPID does not exist, or has neither the single-context nor the all-context type.</summary>
    Invvpid = 1ul << 16,

    /// <summary>A guest cannot run in real mode or without paging.</summary>
    VmxUnrestrictedGuest = 1ul << 17,

    /// <summary>A VM exit cannot enter 64-bit mode.</summary>
    VmxHost64Bit = 1ul << 18,

    /// <summary>A VM exit cannot both save and load IA32_EFER.</summary>
    VmxExitEfer = 1ul << 19,

    /// <summary>A VM exit cannot both save and load IA32_PAT.</summary>
    VmxExitPat = 1ul << 20,

    /// <summary>A VM entry cannot enter IA-32e mode.</summary>
    VmxGuest64Bit = 1ul << 21,

    /// <summary>A VM entry cannot load IA32_EFER.</summary>
    VmxEntryEfer = 1ul << 22,

    /// <summary>A VM entry cannot load IA32_PAT.</summary>
    VmxEntryPat = 1ul << 23,

    /// <summary>The processor has no SVM (CPUID Fn8000_0001_ECX[SVM]).</summary>
    Svm = 1ul << 32,

    /// <summary>The firmware locked SVM off (VM_CR.SVMDIS with VM_CR.LOCK).</summary>
    SvmAllowedByFirmware = 1ul << 33,

    /// <summary>There is no nested paging (CPUID Fn8000_000A_EDX[NP]).</summary>
    NestedPaging = 1ul << 34,

    /// <summary>There are fewer than two address space identifiers, and one is the host's.</summary>
    Asids = 1ul << 35,

    /// <summary>Long mode does not exist (CPUID Fn8000_0001_EDX[LM]).</summary>
    SvmLongMode = 1ul << 36,
}
