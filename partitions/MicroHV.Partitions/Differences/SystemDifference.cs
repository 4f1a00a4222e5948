// What differs between two systems.
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Differences;

/// <summary>Compares views, property by property. Of an image, only what an image holds is compared.</summary>
public static class SystemDifference
{
    /// <summary>What is different in <paramref name="after"/>, by section.</summary>
    public static IReadOnlyList<Difference> Between(SystemView before, SystemView after)
    {
        DifferenceList differences = new();
        if (before.IsDescribed && after.IsDescribed)
        {
            differences.Compare(
                DifferenceSection.Machine, "RAM", "free", Free(before), Free(after));
        }
        else
        {
            (before, after) = (PlanWords.Without(before), PlanWords.Without(after));
        }

        CompareMachines(differences, before.Machine, after.Machine);
        CompareKernels(differences, before, after);
        ScheduleDifferences.Compare(differences, before, after);
        PartitionDifferences.Compare(differences, before, after);
        HealthDifferences.Compare(differences, before, after);
        return differences.Sorted;
    }

    private static string Free(SystemView view) => Units.FormatSize(view.SizeOf(MemoryKind.Free));

    private static void CompareMachines(DifferenceList differences, MachineView before, MachineView after)
    {
        Compare("processor", "vendor", machine => machine.Vendor.ToString().ToLowerInvariant());
        Compare("processor", "CPUs", machine => $"{machine.ApicIds.Count}");
        Compare("processor", "local APIC ids", machine => string.Join(", ", machine.ApicIds.Select(id => id?.ToString() ?? "any")));
        Compare("processor", "TSC", machine => machine.TscHertz is ulong hertz ? Units.FormatFrequency(hertz) : "any");
        Compare("RAM", "needed up to", machine => $"0x{machine.RamEnd - 1:X}");
        Compare("console", "port", machine => machine.ConsolePort is uint port ? $"0x{port:X}" : "none");
        Compare("console", "baud rate", machine => $"{machine.ConsoleBaud}");

        void Compare(string subject, string what, Func<MachineView, string> value) =>
            differences.Compare(DifferenceSection.Machine, subject, what, value(before), value(after));
    }

    private static void CompareKernels(DifferenceList differences, SystemView before, SystemView after)
    {
        Compare("image", "size", view => Units.FormatSize(view.SizeOf(MemoryKind.KernelImage)));
        Compare("image", "place", view => $"0x{view.Kernel.ImageStart:X}");
        Compare("blob", "size", view => Units.FormatSize(view.Blob.SizeBytes));
        Compare("blob", "layout", view => $"{view.Blob.LayoutVersion}");
        Compare("pool", "size", view => Units.FormatSize(view.SizeOf(MemoryKind.KernelPool)));
        Compare("kernel", "stops after", view => view.Blob.FrameLimit == 0 ? "never" : $"{view.Blob.FrameLimit} major frames");
        Compare("kernel", "stops when all are idle", view => view.Blob.StopsWhenAllIdle ? "yes" : "no");

        void Compare(string subject, string what, Func<SystemView, string> value) =>
            differences.Compare(DifferenceSection.Kernel, subject, what, value(before), value(after));
    }
}
