// Fills the information page of a native partition.
using System.Runtime.InteropServices;
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Planning;

/// <summary>What the host knows goes in here; what only the machine knows becomes a fixup.</summary>
internal static class InformationPageWriter
{
    /// <summary>The bytes of both pages, as far as they are used.</summary>
    /// <param name="partition">Whose pages they are.</param>
    /// <param name="schedules">The schedules of the system.</param>
    /// <param name="initialSchedule">Number of the one that runs from the start.</param>
    public static unsafe byte[] Write(
        PartitionPlan partition, IReadOnlyList<SchedulePlan> schedules, int initialSchedule)
    {
        InformationWindow[] windows = [.. WindowsOf(partition, schedules).Take(InformationPage.MaxWindows)];
        InformationSchedule[] told =
            [.. schedules.Take(InformationPage.MaxSchedules).Select(schedule => ScheduleOf(schedule, partition))];
        InformationRegion[] regions = [.. partition.Regions.Take(InformationPage.MaxRegions).Select(RegionOf)];
        InformationPage page = new()
        {
            Magic = InformationPage.ExpectedMagic,
            LayoutVersion = InformationPage.ExpectedLayoutVersion,
            PartitionIndex = (uint)partition.Index,
            ScheduleCount = (uint)told.Length,
            InitialSchedule = (uint)initialSchedule,
            WindowCount = (uint)windows.Length,
            VcpuCount = (uint)partition.Cpus.Count,
            IsSystem = partition.IsSystem ? 1u : 0,
            MemoryBase = partition.Ram.Guest.Start,
            MemorySizeBytes = partition.Ram.Guest.SizeBytes,
            RegionCount = (uint)regions.Length,
        };
        WriteText(partition.Name, new Span<byte>(page.Name, PartitionRecord.NameSizeBytes));
        WriteText(partition.Arguments, new Span<byte>(page.Arguments, InformationPage.ArgumentsSizeBytes));
        byte[] bytes = new byte[InformationPage.WindowsOffset + (windows.Length * sizeof(InformationWindow))];
        MemoryMarshal.Write(bytes, in page);
        Put<InformationRegion>(regions, bytes, sizeof(InformationPage));
        Put<InformationSchedule>(told, bytes, InformationPage.SchedulesOffset);
        Put<InformationWindow>(windows, bytes, InformationPage.WindowsOffset);
        return bytes;
    }

    /// <summary>The fields that the kernel fills in, where there are <paramref name="scheduleCount"/> schedules.</summary>
    public static IReadOnlyList<FixupPlan> Fixups(int scheduleCount) =>
    [
        Fixup(nameof(InformationPage.TscHertz), FixupKind.TscHertz, sizeof(ulong)),
        Fixup(nameof(InformationPage.EpochTsc), FixupKind.EpochTsc, sizeof(ulong)),
        Fixup(nameof(InformationPage.HypercallInstruction), FixupKind.HypercallInstruction, sizeof(uint)),
        .. Enumerable.Range(0, Math.Min(scheduleCount, InformationPage.MaxSchedules)).Select(MajorFrameTicks),
    ];

    private static FixupPlan MajorFrameTicks(int schedule)
    {
        int entry = InformationPage.SchedulesOffset + (schedule * Marshal.SizeOf<InformationSchedule>());
        ulong offset = (ulong)(entry + Marshal.OffsetOf<InformationSchedule>(nameof(InformationSchedule.MajorFrameTicks)));
        return new FixupPlan(
            NativeLayout.InformationPage + offset, FixupKind.MajorFrameTicks, sizeof(ulong), (uint)schedule);
    }

    private static IEnumerable<InformationWindow> WindowsOf(PartitionPlan partition, IReadOnlyList<SchedulePlan> schedules) =>
        from schedule in schedules.Index()
        from window in schedule.Item.Windows
            .Where(window => window.Partition.Index == partition.Index)
            .OrderBy(window => window.Vcpu.Value)
            .ThenBy(window => window.StartNanoseconds)
        select new InformationWindow
        {
            StartNanoseconds = window.StartNanoseconds,
            DurationNanoseconds = window.DurationNanoseconds,
            Schedule = (ushort)schedule.Index,
            Vcpu = (ushort)window.Vcpu.Value,
            Flags = schedule.Item.FlagsOf(window),
        };

    private static unsafe InformationSchedule ScheduleOf(SchedulePlan plan, PartitionPlan partition)
    {
        DemandPlan? demand = plan.DemandOf(partition.Index);
        InformationSchedule schedule = new()
        {
            MajorFrameNanoseconds = plan.MajorFrameNanoseconds,
            PeriodNanoseconds = demand?.Period.Value ?? 0,
            DurationNanoseconds = demand?.Duration.Value ?? 0,
        };
        WriteText(plan.Name, new Span<byte>(schedule.Name, ScheduleRecord.NameSizeBytes));
        return schedule;
    }

    private static void Put<T>(ReadOnlySpan<T> entries, byte[] bytes, int offset)
        where T : unmanaged => MemoryMarshal.AsBytes(entries).CopyTo(bytes.AsSpan(offset));

    private static unsafe InformationRegion RegionOf(RegionPlan plan)
    {
        InformationRegion region = new()
        {
            GuestPhysical = plan.Guest.Start,
            SizeBytes = plan.Guest.SizeBytes,
            Rights = plan.Rights ?? RegionRights.None,
            MemoryType = plan.MemoryType,
            Flags = plan.Flags,
        };
        WriteText(plan.Name, new Span<byte>(region.Name, RegionRecord.NameSizeBytes));
        return region;
    }

    private static FixupPlan Fixup(string field, FixupKind kind, uint widthBytes)
    {
        ulong offset = (ulong)Marshal.OffsetOf<InformationPage>(field);
        return new FixupPlan(NativeLayout.InformationPage + offset, kind, widthBytes);
    }

    // The text and at least one zero; rules refuse text that is too long, and more regions than there is room for.
    private static void WriteText(string text, Span<byte> field)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        bytes[..Math.Min(bytes.Length, field.Length - 1)].CopyTo(field);
    }
}
