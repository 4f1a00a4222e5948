// A VM entry that the processor refused, with everything that it looked at.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>
/// The values that a processor checked when it refused to enter a guest. The host tools run the manual's checks on
/// them and name the rule. It comes before the <see cref="PartitionErrorRecord"/> or the <see cref="StopRecord"/> that
/// it belongs to.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x3E0)]
public unsafe struct EntryFailureRecord
{
    /// <summary>Number of elements of <see cref="Values"/>.</summary>
    public const int ValueCapacity = 120;

    /// <summary>Index of the partition.</summary>
    [FieldOffset(0x00)] public uint PartitionIndex;

    /// <summary>Index of the virtual CPU.</summary>
    [FieldOffset(0x04)] public uint VcpuIndex;

    /// <summary>Which backend tried.</summary>
    [FieldOffset(0x08)] public Vendor Vendor;

    /// <summary>Number of valid elements in <see cref="Values"/>, 0 to <see cref="ValueCapacity"/>.</summary>
    [FieldOffset(0x0C)] public uint ValueCount;

    /// <summary>
    /// VMX: the exit reason, with bit 31, or the VM-instruction error if the instruction itself failed. SVM: EXITCODE.
    /// </summary>
    [FieldOffset(0x10)] public ulong VendorReason;

    /// <summary>VMX: exit qualification, or 1 for VMfailInvalid and 2 for VMfailValid. SVM: EXITINFO1.</summary>
    [FieldOffset(0x18)] public ulong Qualification;

    /// <summary>
    /// VMX: the fields of <c>VmxEntryFields</c>, then the bytes of <c>VmxCapabilityFields</c>. SVM: the quadwords of
    /// <c>SvmEntryFields</c>, then the bytes of <c>SvmCapabilityFields</c>.
    /// </summary>
    [FieldOffset(0x20)] public fixed ulong Values[ValueCapacity];
}
