// The checks of the blob's header and of the bounds and checksums of its parts.
namespace MicroHV.Kernel.Config;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>Everything that must hold before a record of the blob may be looked at.</summary>
internal static unsafe class HeaderChecks
{
    /// <summary>Shortest major frame and window, in nanoseconds: less than this and switching is all that happens.</summary>
    internal const ulong MinWindowNanoseconds = 10_000;

    private const ulong MaxBlobSizeBytes = 0x8000_0000;
    private const ulong MaxPoolSizeBytes = 0x4000_0000;
    private const ulong MaxKernelAddress = 0x1_0000_0000;
    private const uint MaxRecords = 0x1_0000;

    internal static ConfigVerdict Check(SystemHeader* header, ulong availableBytes, in KernelPlace place)
    {
        if (availableBytes < (ulong)sizeof(SystemHeader) || header->Magic != SystemHeader.ExpectedMagic)
        {
            return new ConfigVerdict(StopReason.BlobMagic, header->Magic, 0);
        }

        if (header->LayoutVersion != SystemHeader.ExpectedLayoutVersion)
        {
            return new ConfigVerdict(StopReason.BlobLayoutVersion, header->LayoutVersion, SystemHeader.ExpectedLayoutVersion);
        }

        uint checksum = HeaderChecksum(header);
        if (checksum != header->HeaderCrc32C)
        {
            return new ConfigVerdict(StopReason.BlobHeaderChecksum, checksum, header->HeaderCrc32C);
        }

        bool isSizeGood = FrameSize.IsAligned(header->SizeBytes, FrameSize.Size4K)
            && header->SizeBytes >= (ulong)sizeof(SystemHeader)
            && header->SizeBytes <= availableBytes
            && header->SizeBytes <= MaxBlobSizeBytes;
        if (!isSizeGood)
        {
            return new ConfigVerdict(StopReason.BlobSize, header->SizeBytes, 0);
        }

        if (header->BlobBase != place.BlobStart)
        {
            return new ConfigVerdict(StopReason.BlobPlace, place.BlobStart, header->BlobBase);
        }

        ConfigVerdict verdict = CheckFields(header);
        return verdict.IsAccepted ? CheckParts(header) : verdict;
    }

    private static uint HeaderChecksum(SystemHeader* header)
    {
        const ulong ChecksumOffset = 0x0C;
        uint zero = 0;
        uint state = Crc32C.Continue(Crc32C.Start, (byte*)header, ChecksumOffset);
        state = Crc32C.Continue(state, (byte*)&zero, sizeof(uint));
        ulong rest = ChecksumOffset + sizeof(uint);
        return ~Crc32C.Continue(state, (byte*)header + rest, (ulong)sizeof(SystemHeader) - rest);
    }

    private static ConfigVerdict CheckFields(SystemHeader* header)
    {
        ulong blobEnd = header->BlobBase + header->SizeBytes;
        bool isPoolPlaceGood = FrameSize.IsAligned(header->PoolBase, FrameSize.Size4K)
            && header->PoolBase >= blobEnd
            && header->PoolBase < MaxKernelAddress;
        if (!isPoolPlaceGood)
        {
            return Field(0x20, header->PoolBase);
        }

        bool isPoolSizeGood = FrameSize.IsAligned(header->PoolSizeBytes, FrameSize.Size4K)
            && header->PoolSizeBytes != 0
            && header->PoolSizeBytes <= MaxPoolSizeBytes
            && header->PoolBase + header->PoolSizeBytes <= MaxKernelAddress;
        if (!isPoolSizeGood)
        {
            return Field(0x28, header->PoolSizeBytes);
        }

        if (header->InitialSchedule >= header->Schedules.Count)
        {
            return Field(0x30, header->InitialSchedule);
        }

        if (header->TracePages > SystemHeader.MaxTracePages)
        {
            return Field(0x34, header->TracePages);
        }

        if ((header->Options & ~SystemOptions.StopWhenAllIdle) != 0)
        {
            return Field(0x48, (ulong)header->Options);
        }

        if (header->RequiredVendor > Vendor.Amd)
        {
            return Field(0x4C, (ulong)header->RequiredVendor);
        }

        // A port that is not a serial port's may be the one that resets the machine.
        bool isConsolePortGood = header->ConsolePort is 0 or 0x3F8 or 0x2F8 or 0x3E8 or 0x2E8;
        if (!isConsolePortGood)
        {
            return Field(0x50, header->ConsolePort);
        }

        if (header->ConsoleDivisor is 0 or > 0xFFFF)
        {
            return Field(0x54, header->ConsoleDivisor);
        }

        // Inside the blob or the pool it would not outlast a boot; beyond 4 GiB the kernel does not see it.
        bool isCrashFrameGood = FrameSize.IsAligned(header->CrashFrame, FrameSize.Size4K)
            && (header->CrashFrame == 0 || header->CrashFrame >= header->PoolBase + header->PoolSizeBytes)
            && header->CrashFrame < MaxKernelAddress;
        if (!isCrashFrameGood)
        {
            return Field(0x140, header->CrashFrame);
        }

        if (header->HardwareWatchdog > HardwareWatchdog.Ib700)
        {
            return Field(0x148, (ulong)header->HardwareWatchdog);
        }

        // The card counts in steps of two seconds, up to thirty.
        bool isTimeGood = header->HardwareWatchdogSeconds is >= 2 and <= 30 && header->HardwareWatchdogSeconds % 2 == 0;
        return header->HardwareWatchdog == HardwareWatchdog.Ib700 && !isTimeGood
            ? Field(0x14C, header->HardwareWatchdogSeconds)
            : ConfigVerdict.Accepted;
    }

    private static ConfigVerdict Field(ulong offset, ulong value) =>
        new ConfigVerdict(StopReason.BlobHeaderField, offset, value);

    private static ConfigVerdict CheckParts(SystemHeader* header)
    {
        ConfigVerdict verdict = CheckPart(header, 0x60, (uint)sizeof(PartitionRecord), SystemHeader.MaxPartitions);
        verdict = verdict.IsAccepted ? CheckPart(header, 0x70, (uint)sizeof(VcpuRecord), MaxRecords) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0x80, (uint)sizeof(RegionRecord), MaxRecords) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0x90, (uint)sizeof(CopyRecord), MaxRecords) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0xA0, (uint)sizeof(FixupRecord), MaxRecords) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0xB0, (uint)sizeof(WindowRecord), MaxRecords) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0xC0, (uint)sizeof(CpuidMaskRecord), MaxRecords) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0xD0, 1, uint.MaxValue) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0xE0, 1, uint.MaxValue) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0xF0, (uint)sizeof(CpuRecord), CpuRecord.MaxCpus) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0x100, (uint)sizeof(ScheduleRecord), ScheduleRecord.MaxSchedules) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0x110, (uint)sizeof(WindowGroupRecord), MaxRecords) : verdict;
        verdict = verdict.IsAccepted ? CheckPart(header, 0x120, (uint)sizeof(HealthActionRecord), MaxRecords) : verdict;
        return verdict.IsAccepted ? CheckPart(header, 0x130, (uint)sizeof(ChangeActionRecord), MaxRecords) : verdict;
    }

    private static ConfigVerdict CheckPart(SystemHeader* header, uint refOffset, uint elementSizeBytes, uint maxCount)
    {
        TableRef part = *(TableRef*)((byte*)header + refOffset);
        if (part.ElementSizeBytes != elementSizeBytes)
        {
            return new ConfigVerdict(StopReason.BlobPartElementSize, refOffset, part.ElementSizeBytes);
        }

        ulong sizeBytes = (ulong)part.Count * elementSizeBytes;
        bool isInside = part.Offset >= (uint)sizeof(SystemHeader)
            && part.Offset <= header->SizeBytes
            && sizeBytes <= header->SizeBytes - part.Offset;
        bool isBytes = elementSizeBytes == 1;
        ulong alignment = isBytes ? FrameSize.Size4K : sizeof(ulong);
        if (!isInside || part.Count > maxCount || !FrameSize.IsAligned(part.Offset, alignment))
        {
            return new ConfigVerdict(StopReason.BlobPartBounds, refOffset, 0);
        }

        uint checksum = Crc32C.Of((byte*)header + part.Offset, sizeBytes);
        return checksum == part.Crc32C
            ? ConfigVerdict.Accepted
            : new ConfigVerdict(StopReason.BlobPartChecksum, refOffset, checksum);
    }
}
