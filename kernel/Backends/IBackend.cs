// The seam between the kernel and a processor vendor.
namespace MicroHV.Kernel.Backends;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;

/// <summary>What a processor vendor must provide. Implemented by two empty structs; never held in a variable.</summary>
public interface IBackend
{
    /// <summary>Whose backend this is.</summary>
    static abstract Vendor Vendor { get; }

    /// <summary>The instruction that makes a hypercall.</summary>
    static abstract HypercallInstruction HypercallInstruction { get; }

    /// <summary>True if what happens is written down in <see cref="PerCpu.Trace"/>. A constant: code for the other case is not compiled.</summary>
    static abstract bool IsTraced { get; }

    /// <summary>What this processor lacks, or <see cref="Missing.Nothing"/>.</summary>
    static abstract Missing Probe();

    /// <summary>Turns virtualization on for the calling CPU. False if the pool has too few frames.</summary>
    static abstract bool TryEnable(ref PerCpu cpu, ref FramePool pool);

    /// <summary>What this processor and backend have beyond the minimum.</summary>
    static abstract HostFeatures Features(in PerCpu cpu);

    /// <summary>Builds a guest's memory map in this processor's table format. Boot only. False if the pool has too few frames.</summary>
    static abstract bool TryMapRegions(ReadOnlySpan<RegionRecord> regions, ref FramePool pool, out HostPhysical root);

    /// <summary>Takes the frames of a virtual CPU's control block. Boot only. False if the pool has too few.</summary>
    static abstract bool TryCreate(ref Vcpu vcpu, ref FramePool pool);

    /// <summary>
    /// Puts <paramref name="vcpu"/> in the state its record describes, to run on <paramref name="cpu"/>. Nothing of an earlier life
    /// remains. At boot one CPU does this for all.
    /// </summary>
    static abstract void Reset(ref PerCpu cpu, ref Vcpu vcpu, in SystemConfig config);

    /// <summary>Gives the processor the registers of <paramref name="vcpu"/> that <see cref="Run"/> does not switch.</summary>
    static abstract void Load(ref PerCpu cpu, ref Vcpu vcpu);

    /// <summary>Takes back what <see cref="Load"/> gave.</summary>
    static abstract void Unload(ref PerCpu cpu, ref Vcpu vcpu);

    /// <summary>
    /// Delivers <see cref="Vcpu.Pending"/> if there is an event, runs the guest until it stops or <see cref="PerCpu.LimitTsc"/>
    /// has come, and decodes why. <paramref name="now"/> is a TSC value read just before, and before the limit.
    /// </summary>
    static abstract void Run(ref PerCpu cpu, ref Vcpu vcpu, in SystemConfig config, ulong now, ref VmExit exit);

    /// <summary>
    /// True if the loaded guest, as it stopped, would take an external interrupt at its next instruction: IF is set, and neither
    /// STI nor MOV SS was the last instruction.
    /// </summary>
    static abstract bool CanTakeInterrupt(ref Vcpu vcpu);

    /// <summary>Moves the guest past the instruction that exited.</summary>
    static abstract void SkipInstruction(ref Vcpu vcpu, in VmExit exit);

    /// <summary>All registers of the loaded <paramref name="vcpu"/>, for a dump.</summary>
    static abstract void Capture(ref Vcpu vcpu, ref CpuState state);

    /// <summary>
    /// What the processor checked when it last refused to enter the loaded <paramref name="vcpu"/>: fills
    /// <see cref="EntryFailureRecord.Values"/> and their number.
    /// </summary>
    static abstract void CaptureEntry(ref Vcpu vcpu, ref EntryFailureRecord record);
}
