// The memory of a machine that goes on running.
namespace MicroHV.Machines;

/// <summary>Memory that is read while somebody else writes it.</summary>
public interface IMachineMemory
{
    /// <summary>The parts of it that hold anything, ascending: first address and first address behind, multiples of 4 KiB.</summary>
    /// <exception cref="IOException">The machine is gone.</exception>
    IEnumerable<(ulong Start, ulong End)> Ranges();

    /// <summary>Reads all of <paramref name="destination"/>.</summary>
    /// <param name="address">First address.</param>
    /// <param name="destination">Where the bytes go; words that are aligned are read whole.</param>
    /// <returns>False if it is not there, or not any more.</returns>
    bool TryRead(ulong address, Span<byte> destination);
}
