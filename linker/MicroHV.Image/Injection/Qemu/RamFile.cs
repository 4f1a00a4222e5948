// The RAM of a QEMU machine as a file, which stays when the machine has gone.
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>RAM from host-physical address 0 on; QEMU maps the file, and what a guest writes is there at once.</summary>
/// <param name="sizeBytes">Its size.</param>
internal sealed class RamFile(ulong sizeBytes) : IMachineMemory, IDisposable
{
    private readonly AnonymousFile _file = new("microhv-ram");
    private readonly long _sizeBytes = (long)sizeBytes;

    /// <summary>Where QEMU opens it.</summary>
    public string Path => _file.Path;

    /// <summary>Zeroes all of it.</summary>
    public void Clear()
    {
        RandomAccess.SetLength(_file.Handle, 0);
        RandomAccess.SetLength(_file.Handle, _sizeBytes);
    }

    /// <inheritdoc/>
    public IEnumerable<(ulong Start, ulong End)> Ranges() => [(0, (ulong)_sizeBytes)];

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination) =>
        address < (ulong)_sizeBytes && RandomAccess.Read(_file.Handle, destination, (long)address) == destination.Length;

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
    public void Dispose() => _file.Dispose();
}
