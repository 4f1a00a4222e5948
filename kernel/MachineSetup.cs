// The machine, made ready for either backend: held against the plan, its clocks measured, its bus masters silenced.
namespace MicroHV.Kernel.Root;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>Steps of the boot that no backend has a part in. What cannot be had is a named stop.</summary>
internal static unsafe class MachineSetup
{
    // Between a crystal's tolerance and a wrong machine: one part in 256.
    private const int TscToleranceShift = 8;

    /// <summary>The plan was made without the machine; here it meets it.</summary>
    internal static void HoldAgainst(
        in MachineMemory memory, in SystemConfig config, in ProcessorFeatures processor)
    {
        ref readonly SystemHeader header = ref config.Header;
        RequireRam(in memory, Cpu.ImageStart, header.PoolBase + header.PoolSizeBytes - Cpu.ImageStart);
        if (config.Cpus.Length > 1)
        {
            RequireRam(in memory, Trampoline.Place, FrameSize.Size4K);
        }

        if (header.CrashFrame != 0)
        {
            RequireRam(in memory, header.CrashFrame, FrameSize.Size4K);
        }

        ReadOnlySpan<RegionRecord> regions = config.Regions;
        for (int i = 0; i < regions.Length; i++)
        {
            ref readonly RegionRecord region = ref regions[i];
            ulong last = region.HostPhysical + region.SizeBytes - 1;
            if (last >> (int)processor.PhysicalAddressBits != 0)
            {
                Stop.Because(StopReason.PhysicalAddressWidth, (ulong)i, processor.PhysicalAddressBits);
            }

            if ((region.Flags & RegionFlags.Device) == 0)
            {
                RequireRam(in memory, region.HostPhysical, region.SizeBytes);
            }
        }
    }

    /// <summary>Stops unless the plan accepts <paramref name="vendor"/>.</summary>
    internal static void RequireVendor(in SystemConfig config, Vendor vendor)
    {
        Vendor required = config.Header.RequiredVendor;
        if (required != Vendor.Any && required != vendor)
        {
            Stop.Because(StopReason.VendorMismatch, (ulong)required, (ulong)vendor);
        }
    }

    /// <summary>Stops unless <paramref name="hasFrames"/>: the pool was too small for the plan.</summary>
    internal static void RequireFrames(bool hasFrames, in FramePool pool)
    {
        if (!hasFrames)
        {
            Stop.Because(StopReason.PoolExhausted, pool.TotalFrames, pool.UsedFrames);
        }
    }

    /// <summary>Own address space, protections, local APIC, clocks, bus masters.</summary>
    internal static void Prepare(ref KernelState kernel, ref PerCpu cpu, ref BootRecord boot)
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref readonly SystemHeader header = ref config.Header;
        ref readonly ProcessorFeatures processor = ref kernel.Processor;
        ref FramePool pool = ref kernel.Pool;
        pool = new FramePool(new HostPhysical(header.PoolBase), header.PoolSizeBytes);
        cpu.Area = Cpu.BootCpuArea;
        cpu.VcpuCount = (uint)config.Vcpus.Length;
        cpu.ExtendedStateMask = processor.ExtendedStateMask;
        cpu.ExtendedStateSizeBytes = processor.ExtendedStateSizeBytes;
        cpu.HasTscAux = processor.HasTscAux;
        cpu.GuestCr4Mask = processor.GuestCr4Mask;

        // Areas first: their place is where the pool begins.
        uint otherCount = (uint)config.Cpus.Length - 1;
        RequireFrames(pool.TryTake(otherCount * CpuArea.FrameCount, out _), in pool);
        RequireFrames(HostPaging.TryBuildKernel(in header, otherCount, ref pool, out HostPhysical kernelRoot), in pool);
        RequireFrames(pool.TryTake(header.TracePages * (otherCount + 1), out kernel.TraceFrames), in pool);
        cpu.Trace = TraceOf(in kernel, 0);
        if (otherCount != 0)
        {
            Trampoline.Write();
        }

        cpu.KernelRoot = kernelRoot.Value;
        PrepareCpu(ref cpu, in processor, config.Cpus[0].ApicId);
        boot.ApicId = cpu.ApicId;
        Calibrate(in header, ref cpu, ref boot);
        cpu.OverrunTicks = header.OverrunNanoseconds == 0 ? ulong.MaxValue : cpu.Clock.TicksOf(header.OverrunNanoseconds);
        PciBus.DisableBusMasters(out boot.PciFunctions, out boot.BusMastersDisabled);
        boot.ExtendedStateSizeBytes = cpu.ExtendedStateSizeBytes;
    }

    /// <summary>The trace of CPU <paramref name="index"/> of the plan, empty.</summary>
    internal static TraceRing TraceOf(in KernelState kernel, uint index)
    {
        ref readonly SystemHeader header = ref kernel.Config.Header;
        ulong offset = index * header.TracePages * FrameSize.Size4K;
        HostPhysical first = new HostPhysical(kernel.TraceFrames.Value + offset);
        return TraceRing.In(first, header.TracePages, index, header.TraceKey);
    }

    /// <summary>What each CPU does for itself: address space, protections, local APIC. Stops unless it is the plan's.</summary>
    internal static void PrepareCpu(ref PerCpu cpu, in ProcessorFeatures processor, uint plannedApicId)
    {
        cpu.LoadedVcpu = PerCpu.Nobody;
        cpu.StartingVcpu = PerCpu.Nobody;
        PageAttributes.Load();
        Cpu.WriteCr3(cpu.KernelRoot);
        processor.EnableProtections();
        LocalApic.Enable();
        cpu.ApicId = LocalApic.ReadId();
        if (plannedApicId != uint.MaxValue && plannedApicId != cpu.ApicId)
        {
            Stop.Because(StopReason.ApicIdMismatch, cpu.ApicId, plannedApicId);
        }
    }

    /// <summary>Hands the consoles to the serial line, with the boot record first.</summary>
    internal static void Announce(in FramePool pool, in PartitionTable table, ref BootRecord boot)
    {
        boot.KernelImageSizeBytes = Cpu.ImageEnd - Cpu.ImageStart;
        boot.PoolFramesUsed = pool.UsedFrames;
        boot.PoolFramesTotal = pool.TotalFrames;
        Stop.Context.Console.Attach(table.Consoles, table.Count + 1);
        Stop.Context.Console.Announce(in boot);
    }

    private static void RequireRam(in MachineMemory memory, ulong start, ulong sizeBytes)
    {
        if (!memory.IsRam(start, sizeBytes))
        {
            Stop.Because(StopReason.MemoryMissing, start, sizeBytes);
        }
    }

    private static void Calibrate(in SystemHeader header, ref PerCpu cpu, ref BootRecord boot)
    {
        boot.CalibrationStartTsc = Cpu.ReadTsc();
        bool isClock = Clock.TryCalibrate(out cpu.Clock);
        boot.CalibrationEndTsc = Cpu.ReadTsc();
        boot.TscHertz = cpu.Clock.TscHertz;
        boot.ApicTimerHertz = cpu.Clock.ApicHertz;
        if (!isClock)
        {
            Stop.Because(StopReason.ClockMissing, boot.TscHertz, boot.ApicTimerHertz);
        }

        ulong expected = header.ExpectedTscHertz;
        ulong difference = boot.TscHertz > expected ? boot.TscHertz - expected : expected - boot.TscHertz;
        if (expected != 0 && difference > expected >> TscToleranceShift)
        {
            Stop.Because(StopReason.TscFrequencyMismatch, boot.TscHertz, expected);
        }
    }
}
