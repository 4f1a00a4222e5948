// The checks of the blob's records: what a wrong one could do to the kernel or to a partition that is not its own.
namespace MicroHV.Kernel.Config;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>Partitions, virtual CPUs, copies and fixups. The other records have files of their own.</summary>
internal static class RecordChecks
{
    internal static ConfigVerdict Check(in SystemConfig config, in KernelPlace place)
    {
        ConfigVerdict verdict = CheckPartitions(in config);
        verdict = verdict.IsAccepted ? MsrBitmapChecks.Check(in config) : verdict;
        verdict = verdict.IsAccepted ? CpuChecks.Check(in config) : verdict;
        verdict = verdict.IsAccepted ? ScheduleChecks.Check(in config) : verdict;
        verdict = verdict.IsAccepted ? HealthChecks.Check(in config) : verdict;
        verdict = verdict.IsAccepted ? CheckVcpus(in config) : verdict;
        verdict = verdict.IsAccepted ? RegionChecks.Check(in config, in place) : verdict;
        verdict = verdict.IsAccepted ? CheckCopies(in config) : verdict;
        return verdict.IsAccepted ? CheckFixups(in config) : verdict;
    }

    private static ConfigVerdict CheckPartitions(in SystemConfig config)
    {
        if (config.Partitions.Length == 0)
        {
            return new ConfigVerdict(StopReason.BlobPartBounds, 0x60, 0);
        }

        // Every table is cut into the partitions' shares, one after the other, with nothing left over.
        Shares next = default;
        for (int i = 0; i < config.Partitions.Length; i++)
        {
            uint field = FirstWrongField(in config, in config.Partitions[i], ref next);
            if (field != 0)
            {
                return new ConfigVerdict(StopReason.BlobPartition, (ulong)i, field);
            }
        }

        ref readonly SystemHeader header = ref config.Header;
        bool isAllShared = next.Vcpus == header.Vcpus.Count
            && next.Regions == header.Regions.Count
            && next.Copies == header.Copies.Count
            && next.Fixups == header.Fixups.Count
            && next.CpuidMasks == header.CpuidMasks.Count;
        return isAllShared
            ? ConfigVerdict.Accepted
            : new ConfigVerdict(StopReason.BlobPartition, (ulong)config.Partitions.Length, 0);
    }

    private static unsafe uint FirstWrongField(in SystemConfig config, in PartitionRecord partition, ref Shares next)
    {
        ref readonly SystemHeader header = ref config.Header;
        if (partition.Name[PartitionRecord.NameSizeBytes - 1] != 0)
        {
            return PartitionRecord.NameSizeBytes - 1;
        }

        if (partition.VcpuCount is 0 or > VcpuRecord.MaxPerPartition
            || !Take(ref next.Vcpus, partition.FirstVcpu, partition.VcpuCount, header.Vcpus.Count))
        {
            return 0x20;
        }

        if (!Take(ref next.Regions, partition.FirstRegion, partition.RegionCount, header.Regions.Count))
        {
            return 0x28;
        }

        if (!Take(ref next.Copies, partition.FirstCopy, partition.CopyCount, header.Copies.Count))
        {
            return 0x30;
        }

        if (!Take(ref next.Fixups, partition.FirstFixup, partition.FixupCount, header.Fixups.Count))
        {
            return 0x38;
        }

        if (!IsBitmap(in header, partition.PortBitmapOffset, PartitionRecord.PortBitmapSizeBytes))
        {
            return 0x40;
        }

        if (!IsBitmap(in header, partition.VmxMsrBitmapOffset, PartitionRecord.VmxMsrBitmapSizeBytes))
        {
            return 0x44;
        }

        if (!IsBitmap(in header, partition.SvmMsrBitmapOffset, PartitionRecord.SvmMsrBitmapSizeBytes))
        {
            return 0x48;
        }

        const PartitionOptions AllOptions = PartitionOptions.OtherPortsAbsent | PartitionOptions.UserHypercalls | PartitionOptions.System;
        if ((partition.Options & ~AllOptions) != 0)
        {
            return 0x4C;
        }

        bool areMasksGood = partition.CpuidMaskCount <= CpuidMaskRecord.MaxPerPartition
            && Take(ref next.CpuidMasks, partition.FirstCpuidMask, partition.CpuidMaskCount, header.CpuidMasks.Count);
        if (!areMasksGood)
        {
            return 0x50;
        }

        if (partition.RestartBudget > PartitionRecord.MaxRestartBudget)
        {
            return 0x58;
        }

        return partition.RestartPeriodNanoseconds > ScheduleChecks.MaxMajorFrameNanoseconds ? 0x60u : 0;
    }

    private static bool Take(ref uint next, uint first, uint count, uint total)
    {
        bool isNext = first == next && count <= total - next;
        next += isNext ? count : 0;
        return isNext;
    }

    private static bool IsBitmap(in SystemHeader header, uint offset, uint sizeBytes) =>
        FrameSize.IsAligned(offset, FrameSize.Size4K)
        && header.Bitmaps.Count >= sizeBytes
        && offset <= header.Bitmaps.Count - sizeBytes;

    private static ConfigVerdict CheckVcpus(in SystemConfig config)
    {
        for (int i = 0; i < config.Partitions.Length; i++)
        {
            ref readonly PartitionRecord partition = ref config.Partitions[i];
            for (uint index = partition.FirstVcpu; index < partition.FirstVcpu + partition.VcpuCount; index++)
            {
                uint field = FirstWrongField(in config, in config.Vcpus[(int)index], (uint)i);
                if (field != uint.MaxValue)
                {
                    return new ConfigVerdict(StopReason.BlobVcpu, index, field);
                }
            }
        }

        return ConfigVerdict.Accepted;
    }

    private static uint FirstWrongField(in SystemConfig config, in VcpuRecord vcpu, uint partition)
    {
        if (vcpu.PartitionIndex != partition)
        {
            return 0x00;
        }

        if (vcpu.CpuIndex >= (uint)config.Cpus.Length)
        {
            return 0x04;
        }

        // The kernel itself loads DR6, and a processor refuses bits above 31 by #GP.
        return vcpu.Start.Dr6 > uint.MaxValue ? 0xE0 : uint.MaxValue;
    }

    private static ConfigVerdict CheckCopies(in SystemConfig config)
    {
        for (int i = 0; i < config.Copies.Length; i++)
        {
            ref readonly CopyRecord copy = ref config.Copies[i];
            if (copy.PartitionIndex >= (uint)config.Partitions.Length
                || !IsShareOf(config.Partitions[(int)copy.PartitionIndex].FirstCopy, config.Partitions[(int)copy.PartitionIndex].CopyCount, i))
            {
                return new ConfigVerdict(StopReason.BlobCopy, (ulong)i, 0x18);
            }

            ulong imagesSizeBytes = config.Header.Images.Count;
            if (copy.ImageOffset > imagesSizeBytes || copy.SizeBytes > imagesSizeBytes - copy.ImageOffset)
            {
                return new ConfigVerdict(StopReason.BlobCopy, (ulong)i, 0x08);
            }

            if (!RegionChecks.IsRam(in config, copy.PartitionIndex, copy.GuestPhysical, copy.SizeBytes))
            {
                return new ConfigVerdict(StopReason.BlobCopy, (ulong)i, 0x00);
            }
        }

        return ConfigVerdict.Accepted;
    }

    private static ConfigVerdict CheckFixups(in SystemConfig config)
    {
        for (int i = 0; i < config.Fixups.Length; i++)
        {
            ref readonly FixupRecord fixup = ref config.Fixups[i];
            if (fixup.PartitionIndex >= (uint)config.Partitions.Length
                || !IsShareOf(config.Partitions[(int)fixup.PartitionIndex].FirstFixup, config.Partitions[(int)fixup.PartitionIndex].FixupCount, i))
            {
                return new ConfigVerdict(StopReason.BlobFixup, (ulong)i, 0x10);
            }

            if (fixup.Kind is FixupKind.Undefined or > FixupKind.MajorFrameTicks)
            {
                return new ConfigVerdict(StopReason.BlobFixup, (ulong)i, 0x08);
            }

            if (fixup.Schedule >= (uint)config.Schedules.Length)
            {
                return new ConfigVerdict(StopReason.BlobFixup, (ulong)i, 0x14);
            }

            if (fixup.WidthBytes is not (1 or 2 or 4 or 8))
            {
                return new ConfigVerdict(StopReason.BlobFixup, (ulong)i, 0x0C);
            }

            if (!RegionChecks.IsRam(in config, fixup.PartitionIndex, fixup.GuestPhysical, fixup.WidthBytes))
            {
                return new ConfigVerdict(StopReason.BlobFixup, (ulong)i, 0x00);
            }
        }

        return ConfigVerdict.Accepted;
    }

    private static bool IsShareOf(uint first, uint count, int index) => (uint)index - first < count;

    // How far the partitions checked so far reach into each table.
    private struct Shares
    {
        internal uint Vcpus;
        internal uint Regions;
        internal uint Copies;
        internal uint Fixups;
        internal uint CpuidMasks;
    }
}
