// Line numbers of everything that runs in a system.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Where in whose sources a partition or the kernel was when it was stopped.</summary>
/// <param name="kernel">The kernel's image, or null if it is not known.</param>
/// <param name="partitions">The partitions' images in the order of their indexes, null where one is not known.</param>
public sealed class SystemSources(ImageSources? kernel, IReadOnlyList<ImageSources?> partitions)
{
    /// <summary>No image is known.</summary>
    public static SystemSources None { get; } = new(null, []);

    /// <summary>
    /// Where a partition was, the innermost function first. Empty where that cannot be told: in another mode than 64-bit
    /// mode, or if the instruction in its memory is not the one of its image.
    /// </summary>
    /// <param name="record">The dump.</param>
    public IReadOnlyList<SourcePlace> Of(in PartitionErrorRecord record)
    {
        byte[] instruction = InstructionText.Bytes(record);
        return InstructionText.Bitness(record.State) == 64 && record.PartitionIndex < partitions.Count
            && partitions[(int)record.PartitionIndex] is { } image && image.Has(record.State.Rip, instruction)
            ? image.Find(record.State.Rip)
            : [];
    }

    /// <summary>
    /// Where a partition was when the health monitor stopped it, the innermost function first; empty if its image has nothing
    /// there.
    /// </summary>
    /// <param name="record">The record of the health log.</param>
    public IReadOnlyList<SourcePlace> Of(in HealthRecord record) =>
        record.Rip != 0 && record.PartitionIndex < partitions.Count
        && partitions[(int)record.PartitionIndex] is { } image && image.Covers(record.Rip)
            ? image.Find(record.Rip)
            : [];

    /// <summary>Where a kernel was before it crashed: that of an exception, then whoever was to return to whom.</summary>
    /// <param name="record">The crash.</param>
    public static unsafe IReadOnlyList<ulong> AddressesOf(CrashRecord record)
    {
        int count = (int)Math.Min(record.BacktraceCount, CrashRecord.BacktraceCapacity);
        ulong[] callers = new ReadOnlySpan<ulong>(record.Backtrace, count).ToArray();
        return record.Stop.Rip == 0 ? callers : [record.Stop.Rip, .. callers];
    }

    /// <summary>
    /// The places of <see cref="AddressesOf"/>, one for each. Empty where that cannot be told: above all if the kernel that crashed
    /// was another one.
    /// </summary>
    /// <param name="record">The crash.</param>
    public IReadOnlyList<IReadOnlyList<SourcePlace>> Of(CrashRecord record)
    {
        bool isSame = kernel is not null && kernel.HasCode(record.CodeCrc32C);
        return [.. AddressesOf(record).Select(address => Of(address, isSame, isCaller: address != record.Stop.Rip))];
    }

    // A return address is that of the instruction behind the call.
    private IReadOnlyList<SourcePlace> Of(ulong address, bool isKnown, bool isCaller) =>
        isKnown && kernel!.Covers(address) ? kernel.Find(isCaller ? address - 1 : address) : [];

    /// <summary>Where the kernel was, the innermost function first; empty if the record has no RIP of it.</summary>
    /// <param name="record">The stop.</param>
    public IReadOnlyList<SourcePlace> Of(in StopRecord record) =>
        kernel is not null && kernel.Covers(record.Rip) ? kernel.Find(record.Rip) : [];
}
