// Memory of a stopped machine, by host-physical addresses.
namespace MicroHV.Machines;

/// <summary>What a debugger reads and writes.</summary>
internal interface IPhysicalMemory
{
    /// <summary>Reads.</summary>
    /// <param name="address">First address.</param>
    /// <param name="count">Bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The bytes, or null if there is no memory.</returns>
    Task<byte[]?> ReadPhysicalAsync(ulong address, int count, CancellationToken cancellation);

    /// <summary>Writes.</summary>
    /// <param name="address">First address.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False if there is no memory.</returns>
    Task<bool> WritePhysicalAsync(ulong address, byte[] bytes, CancellationToken cancellation);
}
