// Checks in small steps, in time that nobody wants, that nested tables are as boot built them.
namespace MicroHV.Kernel.Partitions;

using System.Threading;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;

/// <summary>
/// Goes round and round through the nested tables of all partitions, one table a step. Neither the kernel nor a processor writes to
/// them once they are built. CPUs that sleep take turns.
/// </summary>
public unsafe struct NestedScrubber
{
    private uint _partition;
    private uint _table;
    private uint _state;
    private int _isTaken;

    /// <summary>
    /// Takes the checksum of <paramref name="count"/> tables, at least one, which lie side by side from
    /// <paramref name="root"/> on and are all that <paramref name="partition"/> has.
    /// </summary>
    public static void Begin(ref Partition partition, HostPhysical root, uint count)
    {
        partition.NestedTables = root.Value;
        partition.NestedTableCount = count;
        partition.NestedCrc32C = Crc32C.Of((byte*)Cpu.Frame(root), count * FrameSize.Size4K);
    }

    /// <summary>
    /// Reads the next table, unless another CPU does. False if those of a partition have changed; then <paramref name="start"/> says
    /// where they begin and <paramref name="checksum"/> what their checksum is now.
    /// </summary>
    public bool TryStep(in PartitionTable table, out ulong start, out uint checksum)
    {
        start = 0;
        checksum = 0;
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return true;
        }

        ref readonly Partition partition = ref table.Partition(_partition);
        start = partition.NestedTables;
        HostPhysical next = new HostPhysical(start + (_table * FrameSize.Size4K));
        _state = Crc32C.Continue(_table == 0 ? Crc32C.Start : _state, (byte*)Cpu.Frame(next), FrameSize.Size4K);
        bool isGood = true;
        if (++_table == partition.NestedTableCount)
        {
            checksum = ~_state;
            isGood = checksum == partition.NestedCrc32C;
            _table = 0;
            _partition = _partition + 1 < table.Count ? _partition + 1 : 0;
        }

        Volatile.Write(ref _isTaken, 0);
        return isGood;
    }
}
