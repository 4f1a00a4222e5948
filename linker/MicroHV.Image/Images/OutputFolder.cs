// Files that appear whole or not at all.
namespace MicroHV.Image.Images;

/// <summary>
/// Collects the files of one build under temporary names in their folder and gives them their names together: a build
/// that fails, for want of space or for any other reason, leaves what was there before.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _folder;
    private readonly List<(string Partial, string Final)> _files = [];

    /// <summary>Makes <paramref name="folder"/> if it is not there.</summary>
    public OutputFolder(string folder)
    {
        _folder = folder;
        _ = Directory.CreateDirectory(folder);
    }

    /// <summary>Where to write the file that will be called <paramref name="name"/>.</summary>
    public string Add(string name)
    {
        string partial = Path.Combine(_folder, $".{name}.{Guid.NewGuid():N}.partial");
        _files.Add((partial, Path.Combine(_folder, name)));
        return partial;
    }

    /// <summary>Writes the file that will be called <paramref name="name"/>.</summary>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = new(Add(name), FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
        file.Flush(true);
    }

    /// <summary>Gives all files their names.</summary>
    public void Publish()
    {
        foreach ((string partial, string final) in _files)
        {
            File.Move(partial, final, true);
        }

        _files.Clear();
    }

    /// <summary>Removes what was not published.</summary>
    public void Dispose()
    {
        foreach ((string partial, string _) in _files)
        {
            File.Delete(partial);
        }
    }
}
