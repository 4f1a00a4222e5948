// Which parts of the machine's memory nobody has yet.
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Planning;

/// <summary>
/// Free ranges, ascending by address. First fit leaves few of them, so that thousands of regions are placed in no time.
/// </summary>
internal sealed class FreeMemory
{
    private readonly List<AddressRange> _free;

    /// <summary>All of <paramref name="memory"/> is free.</summary>
    public FreeMemory(IEnumerable<AddressRange> memory) => _free = [.. memory.OrderBy(range => range.Start)];

    /// <summary>Takes what is free of <paramref name="range"/>.</summary>
    public void Take(AddressRange range)
    {
        for (int i = _free.Count - 1; i >= 0; i--)
        {
            AddressRange free = _free[i];
            if (!free.Overlaps(range))
            {
                continue;
            }

            _free.RemoveAt(i);
            if (range.End < free.End)
            {
                _free.Insert(i, new AddressRange(range.End, free.End - range.End));
            }

            if (free.Start < range.Start)
            {
                _free.Insert(i, new AddressRange(free.Start, range.Start - free.Start));
            }
        }
    }

    /// <summary>Takes the lowest free range of a size; null if there is none.</summary>
    /// <param name="sizeBytes">Size, not zero.</param>
    /// <param name="alignment">A power of two, of which the range begins at a multiple.</param>
    public ulong? TryTake(ulong sizeBytes, ulong alignment)
    {
        foreach (AddressRange free in _free)
        {
            ulong start = (free.Start + alignment - 1) / alignment * alignment;
            if (start >= free.Start && start <= free.End && free.End - start >= sizeBytes)
            {
                Take(new AddressRange(start, sizeBytes));
                return start;
            }
        }

        return null;
    }
}
