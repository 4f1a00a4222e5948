// Partitions, made ready for either backend: their address spaces, their first memory, their first registers.
namespace MicroHV.Kernel.Root;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Vcpu;

/// <summary>Steps of the boot of a partition that no backend has a part in.</summary>
internal static class PartitionSetup
{
    /// <summary>Takes the frames of its host address space and of its extended state.</summary>
    internal static void Prepare(in PerCpu cpu, ref Vcpu vcpu, in SystemConfig config, ref FramePool pool)
    {
        HostPhysical kernelRoot = new HostPhysical(cpu.KernelRoot);
        ref readonly PartitionRecord partition = ref RecordOf(in vcpu, in config);
        vcpu.RegionsAddress = config.AddressOfRegions(in partition).Value;
        vcpu.RegionCount = partition.RegionCount;
        vcpu.CpuidMasksAddress = config.AddressOfCpuidMasks(in partition).Value;
        vcpu.CpuidMaskCount = partition.CpuidMaskCount;
        uint stateFrames = (uint)(FrameSize.RoundUp4K(cpu.ExtendedStateSizeBytes) / FrameSize.Size4K);
        MachineSetup.RequireFrames(
            HostPaging.TryBuildPartition(kernelRoot, vcpu.Regions, ref pool, out HostPhysical hostRoot), in pool);
        MachineSetup.RequireFrames(pool.TryTake(stateFrames, out HostPhysical state), in pool);
        vcpu.HostRoot = hostRoot.Value;
        vcpu.ExtendedState = state.Value;
        vcpu.GuestTag = vcpu.Index + 1;
    }

    /// <summary>Fills its memory and gives it its first registers.</summary>
    internal static void ColdStart(in PerCpu cpu, ref Vcpu vcpu, in SystemConfig config)
    {
        ref readonly PartitionRecord partition = ref RecordOf(in vcpu, in config);
        Cpu.WriteCr3(vcpu.HostRoot);
        Partitions.ColdStart.ClearShared(in config, in partition);
        Partitions.ColdStart.Load(in config, in partition);

        ref readonly CpuState start = ref config.Vcpus[(int)vcpu.Index].Start;
        vcpu.Registers = start.General;
        vcpu.Cr2 = start.Cr2;
        vcpu.Dr6 = start.Dr6;
        vcpu.Cr0Shadow = start.Cr0;
        vcpu.Cr4Shadow = start.Cr4;
        vcpu.Cr8Shadow = start.Cr8;
        vcpu.EferShadow = start.Efer;
        vcpu.PatShadow = start.Pat;
        ExtendedState.Reset(ref vcpu, cpu.ExtendedStateSizeBytes);
    }

    /// <summary>Tells every partition the machine's numbers, and leaves the kernel's own address space loaded.</summary>
    internal static void Fix(in PerCpu cpu, ref PartitionTable table, in SystemConfig config, in MachineNumbers numbers)
    {
        for (uint i = 0; i < cpu.VcpuCount; i++)
        {
            ref Vcpu vcpu = ref table.Vcpu(i);
            Cpu.WriteCr3(vcpu.HostRoot);
            Partitions.ColdStart.Fix(in config, in RecordOf(in vcpu, in config), in numbers);
        }

        Cpu.WriteCr3(cpu.KernelRoot);
    }

    /// <summary>The CPU that the plan has <paramref name="vcpu"/> run on.</summary>
    internal static ref PerCpu CpuOf(in Vcpu vcpu, in SystemConfig config)
    {
        uint index = config.Vcpus[(int)vcpu.Index].CpuIndex;
        return ref PerCpu.In(CpuArea.Of(index, config.Header.PoolBase));
    }

    private static ref readonly PartitionRecord RecordOf(in Vcpu vcpu, in SystemConfig config) =>
        ref config.Partitions[(int)vcpu.PartitionIndex];
}
