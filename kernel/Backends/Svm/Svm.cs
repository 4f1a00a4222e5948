// The AMD backend: SVM with nested paging.
namespace MicroHV.Kernel.Backends;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;

/// <summary>Secure virtual machine. APM 2, "Secure Virtual Machine".</summary>
public readonly unsafe struct Svm : IBackend
{
    private const byte FlushAll = 1;
    private const uint GiganticPages = 1u << 26;
    private const uint ExtendedFeatures = 0x8000_0001;

    /// <inheritdoc/>
    public static Vendor Vendor => Vendor.Amd;

    /// <inheritdoc/>
    public static HypercallInstruction HypercallInstruction => HypercallInstruction.Vmmcall;

    /// <inheritdoc/>
    public static bool IsTraced => false;

    /// <inheritdoc/>
    public static Missing Probe()
    {
        SvmCapabilityFields capabilities = default;
        SvmProbe.Read(ref capabilities);
        return SvmCapabilities.Probe(in capabilities);
    }

    /// <inheritdoc/>
    public static bool TryEnable(ref PerCpu cpu, ref FramePool pool)
    {
        if (!pool.TryTake(1, out HostPhysical hostSave) || !pool.TryTake(1, out HostPhysical hostState))
        {
            return false;
        }

        SvmCapabilityFields capabilities = default;
        SvmProbe.Read(ref capabilities);
        ulong vmCr = SvmCapabilities.VmCr(capabilities.VmCr);
        if (vmCr != capabilities.VmCr)
        {
            Cpu.WriteMsr(Msr.VM_CR, vmCr);
        }

        cpu.HasNextRip = SvmCapabilities.HasNextRipSave(in capabilities);
        cpu.AsidCount = capabilities.AsidCount;
        cpu.BackendFrame = hostSave.Value;
        cpu.HostStateFrame = hostState.Value;
        Cpu.WriteMsr(Msr.IA32_EFER, Cpu.ReadMsr(Msr.IA32_EFER) | EFER.SVME);
        Cpu.WriteMsr(Msr.VM_HSAVE_PA, hostSave.Value);
        SvmSwitch.SaveHost(hostState.Value);
        return true;
    }

    /// <inheritdoc/>
    public static HostFeatures Features(in PerCpu cpu) => HostFeatures.GuestTags
        | (cpu.HasNextRip ? HostFeatures.InstructionLength : HostFeatures.None)
        | (LargestLevel() == 3 ? HostFeatures.NestedGiganticPages : HostFeatures.None);

    /// <inheritdoc/>
    public static bool TryMapRegions(ReadOnlySpan<RegionRecord> regions, ref FramePool pool, out HostPhysical root) =>
        NestedPaging<NptEntry>.TryMapRegions(regions, LargestLevel(), ref pool, out root);

    /// <inheritdoc/>
    public static bool TryCreate(ref Vcpu vcpu, ref FramePool pool)
    {
        bool isTaken = pool.TryTake(1, out HostPhysical vmcb);
        vcpu.ControlBlock = vmcb.Value;
        return isTaken;
    }

    /// <inheritdoc/>
    public static void Reset(ref PerCpu cpu, ref Vcpu vcpu, in SystemConfig config)
    {
        Vmcb* vmcb = BlockOf(ref vcpu);
        new Span<byte>(vmcb, sizeof(Vmcb)).Clear();

        // More virtual CPUs than tags: some share one, and Load flushes for them.
        vcpu.GuestTag = 1 + ((vcpu.GuestTag - 1) % (cpu.AsidCount - 1));
        vcpu.MustFlush = 1;
        vcpu.IsLaunched = 0;
        SvmControls.Write(vmcb, ref vcpu, in config);
        SvmGuestState.Write(vmcb, ref vcpu, in config.Vcpus[(int)vcpu.Index].Start);
        cpu.LoadedVcpu = PerCpu.Nobody;
    }

    /// <inheritdoc/>
    public static void Load(ref PerCpu cpu, ref Vcpu vcpu)
    {
        bool isTagShared = cpu.VcpuCount > cpu.AsidCount - 1;
        vcpu.MustFlush |= isTagShared ? 1u : 0u;

        // VMRUN loads CR2 by the manual; an emulator that does not would show a guest the one before it.
        Cpu.WriteCr2(BlockOf(ref vcpu)->Cr2);
    }

    /// <summary>Nothing: VMSAVE has stored all of it at every exit.</summary>
    public static void Unload(ref PerCpu cpu, ref Vcpu vcpu)
    {
    }

    /// <inheritdoc/>
    public static void Run(ref PerCpu cpu, ref Vcpu vcpu, in SystemConfig config, ulong now, ref VmExit exit)
    {
        Vmcb* vmcb = BlockOf(ref vcpu);
        vmcb->TlbControl = vcpu.MustFlush != 0 ? FlushAll : (byte)0;
        vcpu.MustFlush = 0;
        if (vcpu.Stale != StaleState.None)
        {
            // The processor loads the PDPTEs by itself: with nested paging it reads them from memory at every use.
            if ((vcpu.Stale & StaleState.ControlRegisters) != 0)
            {
                SvmGuestState.WriteControlRegisters(vmcb, ref vcpu);
            }

            if ((vcpu.Stale & StaleState.StackPointer) != 0)
            {
                vmcb->Rsp = vcpu.Registers.Rsp;
            }

            const StaleState Interrupts = StaleState.TaskPriority | StaleState.InterruptWindow;
            if ((vcpu.Stale & Interrupts) != 0)
            {
                SvmControls.WriteInterrupts(vmcb, in vcpu);
            }

            SvmGuestState.WriteMsrs(vmcb, ref vcpu);
            vcpu.Stale = StaleState.None;
        }

        if (cpu.ArmedTsc != cpu.LimitTsc)
        {
            cpu.Clock.ArmTimer(cpu.LimitTsc - now);
            cpu.ArmedTsc = cpu.LimitTsc;
        }

        vmcb->EventInjection = vcpu.Pending.Information | ((ulong)vcpu.Pending.ErrorCode << 32);
        fixed (Vcpu* own = &vcpu)
        {
            SvmSwitch.Enter(own, vcpu.ControlBlock, cpu.HostStateFrame);
        }

        SvmExit.Decode(vmcb, in cpu, ref vcpu, in config, ref exit);
    }

    /// <inheritdoc/>
    public static bool CanTakeInterrupt(ref Vcpu vcpu)
    {
        const ulong Shadow = 1;
        Vmcb* vmcb = BlockOf(ref vcpu);
        return (vmcb->Rflags & RFLAGS.IF) != 0 && (vmcb->InterruptShadow & Shadow) == 0;
    }

    /// <inheritdoc/>
    public static void SkipInstruction(ref Vcpu vcpu, in VmExit exit)
    {
        Vmcb* vmcb = BlockOf(ref vcpu);
        vmcb->Rip += exit.InstructionLength;
        vmcb->InterruptShadow = 0;
        vmcb->Rflags &= ~RFLAGS.RF;
        if ((vmcb->Rflags & RFLAGS.TF) != 0)
        {
            // What the kernel did for the guest was one step of it.
            vmcb->Dr6 |= DR6.BS;
            vmcb->Dr7 &= ~DR7.GD;
            vcpu.Pending = GuestEvent.Exception(GuestEvent.DB);
        }
    }

    /// <inheritdoc/>
    public static void Capture(ref Vcpu vcpu, ref CpuState state) =>
        SvmGuestState.Read(BlockOf(ref vcpu), ref vcpu, ref state);

    /// <inheritdoc/>
    public static void CaptureEntry(ref Vcpu vcpu, ref EntryFailureRecord record) =>
        SvmEntryFailure.Capture(BlockOf(ref vcpu), ref record);

    // Nested tables are in the host's own format, and have its page sizes.
    private static int LargestLevel()
    {
        CpuidResult answer;
        Cpu.Cpuid(ExtendedFeatures, 0, &answer);
        return (answer.Edx & GiganticPages) != 0 ? 3 : 2;
    }

    private static Vmcb* BlockOf(ref Vcpu vcpu) => (Vmcb*)Cpu.Frame(new HostPhysical(vcpu.ControlBlock));
}
