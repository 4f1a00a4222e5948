// The folder of one run.
namespace MicroHV.Machines;

/// <summary>A new folder under the system's temporary folder; gone at the end unless it is to be kept.</summary>
public sealed class RunFolder : IDisposable
{
    private readonly bool _keep;

    /// <summary>Creates it.</summary>
    /// <param name="keep">True to leave it there.</param>
    public RunFolder(bool keep = false)
    {
        _keep = keep;
        FullPath = Directory.CreateTempSubdirectory("microhv-run-").FullName;
    }

    /// <summary>Where it is.</summary>
    public string FullPath { get; }

    /// <summary>The path of a file in it.</summary>
    /// <param name="name">Name of the file.</param>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Removes it with all that is in it, unless it is to be kept.</summary>
    public void Dispose()
    {
        if (!_keep && Directory.Exists(FullPath))
        {
            Directory.Delete(FullPath, recursive: true);
        }
    }
}
