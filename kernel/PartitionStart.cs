// The start of a partition, in steps that fit into its own windows.
namespace MicroHV.Kernel.Root;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// Those of its virtual CPUs that lived before are stopped; then the CPU of the first one fills memory; then each CPU resets its
/// own virtual CPU. All of that happens in windows of the partition.
/// </summary>
internal static class PartitionStart
{
    // A reset takes some four thousand instructions and is not begun later than this before somebody else's time.
    private const ulong ResetNanoseconds = 50_000;

    /// <summary>
    /// True if the time of <paramref name="vcpu"/> goes into the start of its partition: it is the first one and memory is to be
    /// filled, or it has not been reset for the life that lasts.
    /// </summary>
    internal static bool TakesTime(in Vcpu vcpu, PartitionLife life, in SystemConfig config)
    {
        bool isFirst = config.Partitions[(int)vcpu.PartitionIndex].FirstVcpu == vcpu.Index;
        return life.Phase == LifePhase.Loading
            ? isFirst
            : life.Phase == LifePhase.Lasting && life.Mode != PartitionMode.Idle && life.Number != vcpu.Life;
    }

    /// <summary>
    /// Does the next step for <see cref="PerCpu.StartingVcpu"/>. True if the CPU is to look again whose time it is: the virtual CPU
    /// may be ready now.
    /// </summary>
    internal static bool Advance<TBackend>(ref PerCpu cpu, ref KernelState kernel, ulong now)
        where TBackend : struct, IBackend
    {
        ref Vcpu vcpu = ref kernel.Table.Vcpu(cpu.StartingVcpu);
        PartitionLife life = kernel.Table.LifeOf(vcpu.PartitionIndex);
        if (!TakesTime(in vcpu, life, in kernel.Config))
        {
            return true;
        }

        if (life.Phase == LifePhase.Loading)
        {
            return Load<TBackend>(ref cpu, ref kernel, in vcpu);
        }

        if (cpu.DeadlineTsc - now < cpu.Clock.TicksOf(ResetNanoseconds))
        {
            // There is time for it later; now there is nothing left to do.
            cpu.StartingVcpu = PerCpu.Nobody;
            return false;
        }

        Put<TBackend>(ref cpu, ref kernel.Table);
        vcpu.Life = life.Number;
        PartitionSetup.Reset<TBackend>(ref cpu, ref vcpu, in kernel.Config);
        return true;
    }

    /// <summary>Takes the registers of whoever has them on <paramref name="cpu"/> back from the processor.</summary>
    internal static void Put<TBackend>(ref PerCpu cpu, ref PartitionTable table)
        where TBackend : struct, IBackend
    {
        if (cpu.LoadedVcpu != PerCpu.Nobody)
        {
            ref Vcpu last = ref table.Vcpu(cpu.LoadedVcpu);
            TBackend.Unload(ref cpu, ref last);
            ExtendedState.Save(in cpu, ref last);
            cpu.LoadedVcpu = PerCpu.Nobody;
        }
    }

    private static bool Load<TBackend>(ref PerCpu cpu, ref KernelState kernel, in Vcpu vcpu)
        where TBackend : struct, IBackend
    {
        uint index = vcpu.PartitionIndex;
        ref readonly PartitionRecord partition = ref kernel.Config.Partitions[(int)index];
        ref LoadCursor cursor = ref kernel.Table.Partition(index).Load;
        if (!kernel.Table.AreAllOffCpus(in partition))
        {
            // They have been interrupted, and are gone before their next instruction.
            Cpu.Pause();
            return false;
        }

        if (cursor.Stage == LoadStage.Done)
        {
            kernel.Table.EndLoading(index);
            return true;
        }

        if (cursor.Stage == LoadStage.Mismatch)
        {
            HealthMonitor.AnswerMismatch(ref cpu, ref kernel, index);
            return true;
        }

        Put<TBackend>(ref cpu, ref kernel.Table);
        Cpu.WriteCr3(vcpu.HostRoot);
        ColdStart.Advance(ref cursor, in kernel.Config, in partition, in kernel.Numbers, ColdStart.StepBytes);
        return false;
    }
}
