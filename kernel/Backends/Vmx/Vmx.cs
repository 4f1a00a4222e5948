// The Intel backend: VT-x with EPT.
namespace MicroHV.Kernel.Backends;

using System;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>Virtual-machine extensions. SDM 3C, "Introduction to Virtual Machine Extensions".</summary>
public readonly unsafe struct Vmx : IBackend
{
    private const ulong EptGiganticPages = 1UL << 17;
    private const ulong EptLargePages = 1UL << 16;
    private const ulong TimerRateMask = 0x1F;

    /// <inheritdoc/>
    public static Vendor Vendor => Vendor.Intel;

    /// <inheritdoc/>
    public static HypercallInstruction HypercallInstruction => HypercallInstruction.Vmcall;

    /// <inheritdoc/>
    public static bool IsTraced => false;

    /// <inheritdoc/>
    public static Missing Probe()
    {
        VmxCapabilityFields capabilities = default;
        VmxProbe.Read(ref capabilities);
        return VmxCapabilities.Probe(in capabilities);
    }

    /// <inheritdoc/>
    public static bool TryEnable(ref PerCpu cpu, ref FramePool pool)
    {
        if (!pool.TryTake(1, out HostPhysical region))
        {
            return false;
        }

        ulong featureControl = Cpu.ReadMsr(Msr.IA32_FEATURE_CONTROL);
        ulong wanted = VmxCapabilities.FeatureControl(featureControl);
        if (wanted != featureControl)
        {
            Cpu.WriteMsr(Msr.IA32_FEATURE_CONTROL, wanted);
        }

        Cpu.WriteCr0((Cpu.ReadCr0() | Cpu.ReadMsr(Msr.IA32_VMX_CR0_FIXED0)) & Cpu.ReadMsr(Msr.IA32_VMX_CR0_FIXED1));
        Cpu.WriteCr4((Cpu.ReadCr4() | Cpu.ReadMsr(Msr.IA32_VMX_CR4_FIXED0)) & Cpu.ReadMsr(Msr.IA32_VMX_CR4_FIXED1));
        cpu.BackendFrame = region.Value;
        cpu.PreemptionTimerShift = (int)(Cpu.ReadMsr(Msr.IA32_VMX_MISC) & TimerRateMask);
        WriteRevision(region);
        uint failure = VmxSwitch.On(&region);
        if (failure != 0)
        {
            Stop.Because(StopReason.VmxOnFailed, failure, 0);
        }

        // Firmware or an earlier kernel may have left translations behind.
        VmxSwitch.InvalidateNested();
        return true;
    }

    /// <inheritdoc/>
    public static HostFeatures Features(in PerCpu cpu) => HostFeatures.InstructionLength
        | HostFeatures.GuestTags
        | HostFeatures.PreemptionTimer
        | (LargestLevel() == 3 ? HostFeatures.NestedGiganticPages : HostFeatures.None);

    /// <inheritdoc/>
    public static bool TryMapRegions(ReadOnlySpan<RegionRecord> regions, ref FramePool pool, out HostPhysical root) =>
        NestedPaging<EptEntry>.TryMapRegions(regions, LargestLevel(), ref pool, out root);

    /// <inheritdoc/>
    public static bool TryCreate(ref Vcpu vcpu, ref FramePool pool)
    {
        bool isTaken = pool.TryTake(1, out HostPhysical vmcs);
        vcpu.ControlBlock = vmcs.Value;
        return isTaken;
    }

    /// <inheritdoc/>
    public static void Reset(ref PerCpu cpu, ref Vcpu vcpu, in SystemConfig config)
    {
        HostPhysical vmcs = new HostPhysical(vcpu.ControlBlock);
        Require(VmxSwitch.Clear(&vmcs));
        WriteRevision(vmcs);
        Require(VmxSwitch.Load(&vmcs));
        vcpu.IsLaunched = 0;
        vcpu.MustFlush = 1;
        VmxControls.Write(in cpu, ref vcpu, in config);
        VmxGuestState.Write(ref vcpu, in config.Vcpus[(int)vcpu.Index].Start);

        // Into memory with it: the CPU that runs it may be another one.
        Require(VmxSwitch.Clear(&vmcs));
        cpu.LoadedVcpu = PerCpu.Nobody;
    }

    /// <inheritdoc/>
    public static void Load(ref PerCpu cpu, ref Vcpu vcpu)
    {
        HostPhysical vmcs = new HostPhysical(vcpu.ControlBlock);
        Require(VmxSwitch.Load(&vmcs));
        SwitchedMsrs.Load(ref vcpu);
        Cpu.WriteCr2(vcpu.Cr2);
        Cpu.WriteDr6(vcpu.Dr6);
    }

    /// <inheritdoc/>
    public static void Unload(ref PerCpu cpu, ref Vcpu vcpu)
    {
        SwitchedMsrs.Save(ref vcpu);
        vcpu.Cr2 = Cpu.ReadCr2();
        vcpu.Dr6 = Cpu.ReadDr6();
    }

    /// <inheritdoc/>
    public static void Run(ref PerCpu cpu, ref Vcpu vcpu, in SystemConfig config, ulong now, ref VmExit exit)
    {
        if (vcpu.MustFlush != 0)
        {
            VmxSwitch.InvalidateTag(vcpu.GuestTag);
            vcpu.MustFlush = 0;
        }

        if (vcpu.Stale != StaleState.None)
        {
            VmxGuestState.WriteStale(ref vcpu);
        }

        if (vcpu.Pending.IsPending)
        {
            Inject(ref vcpu);
        }

        ulong ticks = (cpu.LimitTsc - now) >> cpu.PreemptionTimerShift;
        VmxSwitch.Write(VmcsField.VmxPreemptionTimerValue, ticks > uint.MaxValue ? uint.MaxValue : ticks);
        uint failure;
        fixed (Vcpu* own = &vcpu)
        {
            failure = VmxSwitch.Enter(own);
        }

        VmxExit.Decode(ref vcpu, failure, ref exit);
        if (exit.Kind == ExitKind.Nmi)
        {
            // The exit consumed the NMI and left NMIs blocked: the host's handler and its IRET make up for both.
            Cpu.RaiseNmi();
        }
    }

    /// <summary>
    /// True if an external interrupt may be injected at the next entry: SDM 3C, "Checks on Guest RIP, RFLAGS, and SSP" and "Checks on
    /// Guest Non-Register State". A debug exception that is pending comes first: the injection would drop it.
    /// </summary>
    public static bool CanTakeInterrupt(ref Vcpu vcpu) =>
        (VmxSwitch.Read(VmcsField.GuestRflags) & RFLAGS.IF) != 0
        && (VmxSwitch.Read(VmcsField.GuestInterruptibilityState) & VmxGuestState.BlockingByStiOrMovSs) == 0
        && VmxSwitch.Read(VmcsField.GuestPendingDebugExceptions) == 0;

    /// <inheritdoc/>
    public static void SkipInstruction(ref Vcpu vcpu, in VmExit exit)
    {
        VmxSwitch.Write(VmcsField.GuestRip, VmxSwitch.Read(VmcsField.GuestRip) + exit.InstructionLength);
        ulong interruptibility = VmxSwitch.Read(VmcsField.GuestInterruptibilityState);
        if ((interruptibility & VmxGuestState.BlockingByStiOrMovSs) != 0)
        {
            VmxSwitch.Write(VmcsField.GuestInterruptibilityState, interruptibility & ~VmxGuestState.BlockingByStiOrMovSs);
        }

        ulong rflags = VmxSwitch.Read(VmcsField.GuestRflags);
        if ((rflags & (RFLAGS.TF | RFLAGS.RF)) != 0)
        {
            CompleteStep(rflags);
        }
    }

    // RF lasts for one instruction, which the kernel did: SDM 1, "EFLAGS Register". What it did was one step, too; a
    // breakpoint that waits behind MOV SS waits on beside it.
    private static void CompleteStep(ulong rflags)
    {
        VmxSwitch.Write(VmcsField.GuestRflags, rflags & ~RFLAGS.RF);
        if ((rflags & RFLAGS.TF) != 0)
        {
            VmxSwitch.Write(
                VmcsField.GuestPendingDebugExceptions, VmxSwitch.Read(VmcsField.GuestPendingDebugExceptions) | DR6.BS);
        }
    }

    /// <inheritdoc/>
    public static void Capture(ref Vcpu vcpu, ref CpuState state) => VmxGuestState.Read(ref vcpu, ref state);

    /// <inheritdoc/>
    public static void CaptureEntry(ref Vcpu vcpu, ref EntryFailureRecord record) => VmxEntryFailure.Capture(ref record);

    private static int LargestLevel()
    {
        ulong capability = Cpu.ReadMsr(Msr.IA32_VMX_EPT_VPID_CAP);
        if ((capability & EptLargePages) == 0)
        {
            return 1;
        }

        return (capability & EptGiganticPages) == 0 ? 2 : 3;
    }

    private static void Inject(ref Vcpu vcpu)
    {
        VmxSwitch.Write(VmcsField.VmEntryInterruptionInformation, vcpu.Pending.Information);
        VmxSwitch.Write(VmcsField.VmEntryExceptionErrorCode, vcpu.Pending.ErrorCode);
        VmxSwitch.Write(VmcsField.VmEntryInstructionLength, vcpu.Pending.InstructionLength);
        vcpu.Pending = default;
    }

    // "Software should write the VMCS revision identifier to the VMCS region": SDM 3C, "Format of the VMCS Region".
    private static void WriteRevision(HostPhysical region) =>
        *(uint*)Cpu.Frame(region) = (uint)Cpu.ReadMsr(Msr.IA32_VMX_BASIC) & 0x7FFF_FFFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Require(uint failure)
    {
        if (failure != 0)
        {
            Stop.Because(StopReason.VmcsLoadFailed, failure, 0);
        }
    }
}
