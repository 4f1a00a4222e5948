// Tells other CPUs that a partition's life has changed.
namespace MicroHV.Kernel.Partitions;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Vcpu;

/// <summary>Interrupts whoever may be running a virtual CPU of it: the exit has that CPU look again.</summary>
public static class PartitionWake
{
    /// <summary>Interrupts the CPUs of the virtual CPUs of <paramref name="partition"/>, but not CPU <paramref name="ownCpu"/>.</summary>
    public static void WakeOthers(in PartitionTable table, in SystemConfig config, uint partition, uint ownCpu)
    {
        ref readonly PartitionRecord record = ref config.Partitions[(int)partition];
        for (uint i = record.FirstVcpu; i < record.FirstVcpu + record.VcpuCount; i++)
        {
            uint cpu = config.Vcpus[(int)i].CpuIndex;
            if (cpu != ownCpu)
            {
                LocalApic.SendWake(PerCpu.In(CpuArea.Of(cpu, config.Header.PoolBase)).ApicId);
            }
        }
    }
}
