// Whether an output is older than what it is made of.
namespace MicroHV.Partitions.Projects;

/// <summary>Compares times of files.</summary>
internal static class Staleness
{
    /// <summary>Whether <paramref name="output"/> is missing or older than a source, or a source is missing.</summary>
    public static bool IsStale(string output, IEnumerable<string> sources)
    {
        if (!File.Exists(output))
        {
            return true;
        }

        DateTime built = File.GetLastWriteTimeUtc(output);
        return sources.Any(source => !File.Exists(source) || File.GetLastWriteTimeUtc(source) > built);
    }
}
