// The RAM of a QEMU machine as a file, which stays when the machine has gone.
using MicroHV.Machines;
using Microsoft.Win32.SafeHandles;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>RAM from host-physical address 0 on; QEMU maps the file, and what a guest writes is there at once.</summary>
internal sealed class RamFile : IMachineMemory, IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly long _sizeBytes;

    /// <summary>A file in the system's temporary folder.</summary>
    public RamFile(ulong sizeBytes)
    {
        _sizeBytes = (long)sizeBytes;
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"microhv-ram-{Guid.NewGuid():N}");
        _file = File.OpenHandle(Path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Zeroes all of it.</summary>
    public void Clear()
    {
        RandomAccess.SetLength(_file, 0);
        RandomAccess.SetLength(_file, _sizeBytes);
    }

    /// <inheritdoc/>
    public IEnumerable<(ulong Start, ulong End)> Ranges() => [(0, (ulong)_sizeBytes)];

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination) =>
        address < (ulong)_sizeBytes && RandomAccess.Read(_file, destination, (long)address) == destination.Length;

    /// <summary>Bytes that are there.</summary>
    /// <exception cref="IOException">They are not all in the RAM.</exception>
    public byte[] Read(ulong address, ulong sizeBytes)
    {
        byte[] bytes = new byte[sizeBytes];
        return TryRead(address, bytes)
            ? bytes
            : throw new IOException($"host-physical address 0x{address:x} is not RAM of the machine");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Path);
    }
}
