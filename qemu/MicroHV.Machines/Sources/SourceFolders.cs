// From the folders that stand in line numbers to those of this machine.
namespace MicroHV.Machines;

/// <summary>Images name no folder of the machine that built them but prefixes; here they get their folders back.</summary>
/// <param name="Folders">Prefixes and the folders that they stand for, both without a slash at the end.</param>
public sealed record SourceFolders(IReadOnlyList<(string Prefix, string Folder)> Folders)
{
    /// <summary>The path of a file: relative where that is shorter to read, without its prefix if it is not here.</summary>
    /// <param name="written">The path as it stands in the image.</param>
    public string Show(string written)
    {
        foreach ((string prefix, string folder) in Folders)
        {
            if (written.StartsWith($"{prefix}/", StringComparison.Ordinal))
            {
                string rest = written[(prefix.Length + 1)..];
                string full = Path.Combine(folder, rest);
                return File.Exists(full) ? Shorten(full) : rest;
            }
        }

        return File.Exists(written) ? Shorten(written) : written;
    }

    private static string Shorten(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
