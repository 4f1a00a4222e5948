// Folders that hold a system, for whoever types the path of one.
using MicroHV.Partitions;

namespace MicroHV.Image.Completion;

/// <summary>Looks for systems where a path that is being typed leads.</summary>
internal static class SystemFolders
{
    private static readonly EnumerationOptions _visible = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };

    /// <summary>
    /// Folders that begin as <paramref name="typed"/> does: those that hold a system; and with a slash at the end, because
    /// the path goes on, those that have such a folder in them.
    /// </summary>
    /// <param name="typed">A path as far as it is typed.</param>
    public static IEnumerable<string> BeginningWith(string typed)
    {
        string parent = typed[..(typed.LastIndexOf('/') + 1)];
        if (typed.Length == 0 && HasSystem("."))
        {
            yield return ".";
        }

        foreach (string folder in Below(parent.Length == 0 ? "." : parent))
        {
            string name = parent + Path.GetFileName(folder);
            if (!name.StartsWith(typed, StringComparison.Ordinal) || name.Any(char.IsControl))
            {
                continue;
            }

            if (HasSystem(folder))
            {
                yield return name;
            }
            else if (Below(folder).Any(HasSystem))
            {
                yield return $"{name}/";
            }
        }
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "*", _visible) : [];

    private static bool HasSystem(string folder) => File.Exists(Path.Combine(folder, SystemBuilder.FileName));
}
