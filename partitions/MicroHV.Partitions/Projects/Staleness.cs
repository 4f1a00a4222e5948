// Whether an output is older than what it is made of.
namespace MicroHV.Partitions.Projects;

/// <summary>Compares times of files.</summary>
internal static class Staleness
{
    /// <summary>Whether <paramref name="output"/> is missing or older than a source.</summary>
    public static bool IsStale(string output, IEnumerable<string> sources)
    {
        if (!File.Exists(output))
        {
            return true;
        }

        DateTime built = File.GetLastWriteTimeUtc(output);
        return sources.Any(source => File.GetLastWriteTimeUtc(source) > built);
    }

    /// <summary>All files below <paramref name="folder"/> that no build made, in a fixed order.</summary>
    public static IEnumerable<string> Files(string folder)
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

            foreach (string file in Files(inner))
            {
                yield return file;
            }
        }
    }
}
