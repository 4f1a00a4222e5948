// Parts of a machine's RAM as they were when it ended.
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Shipped;

/// <summary>Copies of ranges; what lies between them is not known.</summary>
/// <param name="parts">First address and bytes of each, ascending, multiples of 4 KiB.</param>
internal sealed class MemoryCopy(IReadOnlyList<(ulong Start, byte[] Bytes)> parts) : IMachineMemory
{
    /// <inheritdoc/>
    public IEnumerable<(ulong Start, ulong End)> Ranges() => parts.Select(part => (part.Start, part.Start + (ulong)part.Bytes.Length));

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        foreach ((ulong start, byte[] bytes) in parts)
        {
            if (address >= start && address + (ulong)destination.Length <= start + (ulong)bytes.Length)
            {
                bytes.AsSpan((int)(address - start), destination.Length).CopyTo(destination);
                return true;
            }
        }

        return false;
    }
}
