// A folder with systems in it, in which somebody types.
using System.Diagnostics;

namespace MicroHV.Image.Tests.Completion;

/// <summary>
/// A folder with the command, the systems <c>motor</c> and <c>plant/pumps</c>, and what is no system.
/// </summary>
internal sealed class TypedSystems : IDisposable
{
    public TypedSystems()
    {
        // Nothing but the names can be read: no rule would let this pass.
        Write("motor/system.toml", "[[partition]]\nname = \"control\"\n[[partition]]\nname = \"logger\"\nmemory = 0\n");
        Write("plant/pumps/system.toml", "[[partition]]\nname = \"pump\"\n");
        Write("plant/pipes/readme", "");
        Write("plain/readme", "");
        Write("words.txt", "");
        Write("microhv", $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "microhv.dll")}' \"$@\"\n");
        using Process change = Process.Start("chmod", ["+x", Path.Combine(Folder, "microhv")]);
        change.WaitForExit();
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("microhv-").FullName;

    /// <summary>Writes a file of it.</summary>
    public void Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => Directory.Delete(Folder, true);
}
