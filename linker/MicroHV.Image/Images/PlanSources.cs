// The line numbers of what a plan runs.
using MicroHV.Machines;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Projects;

namespace MicroHV.Image.Images;

/// <summary>Finds the images of the kernel and of all partitions, and the folders of their sources.</summary>
internal static class PlanSources
{
    /// <summary>The line numbers of a system.</summary>
    /// <param name="plan">The system.</param>
    /// <param name="kernelElf">The bytes of kernel.elf.</param>
    public static SystemSources Of(SystemPlan plan, ReadOnlyMemory<byte> kernelElf) => new(
        Of(Repository.KernelElf, ElfImage.Read(kernelElf, "kernel.elf"), Folders(null)),
        [
            .. plan.Partitions.Select(partition => partition.Image is { Elf: { } elf } image
                ? Of(image.Path, elf, Folders(image.Path))
                : null),
        ]);

    /// <summary>Where the sources of an image are.</summary>
    /// <param name="imagePath">Path of a partition's image, or null for the kernel's.</param>
    public static SourceFolders Folders(string? imagePath)
    {
        (string Prefix, string Folder) repository = (SourcePrefix.Repository, Repository.Root);

        // A project's image lies in a folder of the project's.
        return Path.GetDirectoryName(Path.GetDirectoryName(imagePath)) is { } project
            ? new SourceFolders([(SourcePrefix.Guest, project), repository])
            : new SourceFolders([repository]);
    }

    private static ImageSources Of(string path, ElfImage elf, SourceFolders folders) => new(
        path, [.. elf.Segments.Select(segment => (segment.VirtualAddress, segment.Bytes))], folders);
}
