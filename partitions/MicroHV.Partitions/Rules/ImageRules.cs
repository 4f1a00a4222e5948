// Rules about the images that partitions run.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Planning;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>An image must be there, be what it should be, and fit the partition's memory.</summary>
internal static class ImageRules
{
    [Rule("MHV0501", "A partition names an image or a project, and not both.")]
    public static IEnumerable<Breach> PartitionsHaveOneImage(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => !partition.IsBroken)
            .Where(partition => partition.Image is null || partition.NamesImageAndProject)
            .Select(partition => new Breach(
                partition.Place,
                partition.Image is null
                    ? $"partition '{partition.Name}' has nothing to run"
                    : $"partition '{partition.Name}' names an image and a project",
                "write image = \"x.elf\" or project = \"x/x.csproj\""));

    [Rule("MHV0504", "An image is a static ELF64 executable for x86-64.")]
    public static IEnumerable<Breach> ImagesAreExecutables(SystemPlan plan) =>
        plan.Partitions
            .Select(partition => partition.Image)
            .OfType<ImagePlan>()
            .Where(image => image.Problem is not null)
            .Select(image => new Breach(
                image.Place,
                $"image '{image.ShownPath}' {image.Problem}",
                "build it with a guest kit, or as a static ELF64 executable"));

    [Rule("MHV0505", "Every segment of an image lies inside one region that is the partition's own to fill.")]
    public static IEnumerable<Breach> SegmentsLieInMemory(SystemPlan plan)
    {
        foreach ((PartitionPlan partition, ImagePlan image, ElfImage elf) in Readable(plan))
        {
            foreach (ElfSegment segment in elf.Segments)
            {
                AddressRange range = RangeOf(segment);
                if (!partition.FillableRegions.Any(region => region.Guest.Contains(range)))
                {
                    yield return new Breach(
                        image.Place,
                        $"'{image.ShownPath}' has a segment at {range}, "
                        + $"which is not inside the memory of '{partition.Name}'",
                        $"link it into {partition.Ram.Guest} or give the partition more memory");
                }
            }
        }
    }

    [Rule("MHV0506", "The segments of an image do not overlap.")]
    public static IEnumerable<Breach> SegmentsDoNotOverlap(SystemPlan plan)
    {
        foreach ((PartitionPlan _, ImagePlan image, ElfImage elf) in Readable(plan))
        {
            AddressRange[] ranges = [.. elf.Segments.Select(RangeOf).OrderBy(range => range.Start)];
            foreach ((AddressRange lower, AddressRange upper) in ranges.Zip(ranges.Skip(1)))
            {
                if (lower.Overlaps(upper))
                {
                    yield return new Breach(
                        image.Place, $"'{image.ShownPath}' has segments {lower} and {upper} in one place",
                        "correct its link script");
                }
            }
        }
    }

    [Rule("MHV0507", "An image starts inside one of its segments, in a region with the right to execute.")]
    public static IEnumerable<Breach> EntriesCanRun(SystemPlan plan)
    {
        foreach ((PartitionPlan partition, ImagePlan image, ElfImage elf) in Readable(plan))
        {
            AddressRange entry = new(elf.Entry, 1);
            bool isInSegment = elf.Segments.Any(segment => RangeOf(segment).Contains(entry));
            bool canRun = partition.Regions.Any(
                region =>
                    region.Guest.Contains(entry) && ((region.Rights ?? RegionRights.None) & RegionRights.Execute) != 0);
            if (!isInSegment || !canRun)
            {
                yield return new Breach(
                    image.Place,
                    $"'{image.ShownPath}' starts at 0x{elf.Entry:X}, "
                    + (isInSegment ? "where nothing may execute" : "which is in none of its segments"),
                    "correct the entry point or the rights of the region");
            }
        }
    }

    [Rule("MHV0508", "Above an image, 4 KiB of the partition's RAM are left for its stack.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> StacksHaveRoom(SystemPlan plan)
    {
        foreach ((PartitionPlan partition, ImagePlan image, ElfImage elf) in Readable(plan))
        {
            ulong end = EndOf(elf, partition);
            if (partition.Ram.Guest.End - end < RegionPlan.PageSizeBytes)
            {
                yield return new Breach(
                    image.Place, $"'{image.ShownPath}' fills the memory of '{partition.Name}' up to 0x{end:X}",
                    "give the partition more memory");
            }
        }
    }

    [Rule("MHV0509", "Above an image, a partition with several virtual CPUs has 64 KiB of RAM for the stack of each.")]
    public static IEnumerable<Breach> StacksOfVcpusHaveRoom(SystemPlan plan)
    {
        foreach ((PartitionPlan partition, ImagePlan image, ElfImage elf) in Readable(plan).Where(item => HasSeveralVcpus(item.Partition)))
        {
            ulong needed = (ulong)partition.Cpus.Count * NativeLayout.StackSizeBytes;
            ulong end = EndOf(elf, partition);
            if (partition.Ram.Guest.End - end < needed)
            {
                yield return new Breach(
                    partition.VcpuCount.Place,
                    $"'{image.ShownPath}' leaves {Units.FormatSize(partition.Ram.Guest.End - end)} of the memory of "
                    + $"'{partition.Name}', and the stacks of {partition.Cpus.Count} virtual CPUs need {Units.FormatSize(needed)}",
                    "give the partition more memory");
            }
        }
    }

    private static bool HasSeveralVcpus(PartitionPlan partition) => partition.VcpuCount.Value is > 1 and <= VcpuRecord.MaxPerPartition;

    // The first address of the partition's RAM behind all segments in it.
    private static ulong EndOf(ElfImage elf, PartitionPlan partition) =>
        elf.Segments.Select(RangeOf).Where(partition.Ram.Guest.Contains)
            .Select(range => range.End).DefaultIfEmpty(partition.Ram.Guest.Start).Max();

    private static AddressRange RangeOf(ElfSegment segment) => new(segment.PhysicalAddress, segment.MemorySizeBytes);

    private static IEnumerable<(PartitionPlan Partition, ImagePlan Image, ElfImage Elf)> Readable(SystemPlan plan) =>
        plan.Partitions
            .Where(partition => !partition.IsBroken && partition.Image?.Elf is not null)
            .Select(partition => (partition, partition.Image!, partition.Image!.Elf!));
}
