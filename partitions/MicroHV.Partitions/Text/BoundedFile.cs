// Reads files that people name, which may be anything.
namespace MicroHV.Partitions.Text;

/// <summary>Reads a file up to a limit, so that naming a disk or an endless device costs nothing.</summary>
public static class BoundedFile
{
    /// <summary>The bytes of a file, or null if it has more than <paramref name="limitBytes"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[]? TryRead(string path, int limitBytes)
    {
        using FileStream file = File.OpenRead(path);
        using MemoryStream bytes = new();
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = file.Read(buffer)) > 0)
        {
            if (bytes.Length + count > limitBytes)
            {
                return null;
            }

            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }
}
