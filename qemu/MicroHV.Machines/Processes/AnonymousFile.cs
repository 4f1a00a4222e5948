// A file that lies in no folder.
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MicroHV.Machines;

/// <summary>
/// A file in memory, memfd_create(2): it takes no room on any disk, and whatever ends this process ends it too. Programs that this
/// process has started open it by its path.
/// </summary>
internal sealed partial class AnonymousFile : IDisposable
{
    // MFD_CLOEXEC: nobody inherits the descriptor.
    private const uint CloseOnExecution = 1;

    /// <summary>An empty file.</summary>
    /// <param name="name">What the operating system calls it where it lists memory.</param>
    /// <exception cref="IOException">The operating system has none to give.</exception>
    public AnonymousFile(string name)
    {
        Handle = Create(name, CloseOnExecution);
        if (Handle.IsInvalid)
        {
            throw new IOException($"there is no file in memory to be had: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        Path = $"/proc/{Environment.ProcessId}/fd/{Handle.DangerousGetHandle()}";
    }

    /// <summary>What reads and writes it.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Where others open it, while this object is there.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Create(string name, uint flags);
}
