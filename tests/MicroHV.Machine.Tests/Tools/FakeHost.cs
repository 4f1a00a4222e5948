// A host that exists in a folder only.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Tools;

/// <summary>A folder with an os-release file, files, and commands that say what they are told to say.</summary>
internal sealed class FakeHost : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("microhv-host-");

    /// <summary>A host whose os-release has this text.</summary>
    public FakeHost(string osRelease) => AddFile("/etc/os-release", osRelease);

    /// <summary>Debian with nothing on it.</summary>
    public static FakeHost Debian() => new("ID=debian\n");

    /// <summary>How it is seen.</summary>
    public Host Host => new(Path.Combine(_folder.FullName, "bin"), _folder.FullName);

    /// <summary>Puts a file on it.</summary>
    public void AddFile(string path, string text = "")
    {
        string full = Path.Combine(_folder.FullName, path.TrimStart('/'));
        _ = Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>Puts a command on it: the body of a shell script.</summary>
    public string AddCommand(string name, string body = "true")
    {
        AddFile($"/bin/{name}", $"#!/bin/sh\n{body}\n");
        string path = Path.Combine(_folder.FullName, "bin", name);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>Puts everything on it that <paramref name="tools"/> are looked for by first.</summary>
    public void Add(IEnumerable<RequiredTool> tools)
    {
        foreach (string place in tools.Select(tool => tool.Places[0]))
        {
            if (Path.IsPathRooted(place))
            {
                AddFile(place);
            }
            else
            {
                _ = AddCommand(place);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
