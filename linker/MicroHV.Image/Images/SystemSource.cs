// A system as a verb needs it: loaded, checked, with the kernel that it will run on.
using MicroHV.Partitions;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Projects;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Images;

/// <summary>The bytes of the kernel and what became of a system description.</summary>
/// <param name="KernelElf">The bytes of kernel.elf, symbols included.</param>
/// <param name="System">The plan, or everything that is wrong.</param>
internal sealed record SystemSource(ReadOnlyMemory<byte> KernelElf, LoadedSystem System)
{
    /// <summary>
    /// Loads the description at <paramref name="path"/> and builds its projects; what takes time is announced on
    /// standard error.
    /// </summary>
    /// <param name="path">The description.</param>
    /// <param name="traceBufferSizeBytes">Size of each CPU's trace if the description wants none; null leaves it without.</param>
    /// <exception cref="FileNotFoundException">The kernel was not built.</exception>
    /// <exception cref="InvalidDataException">kernel.elf is not a kernel.</exception>
    /// <exception cref="MissingToolException">A program that builds a project is not installed.</exception>
    public static SystemSource Load(string path, ulong? traceBufferSizeBytes = null) =>
        Load((layout, projects) => SystemBuilder.Load(ShownPath(path), layout, projects, traceBufferSizeBytes));

    /// <summary>As above, as if the file at <paramref name="path"/> said <paramref name="text"/>.</summary>
    public static SystemSource LoadEdited(string path, string text) =>
        Load((layout, projects) => SystemBuilder.Load(
            Path.GetFullPath(path), text, layout, projects, new Findings(ShownPath(path))));

    private static SystemSource Load(Func<KernelLayout, ProjectBuilder, LoadedSystem> load)
    {
        if (!File.Exists(Repository.KernelElf))
        {
            throw new FileNotFoundException(
                $"the kernel is not built; run 'dotnet build MicroHV.sln' in {Repository.Root}", Repository.KernelElf);
        }

        byte[] kernel = File.ReadAllBytes(Repository.KernelElf);
        KernelLayout layout = KernelLayout.From(ElfImage.Read(kernel, "kernel.elf"));
        ProjectBuilder projects = new(Repository.Root)
        {
            Announce = project => Console.Error.WriteLine($"microhv: building {project}"),
        };
        return new SystemSource(kernel, load(layout, projects));
    }

    /// <summary><paramref name="path"/> as a person in this folder would name the file.</summary>
    public static string ShownPath(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
