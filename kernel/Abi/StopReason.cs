// Every reason for which the kernel stops, numbered by family; the host tools have the words.
namespace MicroHV.Kernel.Abi;

/// <summary>
/// Why the kernel stopped. 0x0xxx: as planned. 0x1xxx: the kernel's own fault. 0x2xxx: the blob is refused.
/// 0x3xxx: the machine is refused. 0x4xxx: the processor refused something that the kernel is responsible for.
/// </summary>
public enum StopReason : uint
{
    /// <summary>Not a reason.</summary>
    Undefined = 0x0000,

    /// <summary>Every partition is in mode Idle and the plan asked to stop then.</summary>
    AllPartitionsIdle = 0x0001,

    /// <summary>The plan's limit of major frames is reached.</summary>
    FrameLimitReached = 0x0002,

    /// <summary>The plan has the kernel stop for an event. Detail0: the event, Detail1: index of the partition, 0xFFFFFFFF for the module.</summary>
    HealthAction = 0x0003,

    /// <summary>A host exception; the record has vector, error code and registers.</summary>
    HostException = 0x1000,

    /// <summary>An implicit check of the C# code failed. Detail0: its number (1 index out of range, 2 division by zero, 3 overflow, 4 null reference, 100 smashed stack).</summary>
    FailedCheck = 0x1001,

    /// <summary>A value that cannot be; the kernel's memory is corrupt. Detail0: the value.</summary>
    Unreachable = 0x1002,

    /// <summary>A machine check in host mode.</summary>
    MachineCheck = 0x1003,

    /// <summary>
    /// Code or data that nobody writes have changed, or a word of a CPU's schedule by itself. Detail0: where what changed begins,
    /// Detail1: its checksum now, 0 for a schedule.
    /// </summary>
    ChecksumMismatch = 0x1004,

    /// <summary>A non-maskable interrupt came, and the plan wants none. Detail0: how many came to this CPU at once.</summary>
    NonMaskableInterrupt = 0x1005,

    /// <summary>Only in a crash record: the kernel was reset from outside, by a watchdog, a triple fault or a button.</summary>
    UnexplainedReset = 0x1006,

    /// <summary>The blob does not begin with the magic number. Detail0: what it begins with.</summary>
    BlobMagic = 0x2000,

    /// <summary>The blob was written for another layout. Detail0: its version, Detail1: the kernel's.</summary>
    BlobLayoutVersion = 0x2001,

    /// <summary>The blob's size is not a multiple of 4 KiB, too small or beyond the machine's RAM. Detail0: the size.</summary>
    BlobSize = 0x2002,

    /// <summary>The header's checksum is wrong. Detail0: computed, Detail1: stored.</summary>
    BlobHeaderChecksum = 0x2003,

    /// <summary>The blob is not where the plan says. Detail0: where it is, Detail1: where the plan says.</summary>
    BlobPlace = 0x2004,

    /// <summary>A part lies outside the blob, overlaps the header or is misaligned. Detail0: offset of its TableRef in the header.</summary>
    BlobPartBounds = 0x2005,

    /// <summary>A part's elements have another size than the kernel's. Detail0: offset of its TableRef, Detail1: element size.</summary>
    BlobPartElementSize = 0x2006,

    /// <summary>A part's checksum is wrong. Detail0: offset of its TableRef, Detail1: computed.</summary>
    BlobPartChecksum = 0x2007,

    /// <summary>A number in the header is out of range. Detail0: offset of the field in the header, Detail1: its value.</summary>
    BlobHeaderField = 0x2008,

    /// <summary>A partition record is wrong. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobPartition = 0x2009,

    /// <summary>A virtual CPU record is wrong. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobVcpu = 0x200A,

    /// <summary>A region record is wrong. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobRegion = 0x200B,

    /// <summary>Two regions share frames and not both are shared, or overlap in one partition. Detail0, Detail1: their indexes.</summary>
    BlobRegionOverlap = 0x200C,

    /// <summary>A region reaches the kernel's own memory. Detail0: its index.</summary>
    BlobRegionKernel = 0x200D,

    /// <summary>A copy record is wrong. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobCopy = 0x200E,

    /// <summary>A fixup record is wrong. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobFixup = 0x200F,

    /// <summary>A window record is wrong. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobWindow = 0x2010,

    /// <summary>The pool has too few frames for the plan. Detail0: frames in the pool.</summary>
    PoolExhausted = 0x2011,

    /// <summary>A partition's MSR bitmaps pass writes of an MSR that is the kernel's. Detail0: index of the partition, Detail1: the MSR.</summary>
    BlobMsrBitmap = 0x2012,

    /// <summary>A CPU record is wrong. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobCpu = 0x2013,

    /// <summary>A schedule record is wrong. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobSchedule = 0x2014,

    /// <summary>A window group is wrong. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobWindowGroup = 0x2015,

    /// <summary>A health action is one that its event cannot have. Detail0: its index, Detail1: offset of the field in the record.</summary>
    BlobHealthAction = 0x2016,

    /// <summary>A change action is wrong. Detail0: its index.</summary>
    BlobChangeAction = 0x2017,

    /// <summary>A golden copy does not have its checksum. Detail0: its index, Detail1: computed.</summary>
    CopyChecksum = 0x2018,

    /// <summary>The loader is neither PVH nor multiboot2, or gave no memory map. Detail0: its magic number.</summary>
    BootProtocol = 0x3000,

    /// <summary>Memory that the plan uses is not RAM of this machine. Detail0: first address, Detail1: size.</summary>
    MemoryMissing = 0x3001,

    /// <summary>The processor has no virtualization that this kernel can use. Detail0: what VMX lacks (Missing), Detail1: what SVM lacks.</summary>
    VirtualizationMissing = 0x3002,

    /// <summary>The plan requires another vendor. Detail0: required, Detail1: found.</summary>
    VendorMismatch = 0x3003,

    /// <summary>The TSC frequency is not the plan's. Detail0: measured, Detail1: expected.</summary>
    TscFrequencyMismatch = 0x3004,

    /// <summary>The TSC or the local APIC timer does not advance as a clock. Detail0: TSC ticks counted, Detail1: timer ticks counted.</summary>
    ClockMissing = 0x3005,

    /// <summary>The processor lacks something that the kernel itself needs. Detail0: CPUID leaf, Detail1: missing bits, EDX in 31:0, ECX in 63:32.</summary>
    ProcessorFeatureMissing = 0x3006,

    /// <summary>A CPU's local APIC id is not the plan's. Detail0: found, Detail1: expected.</summary>
    ApicIdMismatch = 0x3007,

    /// <summary>A region's address does not fit the processor's physical address width. Detail0: region index, Detail1: width in bits.</summary>
    PhysicalAddressWidth = 0x3008,

    /// <summary>A CPU of the plan did not start. Detail0: its index, Detail1: its local APIC id.</summary>
    CpuMissing = 0x3009,

    /// <summary>A CPU has other features than the one that boots. Detail0: its index, Detail1: its local APIC id.</summary>
    CpuDifferent = 0x300A,

    /// <summary>A CPU's TSC is not in step with that of the CPU that boots. Detail0: its index, Detail1: the difference in ticks, all ones if it fell silent.</summary>
    TscSkew = 0x300B,

    /// <summary>VMXON failed. Detail0: RFLAGS-derived error (1 VMfailInvalid, 2 VMfailValid).</summary>
    VmxOnFailed = 0x4000,

    /// <summary>VMCLEAR or VMPTRLD failed. Detail0: VM-instruction error or 0.</summary>
    VmcsLoadFailed = 0x4001,

    /// <summary>VMLAUNCH or VMRESUME failed; the entry failure record has what it checked. Detail0: VM-instruction error, Detail1: 1 VMfailInvalid or 2 VMfailValid.</summary>
    EntryFailed = 0x4002,
}
