// From the plan to the bytes that the kernel reads.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Blobs;

/// <summary>Writes the blob of a plan that no rule refuses. The same plan gives the same bytes.</summary>
public static class BlobWriter
{
    private const uint AnyApicId = uint.MaxValue;

    /// <summary>The blob.</summary>
    public static byte[] Write(SystemPlan plan, BlobOptions options)
    {
        BlobLayout layout = new(plan);
        byte[] blob = new byte[layout.SizeBytes];
        WriteRecords<PartitionRecord>(blob, layout.Partitions, PartitionRecords(plan, layout));
        WriteRecords<VcpuRecord>(blob, layout.Vcpus, plan.Partitions.SelectMany(VcpusOf));
        WriteRecords<RegionRecord>(blob, layout.Regions, plan.Regions.Select(RegionOf));
        WriteRecords<CopyRecord>(blob, layout.Copies, CopyRecords(plan, layout));
        WriteRecords<FixupRecord>(blob, layout.Fixups, plan.Partitions.SelectMany(FixupsOf));
        WriteRecords<CpuRecord>(blob, layout.Cpus, CpuRecords(plan));
        WriteRecords<ScheduleRecord>(blob, layout.Schedules, plan.Schedules.Select(ScheduleOf));
        WriteRecords<WindowGroupRecord>(blob, layout.WindowGroups, WindowGroupRecords(plan));
        WriteRecords<WindowRecord>(blob, layout.Windows, WindowRecords(plan));
        WriteRecords<CpuidMaskRecord>(blob, layout.CpuidMasks, layout.PartitionCpuidMasks.SelectMany(masks => masks));
        WriteRecords<HealthActionRecord>(blob, layout.HealthActions, HealthTables.Of(plan));
        WriteRecords<ChangeActionRecord>(blob, layout.ChangeActions, HealthTables.ChangesOf(plan));
        layout.WriteBytes(blob);
        WriteHeader(blob, plan, layout, options);
        return blob;
    }

    private static void WriteHeader(byte[] blob, SystemPlan plan, BlobLayout layout, BlobOptions options)
    {
        ref SystemHeader header = ref Unsafe.As<byte, SystemHeader>(ref blob[0]);
        header = new SystemHeader
        {
            Magic = SystemHeader.ExpectedMagic,
            LayoutVersion = SystemHeader.ExpectedLayoutVersion,
            SizeBytes = layout.SizeBytes,
            BlobBase = plan.Kernel.BlobBase,
            PoolBase = plan.Kernel.PoolBase,
            PoolSizeBytes = plan.Kernel.PoolSizeBytes,
            CrashFrame = plan.Kernel.CrashFrame,
            HardwareWatchdog = plan.HardwareWatchdog?.Device ?? HardwareWatchdog.None,
            HardwareWatchdogSeconds = plan.HardwareWatchdog?.TimeoutSeconds ?? 0,
            InitialSchedule = (uint)plan.InitialSchedule,
            TracePages = plan.Trace.PagesPerCpu,
            TraceKey = options.TraceKey,
            OverrunNanoseconds = (uint)(plan.OverrunTolerance?.Value ?? 0),
            FrameLimit = options.FrameLimit,
            ExpectedTscHertz = plan.Machine.Tsc?.Value ?? 0,
            Options = options.Options,
            RequiredVendor = plan.Machine.Vendor,
            ConsolePort = (uint)plan.Machine.ConsolePort,
            ConsoleDivisor = (uint)(MachinePlan.SerialClockBaud / plan.Machine.ConsoleBaud),
            Partitions = TableOf(blob, layout.Partitions),
            Vcpus = TableOf(blob, layout.Vcpus),
            Regions = TableOf(blob, layout.Regions),
            Copies = TableOf(blob, layout.Copies),
            Fixups = TableOf(blob, layout.Fixups),
            Windows = TableOf(blob, layout.Windows),
            CpuidMasks = TableOf(blob, layout.CpuidMasks),
            Bitmaps = TableOf(blob, layout.Bitmaps),
            Images = TableOf(blob, layout.Images),
            Cpus = TableOf(blob, layout.Cpus),
            Schedules = TableOf(blob, layout.Schedules),
            WindowGroups = TableOf(blob, layout.WindowGroups),
            HealthActions = TableOf(blob, layout.HealthActions),
            ChangeActions = TableOf(blob, layout.ChangeActions),
        };
        header.HeaderCrc32C = Checksum(blob.AsSpan(0, Unsafe.SizeOf<SystemHeader>()));
    }

    private static TableRef TableOf(byte[] blob, BlobPart part) => new()
    {
        Offset = (uint)part.Offset,
        Count = (uint)part.Count,
        ElementSizeBytes = part.ElementSizeBytes,
        Crc32C = Checksum(blob.AsSpan((int)part.Offset, (int)part.SizeBytes)),
    };

    private static IEnumerable<PartitionRecord> PartitionRecords(SystemPlan plan, BlobLayout layout)
    {
        uint vcpus = 0;
        uint regions = 0;
        uint copies = 0;
        uint fixups = 0;
        uint masks = 0;
        foreach (PartitionPlan partition in plan.Partitions)
        {
            PartitionRecord record = new()
            {
                FirstVcpu = vcpus,
                VcpuCount = (uint)partition.Cpus.Count,
                FirstRegion = regions,
                RegionCount = (uint)partition.Regions.Count,
                FirstCopy = copies,
                CopyCount = (uint)partition.Copies.Count,
                FirstFixup = fixups,
                FixupCount = (uint)partition.Fixups.Count,
                PortBitmapOffset = (uint)layout.PortBitmaps[partition.Index],
                VmxMsrBitmapOffset = (uint)layout.VmxMsrBitmaps[partition.Index],
                SvmMsrBitmapOffset = (uint)layout.SvmMsrBitmaps[partition.Index],
                Options = OptionsOf(partition),
                FirstCpuidMask = masks,
                CpuidMaskCount = (uint)layout.PartitionCpuidMasks[partition.Index].Count,
                RestartBudget = (uint)partition.Restarts.Budget.Value,
                RestartPeriodNanoseconds = partition.Restarts.Period.Value,
                WatchdogWindows = (uint)(partition.Watchdog?.Value ?? 0),
            };
            WriteName(ref record, partition.Name);
            vcpus += record.VcpuCount;
            regions += record.RegionCount;
            copies += record.CopyCount;
            fixups += record.FixupCount;
            masks += record.CpuidMaskCount;
            yield return record;
        }
    }

    private static PartitionOptions OptionsOf(PartitionPlan partition) =>
        (partition.AreOtherPortsAbsent ? PartitionOptions.OtherPortsAbsent : PartitionOptions.None)
        | (partition.AllowsUserHypercalls ? PartitionOptions.UserHypercalls : PartitionOptions.None)
        | (partition.IsSystem ? PartitionOptions.System : PartitionOptions.None);

    private static IEnumerable<VcpuRecord> VcpusOf(PartitionPlan partition) =>
        partition.Cpus.Zip(partition.Starts, (cpu, start) => new VcpuRecord
        {
            PartitionIndex = (uint)partition.Index,
            CpuIndex = (uint)cpu,
            Start = start,
        });

    private static IEnumerable<CpuRecord> CpuRecords(SystemPlan plan)
    {
        for (uint i = 0; i < plan.Machine.CpuCount; i++)
        {
            uint planned = i == 0 ? AnyApicId : i;
            yield return new CpuRecord
            {
                ApicId = plan.Machine.ApicIds is { } ids ? (uint)ids[(int)i].Value : planned,
            };
        }
    }

    private static unsafe ScheduleRecord ScheduleOf(SchedulePlan schedule)
    {
        ScheduleRecord record = new() { MajorFrameNanoseconds = schedule.MajorFrameNanoseconds };
        WriteText(schedule.Name, new Span<byte>(record.Name, ScheduleRecord.NameSizeBytes));
        return record;
    }

    private static IEnumerable<WindowGroupRecord> WindowGroupRecords(SystemPlan plan)
    {
        uint windows = 0;
        foreach (SchedulePlan schedule in plan.Schedules)
        {
            for (uint i = 0; i < plan.Machine.CpuCount; i++)
            {
                WindowGroupRecord record = new()
                {
                    FirstWindow = windows,
                    WindowCount = (uint)schedule.Windows.Count(window => window.Cpu.Value == i),
                    BackgroundVcpu = BackgroundOf(plan, schedule, i),
                };
                windows += record.WindowCount;
                yield return record;
            }
        }
    }

    /// <summary>The record of one region.</summary>
    internal static unsafe RegionRecord RegionOf(RegionPlan region)
    {
        RegionRecord record = new()
        {
            GuestPhysical = region.Guest.Start,
            HostPhysical = region.HostPhysical,
            SizeBytes = region.Guest.SizeBytes,
            Rights = region.Rights ?? RegionRights.None,
            MemoryType = region.MemoryType,
            Flags = region.Flags,
            PartitionIndex = (uint)region.PartitionIndex,
        };
        WriteText(region.Name, new Span<byte>(record.Name, RegionRecord.NameSizeBytes));
        return record;
    }

    private static IEnumerable<CopyRecord> CopyRecords(SystemPlan plan, BlobLayout layout) =>
        plan.Partitions.SelectMany(partition => partition.Copies.Select((copy, index) => new CopyRecord
        {
            GuestPhysical = copy.GuestPhysical,
            ImageOffset = layout.ImageOffsets[partition.Index][index],
            SizeBytes = (ulong)copy.Bytes.Length,
            PartitionIndex = (uint)partition.Index,
            Crc32C = Checksum(copy.Bytes.Span),
        }));

    private static IEnumerable<FixupRecord> FixupsOf(PartitionPlan partition) =>
        partition.Fixups.Select(fixup => new FixupRecord
        {
            GuestPhysical = fixup.GuestPhysical,
            Kind = fixup.Kind,
            WidthBytes = fixup.WidthBytes,
            PartitionIndex = (uint)partition.Index,
            Schedule = fixup.Schedule,
        });

    private static IEnumerable<WindowRecord> WindowRecords(SystemPlan plan)
    {
        uint[] firstVcpus = FirstVcpus(plan);
        return
            from schedule in plan.Schedules
            from window in schedule.Windows.OrderBy(window => window.Cpu.Value)
            select new WindowRecord
            {
                StartNanoseconds = window.StartNanoseconds,
                DurationNanoseconds = window.DurationNanoseconds,
                VcpuIndex = firstVcpus[window.Partition.Index!.Value] + (uint)window.Vcpu.Value,
                CpuIndex = (uint)window.Cpu.Value,
                Flags = schedule.FlagsOf(window),
            };
    }

    private static uint BackgroundOf(SystemPlan plan, SchedulePlan schedule, ulong cpu) =>
        schedule.Background.FirstOrDefault(background => background.Cpu.Value == cpu) is { } background
            ? FirstVcpus(plan)[background.Partition.Index!.Value] + (uint)background.Vcpu.Value
            : WindowGroupRecord.NoBackground;

    // The virtual CPUs of a partition lie side by side, and the partitions one behind the other.
    private static uint[] FirstVcpus(SystemPlan plan)
    {
        uint[] first = new uint[plan.Partitions.Count];
        for (int i = 1; i < first.Length; i++)
        {
            first[i] = first[i - 1] + (uint)plan.Partitions[i - 1].Cpus.Count;
        }

        return first;
    }

    private static unsafe void WriteName(ref PartitionRecord record, string name)
    {
        fixed (byte* field = record.Name)
        {
            WriteText(name, new Span<byte>(field, PartitionRecord.NameSizeBytes));
        }
    }

    private static void WriteText(string text, Span<byte> field) => Encoding.UTF8.GetBytes(text).CopyTo(field);

    private static void WriteRecords<TRecord>(byte[] blob, BlobPart part, IEnumerable<TRecord> records)
        where TRecord : unmanaged
    {
        Span<byte> bytes = blob.AsSpan((int)part.Offset, (int)part.SizeBytes);
        records.ToArray().CopyTo(MemoryMarshal.Cast<byte, TRecord>(bytes));
    }

    private static unsafe uint Checksum(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return Crc32C.Of(first, (ulong)bytes.Length);
        }
    }
}
