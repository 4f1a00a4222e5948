// The folder of one run.
using System.Diagnostics;

namespace MicroHV.Machines;

/// <summary>
/// A new folder under the system's temporary folder. Unless it is to be kept it goes with this object, or with this process,
/// whatever ends it.
/// </summary>
public sealed class RunFolder : IDisposable
{
    // Its input ends when this object closes it or this process is no more. A session of its own keeps away what a terminal sends.
    private const string RemoveAtEndOfInput = "read -r _; rm -rf -- \"$0\"";

    // ENOSPC.
    private const int NoSpaceLeft = 28;

    private readonly Process? _remover;

    /// <summary>Creates it.</summary>
    /// <param name="keep">True to leave it there.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    public RunFolder(bool keep = false)
    {
        FullPath = WhereRoomIs(() => Directory.CreateTempSubdirectory("microhv-run-").FullName);
        if (!keep)
        {
            ProcessStartInfo start = new("setsid", ["/bin/sh", "-c", RemoveAtEndOfInput, FullPath]) { RedirectStandardInput = true };
            _remover = Process.Start(start)!;
        }
    }

    /// <summary>Where it is.</summary>
    public string FullPath { get; }

    /// <summary>The path of a file in it.</summary>
    /// <param name="name">Name of the file.</param>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Has <paramref name="writer"/> put files into it.</summary>
    /// <typeparam name="TResult">What that tells about them.</typeparam>
    /// <param name="writer">Writes the files.</param>
    /// <exception cref="IOException">There is no room for them; the message says where some is needed.</exception>
    public TResult Fill<TResult>(Func<RunFolder, TResult> writer) => WhereRoomIs(() => writer(this));

    /// <summary>Removes it with all that is in it, unless it is to be kept.</summary>
    public void Dispose()
    {
        _remover?.StandardInput.Close();
        _remover?.WaitForExit();
        _remover?.Dispose();
    }

    private static TResult WhereRoomIs<TResult>(Func<TResult> action)
    {
        try
        {
            return action();
        }
        catch (IOException full) when (full.HResult == NoSpaceLeft)
        {
            throw new IOException(
                $"there is no room for the files of the run in {Path.GetTempPath()}; make some, or set TMPDIR to a folder that "
                + "has some", full);
        }
    }
}
