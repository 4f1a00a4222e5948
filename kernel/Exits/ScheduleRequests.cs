// The hypercalls about schedules: ARINC 653's SET_MODULE_SCHEDULE and GET_MODULE_SCHEDULE_STATUS.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Vcpu;

/// <summary>Anyone may ask which schedule runs; a system partition may choose the next.</summary>
internal static class ScheduleRequests
{
    internal static ReturnCode Set(ref ExitContext context, ulong id)
    {
        if ((context.Partition.Options & PartitionOptions.System) == 0)
        {
            return ReturnCode.InvalidConfiguration;
        }

        // An id is an index + 1.
        if (id == 0 || id > (ulong)context.Config.Schedules.Length)
        {
            return ReturnCode.InvalidParameter;
        }

        return context.Schedules.Request((uint)id - 1, Cpu.ReadTsc(), in context.Config, in context.Cpu.Clock);
    }

    internal static void GetStatus(in ExitContext context, ref Vcpu vcpu)
    {
        ulong now = Cpu.ReadTsc();
        ulong current = context.Schedules.CurrentAt(now);
        ulong next = context.Schedules.NextAt(now);
        uint currentId = ScheduleChoice.IndexOf(current) + 1;
        uint nextId = next == 0 ? currentId : ScheduleChoice.IndexOf(next) + 1;
        vcpu.Registers.Rdx = currentId | ((ulong)nextId << 32);
        vcpu.Registers.Rsi = context.Schedules.LastSwitchAt(now);
    }
}
