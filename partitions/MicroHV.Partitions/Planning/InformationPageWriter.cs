// Fills the information page of a native partition.
using System.Runtime.InteropServices;
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Planning;

/// <summary>What the host knows goes in here; what only the machine knows becomes a fixup.</summary>
internal static class InformationPageWriter
{
    /// <summary>The page's bytes, as far as it is used.</summary>
    public static unsafe byte[] Write(PartitionPlan partition, SchedulePlan schedule)
    {
        InformationPage page = new()
        {
            Magic = InformationPage.ExpectedMagic,
            LayoutVersion = InformationPage.ExpectedLayoutVersion,
            PartitionIndex = (uint)partition.Index,
            MajorFrameNanoseconds = schedule.MajorFrameNanoseconds,
            MemoryBase = partition.Ram.Guest.Start,
            MemorySizeBytes = partition.Ram.Guest.SizeBytes,
        };
        InformationRegion[] regions = [.. partition.Regions.Take(InformationPage.MaxRegions).Select(RegionOf)];
        page.RegionCount = (uint)regions.Length;
        WriteText(partition.Name, new Span<byte>(page.Name, PartitionRecord.NameSizeBytes));
        WriteText(partition.Arguments, new Span<byte>(page.Arguments, InformationPage.ArgumentsSizeBytes));
        foreach (WindowPlan window in WindowsOf(partition, schedule).Take(InformationPage.MaxWindows))
        {
            page.Windows[2 * page.WindowCount] = window.StartNanoseconds;
            page.Windows[(2 * page.WindowCount) + 1] = window.DurationNanoseconds;
            page.WindowCount++;
        }

        return
        [
            .. MemoryMarshal.AsBytes(new ReadOnlySpan<InformationPage>(in page)),
            .. MemoryMarshal.AsBytes<InformationRegion>(regions),
        ];
    }

    /// <summary>The fields that the kernel fills in.</summary>
    public static IReadOnlyList<FixupPlan> Fixups() =>
    [
        Fixup(nameof(InformationPage.TscHertz), FixupKind.TscHertz, sizeof(ulong)),
        Fixup(nameof(InformationPage.EpochTsc), FixupKind.EpochTsc, sizeof(ulong)),
        Fixup(nameof(InformationPage.HypercallInstruction), FixupKind.HypercallInstruction, sizeof(uint)),
        Fixup(nameof(InformationPage.MajorFrameTicks), FixupKind.MajorFrameTicks, sizeof(ulong)),
    ];

    /// <summary>The windows of <paramref name="partition"/>.</summary>
    public static IEnumerable<WindowPlan> WindowsOf(PartitionPlan partition, SchedulePlan schedule) =>
        schedule.Windows.Where(window => window.PartitionIndex == partition.Index);

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
