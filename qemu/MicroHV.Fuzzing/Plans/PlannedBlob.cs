// The blob of a plan by chance: a planned system whose tables of time are other ones.
using System.Text;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;

namespace MicroHV.Fuzzing.Plans;

/// <summary>
/// The host tools plan six partitions on four CPUs once. A case takes as many of them as it needs, with schedules of its own.
/// </summary>
internal static class PlannedBlob
{
    /// <summary>RAM that it needs, from address 0.</summary>
    public const ulong RamSizeBytes = 0x50_0000;

    /// <summary>Host-physical address of a page that nobody uses, behind the kernel's pool: a place for a crash frame.</summary>
    public const ulong SparePage = PoolEnd - PageSizeBytes;

    private const ulong PoolEnd = 0x40_0000;
    private const int PageSizeBytes = 0x1000;
    private const uint GroupsOffset = 0x100;
    private const uint WindowsOffset = 0x200;
    private const uint ChangesOffset = 0xF00;

    private static readonly Lazy<SystemPlan> _plan = new(() => SmallSystem.PlanOf(Describe()));

    private static readonly Lazy<byte[]> _bytes = new(WithRoom);

    /// <summary>The blob of <paramref name="plan"/>.</summary>
    public static byte[] Of(CasePlan plan)
    {
        BlobEditor blob = new(_bytes.Value);
        ShareOut(plan, blob);
        WriteSchedules(plan, blob);
        blob.Header.FrameLimit = plan.FrameLimit;
        blob.Header.Options = plan.StopsWhenAllIdle ? SystemOptions.StopWhenAllIdle : SystemOptions.None;
        return blob.Sealed();
    }

    /// <summary>Host-physical address of the RAM of partition <paramref name="partition"/>.</summary>
    public static ulong MemoryOf(int partition) =>
        _plan.Value.Partitions[partition].Regions.Single(region => region.Guest.Start == SmallSystem.MemoryBase).HostPhysical;

    /// <summary>Host-physical address of the golden copy of partition <paramref name="partition"/>'s code, in a blob at <paramref name="blobStart"/>.</summary>
    public static ulong GoldenCopyOf(int partition, ulong blobStart)
    {
        BlobEditor blob = new(_bytes.Value);
        CopyRecord copy = blob.Copies.ToArray().First(
            copy => copy.PartitionIndex == (uint)partition && copy.GuestPhysical == SmallSystem.MemoryBase);
        return blobStart + blob.Header.Images.Offset + copy.ImageOffset;
    }

    private static string Describe()
    {
        StringBuilder text = new();
        _ = text.AppendLine($$"""
            [machine]
            cpus = {{CasePlan.MaxCpus}}
            memory = [{ at = "4MiB", size = "1MiB" }]

            [schedule]
            major-frame = "1ms"
            windows = [
            """);
        for (int i = 0; i < CasePlan.MaxVcpus; i++)
        {
            _ = text.AppendLine($$"""  { partition = "p{{i}}", cpu = {{i % CasePlan.MaxCpus}}, start = "{{i * 100}}us", duration = "100us" },""");
        }

        _ = text.AppendLine("]");
        for (int i = 0; i < CasePlan.MaxVcpus; i++)
        {
            _ = text.AppendLine($"""

                [[partition]]
                name = "p{i}"
                memory = "32KiB"
                image = "image.elf"
                """);
        }

        return text.ToString();
    }

    // A page more than planned, for the schedules; and all memory up to the partitions' for the kernel's frames.
    private static byte[] WithRoom()
    {
        byte[] planned = BlobWriter.Write(_plan.Value, new BlobOptions());
        BlobEditor blob = new([.. planned, .. new byte[PageSizeBytes]]);
        blob.Header.Schedules.Offset = (uint)planned.Length;
        blob.Header.WindowGroups.Offset = (uint)planned.Length + GroupsOffset;
        blob.Header.Windows.Offset = (uint)planned.Length + WindowsOffset;
        blob.Header.ChangeActions.Offset = (uint)planned.Length + ChangesOffset;
        blob.Header.SizeBytes += PageSizeBytes;
        blob.Header.PoolBase = blob.Header.BlobBase + blob.Header.SizeBytes;
        blob.Header.PoolSizeBytes = SparePage - blob.Header.PoolBase;
        blob.Header.CrashFrame = 0;
        return blob.Bytes;
    }

    // The first partitions, with what is theirs of each table.
    private static void ShareOut(CasePlan plan, BlobEditor blob)
    {
        for (int i = 0; i < plan.Vcpus.Count; i++)
        {
            blob.Vcpus[i].PartitionIndex = (uint)plan.Vcpus[i].Partition;
            blob.Vcpus[i].CpuIndex = (uint)plan.Vcpus[i].Cpu;
        }

        uint next = 0;
        for (int i = 0; i < plan.PartitionCount; i++)
        {
            ref PartitionRecord partition = ref blob.Partitions[i];
            partition.FirstVcpu = next;
            partition.VcpuCount = (uint)plan.Vcpus.Count(vcpu => vcpu.Partition == i);
            partition.Options |= plan.AreSystem[i] ? PartitionOptions.System : PartitionOptions.None;
            next += partition.VcpuCount;
        }

        PartitionRecord last = blob.Partitions[plan.PartitionCount - 1];
        ref SystemHeader header = ref blob.Header;
        header.Partitions.Count = (uint)plan.PartitionCount;
        header.Vcpus.Count = next;
        header.Regions.Count = last.FirstRegion + last.RegionCount;
        header.Copies.Count = last.FirstCopy + last.CopyCount;
        header.Fixups.Count = last.FirstFixup + last.FixupCount;
        header.CpuidMasks.Count = last.FirstCpuidMask + last.CpuidMaskCount;
        header.HealthActions.Count = (uint)(plan.PartitionCount + 1) * HealthActionRecord.EventCount;
        header.Cpus.Count = (uint)plan.CpuCount;
    }

    private static unsafe void WriteSchedules(CasePlan plan, BlobEditor blob)
    {
        ref SystemHeader header = ref blob.Header;
        header.Schedules.Count = (uint)plan.Schedules.Count;
        header.WindowGroups.Count = (uint)(plan.Schedules.Count * plan.CpuCount);
        header.Windows.Count = (uint)plan.Schedules.Sum(schedule => schedule.Shares.Sum(share => share.Windows.Count));
        header.ChangeActions.Count = (uint)(plan.Schedules.Count * plan.PartitionCount);
        uint nextWindow = 0;
        for (int i = 0; i < plan.Schedules.Count; i++)
        {
            blob.Schedules[i] = new ScheduleRecord { MajorFrameNanoseconds = plan.Schedules[i].MajorFrame };
            for (int cpu = 0; cpu < plan.CpuCount; cpu++)
            {
                CaseShare share = plan.Schedules[i].Shares[cpu];
                blob.WindowGroups[(i * plan.CpuCount) + cpu] = new WindowGroupRecord
                {
                    FirstWindow = nextWindow,
                    WindowCount = (uint)share.Windows.Count,
                    BackgroundVcpu = unchecked((uint)share.Background),
                };
                foreach (CaseWindow window in share.Windows)
                {
                    blob.Windows[(int)nextWindow++] = new WindowRecord
                    {
                        StartNanoseconds = window.Start,
                        DurationNanoseconds = window.End - window.Start,
                        VcpuIndex = (uint)window.Vcpu,
                        CpuIndex = (uint)cpu,
                    };
                }
            }
        }
    }
}
