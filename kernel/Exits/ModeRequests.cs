// The hypercalls about modes: ARINC 653's SET_PARTITION_MODE and GET_PARTITION_STATUS.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Vcpu;

/// <summary>A partition sets and reads its own mode; a system partition those of others too.</summary>
internal static class ModeRequests
{
    /// <summary>What may be asked for at all; the loop does it, and what it does depends on the mode at that moment.</summary>
    internal static Verdict Set(ref ExitContext context, ref Vcpu vcpu)
    {
        ulong mode = vcpu.Registers.Rdi;
        if (mode > (ulong)PartitionMode.Normal)
        {
            return Answers.Return(ref vcpu, ReturnCode.InvalidParameter);
        }

        ReturnCode code = Find(in context, in vcpu, vcpu.Registers.Rsi, out uint partition);
        if (code == ReturnCode.NoError && mode == (ulong)PartitionMode.Normal && partition != vcpu.PartitionIndex)
        {
            // Nobody else knows that its initialization is done.
            code = ReturnCode.InvalidMode;
        }

        return code == ReturnCode.NoError ? Verdict.SetMode : Answers.Return(ref vcpu, code);
    }

    internal static ReturnCode GetStatus(ref ExitContext context, ref Vcpu vcpu)
    {
        const int ConditionShift = 8;
        const int CauseShift = 16;
        const int CountShift = 32;
        ReturnCode code = Find(in context, in vcpu, vcpu.Registers.Rdi, out uint index);
        if (code == ReturnCode.NoError)
        {
            ref readonly Partition partition = ref context.Table.Partition(index);
            vcpu.Registers.Rdx = (uint)context.Table.LifeOf(index).Mode
                | ((uint)partition.Condition << ConditionShift)
                | ((uint)partition.Cause << CauseShift)
                | ((ulong)partition.RestartCount << CountShift);
            vcpu.Registers.Rsi = partition.StartTsc;
        }

        return code;
    }

    /// <summary>The partition with an id, its index + 1; 0 is the caller.</summary>
    internal static ReturnCode Find(in ExitContext context, in Vcpu vcpu, ulong id, out uint partition)
    {
        partition = vcpu.PartitionIndex;
        if (id == 0 || id == partition + 1ul)
        {
            return ReturnCode.NoError;
        }

        if ((context.Partition.Options & PartitionOptions.System) == 0)
        {
            return ReturnCode.InvalidConfiguration;
        }

        if (id > context.Table.Count)
        {
            return ReturnCode.InvalidParameter;
        }

        partition = (uint)id - 1;
        return ReturnCode.NoError;
    }
}
