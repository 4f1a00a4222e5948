// The guests of the software machine: scripts in place of code, under either vendor's world switch.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model;
using MicroHV.Model.EntryChecks;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Fuzzing.Boots;

/// <summary>
/// Every entry is checked by the manuals' rules first, as the processor does it. A guest at the end of its script runs without
/// exits.
/// </summary>
internal sealed unsafe class ScriptedGuests
{
    private const ulong EventValid = 1UL << 31;
    private const ulong EventHasErrorCode = 1UL << 11;
    private const ulong EntryFailedOnGuestState = (1UL << 31) | 33;
    private const uint InvalidControls = 2;
    private const ushort KernelCode = 0x08;
    private const ushort KernelStack = 0x10;
    private const ushort UserCode = 0x1B;
    private const ushort UserStack = 0x23;
    private const ushort UserPrivilege = 3 << 5;

    private readonly SoftwareMachine _machine;
    private readonly Dictionary<uint, GuestScript> _scripts = [];
    private readonly HashSet<uint> _broken = [];

    /// <summary>Guests on <paramref name="machine"/>.</summary>
    public ScriptedGuests(SoftwareMachine machine)
    {
        _machine = machine;
        machine.OnVmxEntry = vcpu => EnterVmx(ref vcpu.Value);
        machine.OnSvmEntry = (vcpu, vmcb) => EnterSvm(ref vcpu.Value, (Vmcb*)machine.Ram(vmcb));
    }

    /// <summary>Every stay of a guest on the processor, in order.</summary>
    public List<GuestRun> Runs { get; } = [];

    /// <summary>Entries that the processor refused, and the rule.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>True if an entry was refused for controls or host state: the kernel's own fault.</summary>
    public bool HasKernelFault { get; private set; }

    /// <summary>Called with every guest that is about to run.</summary>
    public GuestAct OnRun { get; set; } = (ref _) => { };

    /// <summary>What a guest does when an interrupt comes, by its vector, before it goes on; by default nothing that exits.</summary>
    public Func<byte, GuestStep?> Handler { get; set; } = _ => null;

    /// <summary>Entries after which <see cref="BudgetSpentException"/> ends the run.</summary>
    public int MaxEntries { get; set; } = int.MaxValue;

    /// <summary>Check the rules at this many entries only, and behind a <see cref="GuestExit.BreaksEntry"/>: they cost time.</summary>
    public int CheckedEntries { get; set; } = int.MaxValue;

    private SoftwareCpu Cpu => _machine.Cpu;

    /// <summary>Appends to the script of virtual CPU <paramref name="vcpu"/>.</summary>
    public void Add(uint vcpu, params ReadOnlySpan<GuestStep> steps)
    {
        foreach (GuestStep step in steps)
        {
            ScriptOf(vcpu).Add(step);
        }
    }

    /// <summary>Forgets scripts and runs.</summary>
    public void Clear()
    {
        _scripts.Clear();
        _broken.Clear();
        Runs.Clear();
        Refused.Clear();
        HasKernelFault = false;
    }

    private bool IsChecked(uint vcpu) => _broken.Remove(vcpu) || Runs.Count < CheckedEntries;

    private GuestScript ScriptOf(uint vcpu)
    {
        if (!_scripts.TryGetValue(vcpu, out GuestScript? script))
        {
            _scripts.Add(vcpu, script = new());
        }

        return script;
    }

    private void Interrupt(uint vcpu, byte vector)
    {
        if (Handler(vector) is { } handler)
        {
            ScriptOf(vcpu).Interrupt(handler);
        }
    }

    private void Spend()
    {
        if (Runs.Count >= MaxEntries)
        {
            throw new BudgetSpentException();
        }
    }

    private uint EnterVmx(ref GuestCpu vcpu)
    {
        Spend();
        Dictionary<VmcsField, ulong> fields = Cpu.Vmx.Fields;
        if (IsChecked(vcpu.Index) && FindVmxViolation(ref vcpu) is var rule && rule != VmxEntryRule.None)
        {
            return RefuseVmx(ref vcpu, rule, fields);
        }

        ulong injected = fields.GetValueOrDefault(VmcsField.VmEntryInterruptionInformation);
        fields[VmcsField.VmEntryInterruptionInformation] = injected & ~EventValid;
        if (IsInterrupt(injected))
        {
            fields[VmcsField.GuestRflags] &= ~RFLAGS.IF;
            Interrupt(vcpu.Index, (byte)injected);
        }

        if (AwaitsInterrupt(fields))
        {
            fields[VmcsField.IdtVectoringInformation] = 0;
            fields[VmcsField.ExitReason] = (ulong)VmxExitReason.InterruptWindow;
            Runs.Add(new GuestRun(Cpu.Index, vcpu.Index, Cpu.Tsc, Cpu.Tsc, injected, null));
            return 0;
        }

        int shift = (int)(Cpu.Msrs[Msr.IA32_VMX_MISC] & 0x1F);
        ulong timerEnd = Cpu.Tsc + (fields[VmcsField.VmxPreemptionTimerValue] << shift);
        GuestExit? exit = Run(ref vcpu, Math.Min(timerEnd, NextInterrupt), injected);
        fields[VmcsField.IdtVectoringInformation] = 0;
        if (exit is null)
        {
            exit = Cpu.IsNmiPending ? GuestExit.Nmi() : null;
            fields[VmcsField.ExitReason] = (ulong)(exit?.VmxReason
                ?? (Cpu.Apic.IsPending ? VmxExitReason.ExternalInterrupt : VmxExitReason.VmxPreemptionTimerExpired));
            fields[VmcsField.VmExitInterruptionInformation] = exit?.VmxInterruption ?? 0;
            Cpu.ConsumeNmi();
            return 0;
        }

        exit.Act(ref vcpu);
        bool isProtected = (fields[VmcsField.GuestCr0] & CR0.PE) != 0;
        if (exit.IsBackInKernel)
        {
            (fields[VmcsField.GuestCsSelector], fields[VmcsField.GuestSsSelector]) = (KernelCode, KernelStack);
            fields[VmcsField.GuestCsAccessRights] &= ~(ulong)UserPrivilege;
            fields[VmcsField.GuestSsAccessRights] &= ~(ulong)UserPrivilege;
        }
        else if (exit.IsUser && isProtected)
        {
            (fields[VmcsField.GuestCsSelector], fields[VmcsField.GuestSsSelector]) = (UserCode, UserStack);
            fields[VmcsField.GuestCsAccessRights] |= UserPrivilege;
            fields[VmcsField.GuestSsAccessRights] |= UserPrivilege;
        }

        fields[VmcsField.ExitReason] = (ulong)exit.VmxReason;
        fields[VmcsField.ExitQualification] = exit.VmxQualification;
        fields[VmcsField.VmExitInstructionLength] = (ulong)exit.Instruction.Length;
        fields[VmcsField.GuestPhysicalAddress] = exit.Address;
        fields[VmcsField.IdtVectoringInformation] =
            AsDelivered(exit.InterruptedEvent, fields[VmcsField.GuestCr0]) & uint.MaxValue;
        fields[VmcsField.IdtVectoringErrorCode] = exit.InterruptedEvent >> 32;
        fields[VmcsField.VmExitInterruptionInformation] = AsDelivered(exit.VmxInterruption, fields[VmcsField.GuestCr0]);
        fields[VmcsField.GuestRflags] = exit.Rflags;
        fields[VmcsField.GuestInterruptibilityState] = exit.IsInShadow ? 1ul : 0;

        // SDM 3C, "Saving Non-Register State": the shadow holds a single step back.
        bool isStepHeld = exit.IsInShadow && (exit.Rflags & RFLAGS.TF) != 0;
        fields[VmcsField.GuestPendingDebugExceptions] = isStepHeld ? DR6.BS : 0;
        return 0;
    }

    private void EnterSvm(ref GuestCpu vcpu, Vmcb* vmcb)
    {
        Spend();
        if (IsChecked(vcpu.Index) && FindSvmViolation(ref vcpu) is var rule && rule != SvmEntryRule.None)
        {
            Note(ref vcpu, rule.ToString());
            HasKernelFault |= rule is >= SvmEntryRule.VmrunNotIntercepted and not SvmEntryRule.PatType;
            vmcb->ExitCode = ulong.MaxValue;
            vmcb->EventInjection = 0;
            return;
        }

        ulong injected = vmcb->EventInjection;
        vmcb->EventInjection = 0;
        vmcb->ExitIntInfo = 0;
        if (IsInterrupt(injected))
        {
            vmcb->Rflags &= ~RFLAGS.IF;
            Interrupt(vcpu.Index, (byte)injected);
        }

        if (AwaitsInterrupt(vmcb))
        {
            vmcb->ExitCode = (ulong)SvmExitCode.Vintr;
            Runs.Add(new GuestRun(Cpu.Index, vcpu.Index, Cpu.Tsc, Cpu.Tsc, injected, null));
            return;
        }

        GuestExit? exit = Run(ref vcpu, NextInterrupt, injected);
        if (exit is null)
        {
            vmcb->ExitCode = (ulong)(Cpu.IsNmiPending ? SvmExitCode.Nmi : SvmExitCode.Intr);
            return;
        }

        exit.Act(ref vcpu);
        if (exit.IsBackInKernel)
        {
            (vmcb->Cs.Selector, vmcb->Ss.Selector) = (KernelCode, KernelStack);
            vmcb->Cs.Attributes &= unchecked((ushort)~UserPrivilege);
            vmcb->Ss.Attributes &= unchecked((ushort)~UserPrivilege);
            vmcb->Cpl = 0;
        }
        else if (exit.IsUser && (vmcb->Cr0 & CR0.PE) != 0)
        {
            (vmcb->Cs.Selector, vmcb->Ss.Selector) = (UserCode, UserStack);
            vmcb->Cs.Attributes |= UserPrivilege;
            vmcb->Ss.Attributes |= UserPrivilege;
            vmcb->Cpl = 3;
        }

        PlaceInstruction(ref vcpu, vmcb->Rip, exit.Instruction);
        vmcb->ExitCode = (ulong)exit.SvmCode;
        vmcb->ExitInfo1 = exit.ExitInfo1;
        vmcb->NextRip = vmcb->Rip + (ulong)exit.Instruction.Length;
        vmcb->ExitInfo2 = exit.SvmCode == SvmExitCode.Ioio ? vmcb->NextRip : exit.ExitInfo2;
        vmcb->ExitIntInfo = AsDelivered(exit.InterruptedEvent, vmcb->Cr0);
        vmcb->Rflags = exit.Rflags;
        vmcb->InterruptShadow = exit.IsInShadow ? 1ul : 0;
    }

    private ulong NextInterrupt => Cpu.Apic.IsPending ? Cpu.Tsc : Cpu.Apic.Expiry;

    // Handlers of interrupts begin with interrupts off, and a script goes on behind their end.
    private static bool IsInterrupt(ulong injected) => (injected & EventValid) != 0 && ((injected >> 8) & 7) == 0;

    private static bool AwaitsInterrupt(Dictionary<VmcsField, ulong> fields) =>
        (fields[VmcsField.PrimaryProcessorBasedControls] & PrimaryControls.InterruptWindowExiting) != 0
        && (fields[VmcsField.GuestRflags] & RFLAGS.IF) != 0
        && (fields[VmcsField.GuestInterruptibilityState] & 3) == 0;

    private static bool AwaitsInterrupt(Vmcb* vmcb)
    {
        const ulong VirtualInterruptRequest = 1ul << 8;
        const uint VirtualInterruptIntercept = 1u << 4;
        return (vmcb->VirtualInterrupts & VirtualInterruptRequest) != 0
            && (vmcb->Intercepts1 & VirtualInterruptIntercept) != 0
            && (vmcb->Rflags & RFLAGS.IF) != 0
            && vmcb->InterruptShadow == 0;
    }

    // In real mode no event has an error code.
    private static ulong AsDelivered(ulong information, ulong cr0) =>
        (cr0 & CR0.PE) != 0 ? information : information & ~EventHasErrorCode;

    // Time passes until the next exit of the script, or until the end or something earlier interrupts. Null: the script goes on.
    private GuestExit? Run(ref GuestCpu vcpu, ulong end, ulong injected)
    {
        if (end == ulong.MaxValue)
        {
            throw new KernelHungException("a guest runs and nothing will stop it");
        }

        OnRun(ref vcpu);
        SoftwareCpu cpu = Cpu;
        ulong start = cpu.Tsc;
        uint index = vcpu.Index;
        GuestScript script = ScriptOf(index);
        ulong ticksLeft = script.TicksLeft;
        ulong exitTime = ticksLeft == ulong.MaxValue ? ulong.MaxValue : start + ticksLeft;
        cpu.WaitUntil(Math.Max(start, Math.Min(end, exitTime)));
        GuestStep? step = exitTime < end && cpu.Tsc >= exitTime ? script.Take() : null;
        if (step is null)
        {
            script.Pass(cpu.Tsc - start);
        }

        Runs.Add(new GuestRun(cpu.Index, index, start, cpu.Tsc, injected, step));
        if (step is { Exit.BreaksEntry: true })
        {
            _ = _broken.Add(index);
        }

        cpu.Spend(step?.Cost ?? 0);
        return step?.Exit;
    }

    // A guest that writes the instruction just before it runs it, where its code is its own memory.
    private void PlaceInstruction(ref GuestCpu vcpu, ulong rip, byte[] instruction)
    {
        foreach (RegionRecord region in vcpu.Regions)
        {
            ulong offset = unchecked(rip - region.GuestPhysical);
            if (offset < region.SizeBytes && region.SizeBytes - offset >= (ulong)instruction.Length
                && (region.Flags & RegionFlags.Device) == 0)
            {
                instruction.CopyTo(new Span<byte>(_machine.Ram(region.HostPhysical + offset), instruction.Length));
            }
        }
    }

    private uint RefuseVmx(ref GuestCpu vcpu, VmxEntryRule rule, Dictionary<VmcsField, ulong> fields)
    {
        Note(ref vcpu, rule.ToString());
        if (rule < VmxEntryRule.GuestCr0)
        {
            HasKernelFault = true;
            return InvalidControls;
        }

        fields[VmcsField.ExitReason] = EntryFailedOnGuestState;
        return 0;
    }

    private void Note(ref GuestCpu vcpu, string rule)
    {
        Refused.Add(rule);
        Runs.Add(new GuestRun(Cpu.Index, vcpu.Index, Cpu.Tsc, Cpu.Tsc, 0, null) { IsRefused = true });
    }

    private static VmxEntryRule FindVmxViolation(ref GuestCpu vcpu)
    {
        EntryFailureRecord record = default;
        Vmx.CaptureEntry(ref vcpu, ref record);
        return VmxEntryValues.FirstViolation(new ReadOnlySpan<ulong>(record.Values, (int)record.ValueCount));
    }

    private static SvmEntryRule FindSvmViolation(ref GuestCpu vcpu)
    {
        EntryFailureRecord record = default;
        Svm.CaptureEntry(ref vcpu, ref record);
        return SvmEntryValues.FirstViolation(new ReadOnlySpan<ulong>(record.Values, (int)record.ValueCount));
    }
}
