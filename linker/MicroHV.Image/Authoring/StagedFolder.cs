// A folder that appears whole or not at all.
namespace MicroHV.Image.Authoring;

/// <summary>
/// A folder under a temporary name beside the place where it shall stand. Until it is published, disposing of it leaves
/// nothing behind.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _final;
    private readonly string _partial;

    /// <summary>Begins the folder that will be <paramref name="path"/>; makes the folders above it.</summary>
    public StagedFolder(string path)
    {
        _final = path;
        _partial = Path.Combine(
            Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.partial");
        _ = Directory.CreateDirectory(_partial);
    }

    /// <summary>Where to write the file that will be called <paramref name="name"/>, a path within the folder.</summary>
    public string Add(string name)
    {
        string path = Path.Combine(_partial, name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Gives the folder its name.</summary>
    /// <exception cref="IOException">Something has that name already; it stays as it is.</exception>
    public void Publish() => Directory.Move(_partial, _final);

    /// <summary>Removes what was not published.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_partial))
        {
            Directory.Delete(_partial, recursive: true);
        }
    }
}
