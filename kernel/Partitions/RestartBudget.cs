// How often a partition is started again before somebody has to look.
namespace MicroHV.Kernel.Partitions;

using MicroHV.Kernel.Abi;

/// <summary>The times of the last starts, as many as the plan allows within its period.</summary>
public unsafe struct RestartBudget
{
    private fixed ulong _times[(int)PartitionRecord.MaxRestartBudget];
    private uint _next;

    /// <summary>
    /// Takes one start at TSC <paramref name="now"/>, not 0. False, with nothing taken, if the last
    /// <see cref="PartitionRecord.RestartBudget"/> of them lie within <paramref name="periodTicks"/>.
    /// </summary>
    public bool TryTake(uint budget, ulong periodTicks, ulong now)
    {
        if (budget == 0)
        {
            return false;
        }

        uint slot = _next % budget;
        if (_times[slot] != 0 && now - _times[slot] < periodTicks)
        {
            return false;
        }

        _times[slot] = now;
        _next++;
        return true;
    }
}
