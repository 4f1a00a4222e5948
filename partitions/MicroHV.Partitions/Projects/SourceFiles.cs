// The files of a folder that no build made.
namespace MicroHV.Partitions.Projects;

/// <summary>Tells sources from what builds leave behind.</summary>
public static class SourceFiles
{
    /// <summary>All files below <paramref name="folder"/> but those in bin, obj and out, in a fixed order.</summary>
    public static IEnumerable<string> Below(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            yield return file;
        }

        foreach (string inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(inner) is "bin" or "obj" or "out")
            {
                continue;
            }

            foreach (string file in Below(inner))
            {
                yield return file;
            }
        }
    }
}
