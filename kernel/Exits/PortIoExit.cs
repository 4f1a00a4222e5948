// An I/O port that the plan does not grant.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;

/// <summary>An error of the partition; or, if the plan says that other ports are absent, what an empty bus answers.</summary>
internal static class PortIoExit
{
    internal static Verdict Handle(in ExitContext context, ref Vcpu vcpu, in VmExit exit)
    {
        bool isAbsent = (context.Partition.Options & PartitionOptions.OtherPortsAbsent) != 0;
        if (!isAbsent || exit.IsString)
        {
            return Answers.Error(ref vcpu, HealthEvent.PortViolation);
        }

        bool isRead = exit.Flag;
        if (isRead)
        {
            vcpu.Registers.Rax = exit.Value switch
            {
                1 => vcpu.Registers.Rax | 0xFF,
                2 => vcpu.Registers.Rax | 0xFFFF,
                _ => uint.MaxValue,
            };
        }

        return Answers.Next(ref vcpu, in exit);
    }
}
