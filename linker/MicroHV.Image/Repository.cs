// Where the sources lie that this command was built from.
namespace MicroHV.Image;

/// <summary>Where the sources lie that this command was built from.</summary>
internal static class Repository
{
    private const string Mark = "MicroHV.sln";

    /// <summary>The folder of <c>MicroHV.sln</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">The command was moved out of its repository.</exception>
    public static string Root { get; } = Find();

    /// <summary>The linked kernel, with symbols.</summary>
    public static string KernelElf => Path.Combine(Root, "out", "kernel", "kernel.elf");

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Mark)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} has {Mark}");
    }
}
