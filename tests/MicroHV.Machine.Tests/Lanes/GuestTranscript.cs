// What each partition of a system does and says: expected.txt beside its description, and a run in the same words.
using MicroHV.Image;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>
/// One section a partition: its name and its end in a line, and what it wrote, indented by two spaces, in the lines below.
/// </summary>
internal static class GuestTranscript
{
    private const string FileName = "expected.txt";
    private const string Indent = "  ";

    /// <summary>The expected sections of a system, by the name of the partition.</summary>
    /// <param name="system">Folder of the system, relative to the repository.</param>
    public static IReadOnlyDictionary<string, string> Read(string system)
    {
        Dictionary<string, List<string>> sections = [];
        List<string> section = [];
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, system, FileName)))
        {
            if (!line.StartsWith(Indent, StringComparison.Ordinal))
            {
                section = [];
                sections.Add(line[..line.IndexOf(':', StringComparison.Ordinal)], section);
            }

            section.Add(line);
        }

        return sections.ToDictionary(pair => pair.Key, pair => string.Join('\n', pair.Value));
    }

    /// <summary>The section of a partition that ran.</summary>
    /// <param name="partition">What became of it.</param>
    public static string Of(PartitionReport partition) => string.Join(
        '\n',
        [
            $"{partition.Name}: {GuestEnds.Of(partition)}",
            .. partition.Console.TrimEnd('\n').Split('\n').Where(line => line.Length != 0).Select(line => Indent + line),
        ]);

    /// <summary>The end that a section tells of.</summary>
    /// <param name="section">The section.</param>
    public static string EndOf(string section)
    {
        string first = section.Split('\n')[0];
        return first[(first.IndexOf(':', StringComparison.Ordinal) + 2)..];
    }
}
