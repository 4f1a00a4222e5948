// Tells other CPUs that a partition's life has changed.
namespace MicroHV.Kernel.Partitions;

using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// Interrupts whoever runs a virtual CPU of it: the exit has that CPU look again. A CPU that runs another partition is left alone,
/// or one that starts again without end would take its time.
/// </summary>
public static class PartitionWake
{
    /// <summary>
    /// Interrupts the CPUs that have a virtual CPU of <paramref name="partition"/>, but not CPU <paramref name="ownCpu"/>. Called
    /// after the life has changed: whoever marks itself later sees that.
    /// </summary>
    public static void WakeOthers(in PartitionTable table, in SystemConfig config, uint partition, uint ownCpu)
    {
        ref readonly PartitionRecord record = ref config.Partitions[(int)partition];
        for (uint i = record.FirstVcpu; i < record.FirstVcpu + record.VcpuCount; i++)
        {
            uint cpu = config.Vcpus[(int)i].CpuIndex;
            if (cpu != ownCpu && Volatile.Read(in table.Vcpu(i).IsOnCpu) != 0)
            {
                LocalApic.SendWake(PerCpu.In(CpuArea.Of(cpu, config.Header.PoolBase)).ApicId);
            }
        }
    }
}
