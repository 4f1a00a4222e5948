// The control fields of a VMCS that VM entry checks.
namespace MicroHV.Model.EntryChecks;

/// <summary>
/// VM-execution, VM-exit and VM-entry control fields. A field that the processor does not have is 0.
/// SDM 3C, "VM-Execution Control Fields", "VM-Exit Control Fields" and "VM-Entry Control Fields".
/// </summary>
public struct VmxControlFields
{
    /// <summary>Pin-based VM-execution controls.</summary>
    public uint PinBased;

    /// <summary>Primary processor-based VM-execution controls.</summary>
    public uint Primary;

    /// <summary>Secondary processor-based VM-execution controls.</summary>
    public uint Secondary;

    /// <summary>Tertiary processor-based VM-execution controls.</summary>
    public ulong Tertiary;

    /// <summary>Primary VM-exit controls.</summary>
    public uint Exit;

    /// <summary>Secondary VM-exit controls.</summary>
    public ulong SecondaryExit;

    /// <summary>VM-entry controls.</summary>
    public uint Entry;

    /// <summary>CR3-target count.</summary>
    public uint Cr3TargetCount;

    /// <summary>Address of I/O bitmap A.</summary>
    public ulong IoBitmapA;

    /// <summary>Address of I/O bitmap B.</summary>
    public ulong IoBitmapB;

    /// <summary>Address of the MSR bitmaps.</summary>
    public ulong MsrBitmap;

    /// <summary>Virtual-APIC address.</summary>
    public ulong VirtualApic;

    /// <summary>TPR threshold.</summary>
    public uint TprThreshold;

    /// <summary>The byte at offset 80H of the virtual-APIC page: the virtual task priority.</summary>
    public byte VirtualTaskPriority;

    /// <summary>APIC-access address.</summary>
    public ulong ApicAccess;

    /// <summary>Posted-interrupt notification vector.</summary>
    public ushort PostedInterruptVector;

    /// <summary>Posted-interrupt descriptor address.</summary>
    public ulong PostedInterruptDescriptor;

    /// <summary>Virtual-processor identifier.</summary>
    public ushort Vpid;

    /// <summary>Extended-page-table pointer.</summary>
    public ulong Eptp;

    /// <summary>PML address.</summary>
    public ulong PmlAddress;

    /// <summary>Sub-page-permission-table pointer.</summary>
    public ulong SubPagePermissionTable;

    /// <summary>VM-function controls.</summary>
    public ulong VmFunctions;

    /// <summary>EPTP-list address.</summary>
    public ulong EptpList;

    /// <summary>VMREAD-bitmap address.</summary>
    public ulong VmreadBitmap;

    /// <summary>VMWRITE-bitmap address.</summary>
    public ulong VmwriteBitmap;

    /// <summary>Virtualization-exception information address.</summary>
    public ulong VirtualizationException;

    /// <summary>TSC multiplier.</summary>
    public ulong TscMultiplier;

    /// <summary>VM-exit MSR-store count.</summary>
    public uint ExitMsrStoreCount;

    /// <summary>VM-exit MSR-store address.</summary>
    public ulong ExitMsrStore;

    /// <summary>VM-exit MSR-load count.</summary>
    public uint ExitMsrLoadCount;

    /// <summary>VM-exit MSR-load address.</summary>
    public ulong ExitMsrLoad;

    /// <summary>VM-entry MSR-load count.</summary>
    public uint EntryMsrLoadCount;

    /// <summary>VM-entry MSR-load address.</summary>
    public ulong EntryMsrLoad;

    /// <summary>VM-entry interruption-information field, as it was before the entry.</summary>
    public uint EntryInterruption;

    /// <summary>VM-entry exception error code.</summary>
    public uint EntryErrorCode;

    /// <summary>VM-entry instruction length.</summary>
    public uint EntryInstructionLength;
}
