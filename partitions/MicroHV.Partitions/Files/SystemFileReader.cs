// Reads system.toml: every key, its type and its units, and nothing about what they mean together.
using MicroHV.Partitions.Schema;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>From text to <see cref="SystemFile"/>.</summary>
public static class SystemFileReader
{
    /// <summary>The system description in <paramref name="text"/>, or null if it is not TOML.</summary>
    /// <param name="path">Absolute path of the description.</param>
    /// <param name="text">Its contents.</param>
    /// <param name="findings">Where everything wrong is told.</param>
    public static SystemFile? Read(string path, string text, Findings findings)
    {
        IncludedFiles files = new(path, findings);
        TableNode? root = files.Load(text);
        if (root is null)
        {
            return null;
        }

        TemplateExpansion.Expand(root, findings);
        SystemFile file = TableReading.Read<SystemFile>(root, findings);
        file.Path = path;
        file.IncludedFiles = files.All;
        if (file.Partitions.Count == 0 && !file.IsBroken)
        {
            findings.Add("MHV0003", Place.Start, "the file has no partition", "add a [[partition]] section");
        }

        return file;
    }
}
