// A backend whose exits and injections are written down.
namespace MicroHV.Kernel.Backends;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// Does what <typeparamref name="TBackend"/> does, and writes the trace. It is compiled beside it and chosen once, at boot: without
/// a trace, the loop has not even a branch for one.
/// </summary>
public readonly struct Traced<TBackend> : IBackend
    where TBackend : struct, IBackend
{
    /// <inheritdoc/>
    public static Vendor Vendor => TBackend.Vendor;

    /// <inheritdoc/>
    public static HypercallInstruction HypercallInstruction => TBackend.HypercallInstruction;

    /// <inheritdoc/>
    public static bool IsTraced => true;

    /// <inheritdoc/>
    public static Missing Probe() => TBackend.Probe();

    /// <inheritdoc/>
    public static bool TryEnable(ref PerCpu cpu, ref FramePool pool) => TBackend.TryEnable(ref cpu, ref pool);

    /// <inheritdoc/>
    public static HostFeatures Features(in PerCpu cpu) => TBackend.Features(in cpu);

    /// <inheritdoc/>
    public static bool TryMapRegions(ReadOnlySpan<RegionRecord> regions, ref FramePool pool, out HostPhysical root) =>
        TBackend.TryMapRegions(regions, ref pool, out root);

    /// <inheritdoc/>
    public static bool TryCreate(ref Vcpu vcpu, ref FramePool pool) => TBackend.TryCreate(ref vcpu, ref pool);

    /// <inheritdoc/>
    public static void Reset(ref PerCpu cpu, ref Vcpu vcpu, in SystemConfig config) =>
        TBackend.Reset(ref cpu, ref vcpu, in config);

    /// <inheritdoc/>
    public static void Load(ref PerCpu cpu, ref Vcpu vcpu) => TBackend.Load(ref cpu, ref vcpu);

    /// <inheritdoc/>
    public static void Unload(ref PerCpu cpu, ref Vcpu vcpu) => TBackend.Unload(ref cpu, ref vcpu);

    /// <inheritdoc/>
    public static void Run(ref PerCpu cpu, ref Vcpu vcpu, in SystemConfig config, ulong now, ref VmExit exit)
    {
        if (vcpu.Pending.IsPending)
        {
            cpu.Trace.Write(TraceKind.Injection, vcpu.Pending.Vector, vcpu.Index, vcpu.Pending.Type, now);
        }

        TBackend.Run(ref cpu, ref vcpu, in config, now, ref exit);
        ulong tsc = Cpu.ReadTsc();
        if (exit.Kind == ExitKind.Hypercall)
        {
            cpu.Trace.Write(
                TraceKind.Hypercall, (uint)vcpu.Registers.Rax, vcpu.Index, (uint)vcpu.Registers.Rdi, tsc);
            return;
        }

        cpu.Trace.Write(TraceKind.Exit, (uint)exit.Kind, vcpu.Index, (uint)exit.Address, tsc);
    }

    /// <inheritdoc/>
    public static bool CanTakeInterrupt(ref Vcpu vcpu) => TBackend.CanTakeInterrupt(ref vcpu);

    /// <inheritdoc/>
    public static void SkipInstruction(ref Vcpu vcpu, in VmExit exit) => TBackend.SkipInstruction(ref vcpu, in exit);

    /// <inheritdoc/>
    public static void Capture(ref Vcpu vcpu, ref CpuState state) => TBackend.Capture(ref vcpu, ref state);

    /// <inheritdoc/>
    public static void CaptureEntry(ref Vcpu vcpu, ref EntryFailureRecord record) =>
        TBackend.CaptureEntry(ref vcpu, ref record);
}
