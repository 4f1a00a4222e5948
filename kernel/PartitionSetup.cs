// Partitions, made ready for either backend: their address spaces, their first memory, their first registers.
namespace MicroHV.Kernel.Root;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Devices;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>Steps of the boot of a partition that no backend has a part in.</summary>
internal static class PartitionSetup
{
    /// <summary>Makes the host address space that sees the partition.</summary>
    internal static HostPhysical MapForHost(
        in PerCpu cpu, in PartitionRecord partition, in SystemConfig config, ref FramePool pool)
    {
        HostPhysical kernelRoot = new HostPhysical(cpu.KernelRoot);
        bool isBuilt = HostPaging.TryBuildPartition(
            kernelRoot, config.RegionsOf(in partition), ref pool, out HostPhysical hostRoot);
        MachineSetup.RequireFrames(isBuilt, in pool);
        return hostRoot;
    }

    /// <summary>
    /// Fills its memory, but for what depends on the start of time, and leaves its address space loaded. Stops if a golden copy
    /// does not have its checksum.
    /// </summary>
    internal static void LoadMemory(
        HostPhysical hostRoot, in PartitionRecord partition, in SystemConfig config, ref LoadCursor cursor)
    {
        Cpu.WriteCr3(hostRoot.Value);
        cursor = new LoadCursor { FillsShared = 1 };
        MachineNumbers unknown = default;
        while (cursor.Stage < LoadStage.Fix)
        {
            ColdStart.Advance(ref cursor, in config, in partition, in unknown, ColdStart.BootStepBytes);
        }

        if (cursor.Stage == LoadStage.Mismatch)
        {
            Stop.Because(StopReason.CopyChecksum, partition.FirstCopy + cursor.Index, ~cursor.Sum);
        }
    }

    /// <summary>Gives a virtual CPU its records and takes the frames of its extended state.</summary>
    internal static void Prepare(in PerCpu cpu, ref Vcpu vcpu, in SystemConfig config, ref FramePool pool)
    {
        ref readonly PartitionRecord partition = ref config.Partitions[(int)vcpu.PartitionIndex];
        vcpu.RegionsAddress = config.AddressOfRegions(in partition).Value;
        vcpu.RegionCount = partition.RegionCount;
        vcpu.CpuidMasksAddress = config.AddressOfCpuidMasks(in partition).Value;
        vcpu.CpuidMaskCount = partition.CpuidMaskCount;
        uint stateFrames = (uint)(FrameSize.RoundUp4K(cpu.ExtendedStateSizeBytes) / FrameSize.Size4K);
        MachineSetup.RequireFrames(pool.TryTake(stateFrames, out HostPhysical state), in pool);
        MachineSetup.RequireFrames(pool.TryTake(1, out HostPhysical apicPage), in pool);
        vcpu.ApicPage = apicPage.Value;
        vcpu.ExtendedState = state.Value;
        vcpu.GuestTag = vcpu.Index + 1;
    }

    /// <summary>
    /// Puts a virtual CPU, whose registers no processor has, in the state of its first entry, to run on <paramref name="cpu"/>.
    /// Nothing of an earlier life remains.
    /// </summary>
    internal static void Reset<TBackend>(ref PerCpu cpu, ref Vcpu vcpu, in SystemConfig config)
        where TBackend : struct, IBackend
    {
        vcpu.Forget();
        SetRegisters(in cpu, ref vcpu, in config);
        TBackend.Reset(ref cpu, ref vcpu, in config);
    }

    private static void SetRegisters(in PerCpu cpu, ref Vcpu vcpu, in SystemConfig config)
    {
        ref readonly CpuState start = ref config.Vcpus[(int)vcpu.Index].Start;
        vcpu.Registers = start.General;
        vcpu.Cr2 = start.Cr2;
        vcpu.Dr6 = start.Dr6;
        vcpu.Cr0Shadow = start.Cr0;
        vcpu.Cr4Shadow = start.Cr4;
        vcpu.Cr8Shadow = start.Cr8;
        vcpu.EferShadow = start.Efer;
        vcpu.PatShadow = start.Pat;
        VirtualApic.Reset(ref vcpu, vcpu.Index - config.Partitions[(int)vcpu.PartitionIndex].FirstVcpu);
        ExtendedState.Reset(ref vcpu, cpu.ExtendedStateSizeBytes);
    }

    /// <summary>Tells every partition the machine's numbers, and leaves the kernel's own address space loaded.</summary>
    internal static void Fix(in PerCpu cpu, ref PartitionTable table, in SystemConfig config, in MachineNumbers numbers)
    {
        for (int i = 0; i < config.Partitions.Length; i++)
        {
            ref readonly PartitionRecord partition = ref config.Partitions[i];
            Cpu.WriteCr3(table.Vcpu(partition.FirstVcpu).HostRoot);
            ref LoadCursor cursor = ref table.Partition((uint)i).Load;
            while (cursor.Stage == LoadStage.Fix)
            {
                ColdStart.Advance(ref cursor, in config, in partition, in numbers, ColdStart.BootStepBytes);
            }
        }

        Cpu.WriteCr3(cpu.KernelRoot);
    }

    /// <summary>The CPU that the plan has <paramref name="vcpu"/> run on.</summary>
    internal static ref PerCpu CpuOf(in Vcpu vcpu, in SystemConfig config)
    {
        uint index = config.Vcpus[(int)vcpu.Index].CpuIndex;
        return ref PerCpu.In(CpuArea.Of(index, config.Header.PoolBase));
    }
}
