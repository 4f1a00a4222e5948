// Makes a vendor-neutral exit of what the VMCS says.
namespace MicroHV.Kernel.Backends;

using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>Decodes exits. Reads only the fields that the kind of exit needs: each VMREAD is time of the guest's.</summary>
internal static class VmxExit
{
    private const ulong EntryFailure = 1UL << 31;
    private const ulong InformationValid = 1UL << 31;
    private const uint NmiType = 2;

    // Interruption information: vector, type, error-code-valid and valid are laid out alike in all three fields.
    private const uint EventMask = 0x8000_0FFF;

    /// <summary>Fills <paramref name="exit"/> after an entry that returned <paramref name="failure"/>.</summary>
    internal static void Decode(ref Vcpu vcpu, uint failure, ref VmExit exit)
    {
        exit = default;
        if (failure != 0)
        {
            exit.VendorReason = VmxSwitch.Read(VmcsField.VmInstructionError);
            exit.Qualification = failure;
            VmxEntryFailure.Decode(ref exit);
            return;
        }

        ulong reason = VmxSwitch.Read(VmcsField.ExitReason);
        exit.VendorReason = reason;
        if ((reason & EntryFailure) != 0)
        {
            exit.Qualification = VmxSwitch.Read(VmcsField.ExitQualification);
            VmxEntryFailure.Decode(ref exit);
            return;
        }

        TakeInterruptedEvent(ref vcpu);
        DecodeReason(ref vcpu, (VmxExitReason)(reason & 0xFFFF), ref exit);
    }

    // An event that was being delivered when the exit came is delivered again at the next entry.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeInterruptedEvent(ref Vcpu vcpu)
    {
        ulong information = VmxSwitch.Read(VmcsField.IdtVectoringInformation);
        if ((information & InformationValid) == 0)
        {
            return;
        }

        vcpu.Pending.Information = (uint)information & EventMask;
        vcpu.Pending.ErrorCode = (uint)VmxSwitch.Read(VmcsField.IdtVectoringErrorCode);
        vcpu.Pending.InstructionLength = (uint)VmxSwitch.Read(VmcsField.VmExitInstructionLength);
        if (vcpu.Pending.Type == NmiType)
        {
            // SDM 3C, "Information for VM Exits During Event Delivery": the NMI is not blocked again until it is delivered.
            const ulong BlockingByNmi = 8;
            VmxSwitch.Write(
                VmcsField.GuestInterruptibilityState,
                VmxSwitch.Read(VmcsField.GuestInterruptibilityState) & ~BlockingByNmi);
        }
    }

    private static void DecodeReason(ref Vcpu vcpu, VmxExitReason reason, ref VmExit exit)
    {
        switch (reason)
        {
            case VmxExitReason.ExternalInterrupt:
                exit.Kind = ExitKind.Interrupt;
                return;
            case VmxExitReason.VmxPreemptionTimerExpired:
                exit.Kind = ExitKind.WindowEnd;
                return;
            case VmxExitReason.InterruptWindow:
                exit.Kind = ExitKind.InterruptWindow;
                return;
            case VmxExitReason.Cpuid:
                WithLength(ExitKind.Cpuid, ref exit);
                return;
            case VmxExitReason.Hlt:
                WithLength(ExitKind.Hlt, ref exit);
                exit.Flag = (VmxSwitch.Read(VmcsField.GuestRflags) & RFLAGS.IF) != 0;
                return;
            case VmxExitReason.Vmcall:
                WithLength(ExitKind.Hypercall, ref exit);
                exit.Operand = PrivilegeLevel();
                return;
            case VmxExitReason.Rdmsr:
                WithLength(ExitKind.MsrRead, ref exit);
                exit.Address = (uint)vcpu.Registers.Rcx;
                return;
            case VmxExitReason.Wrmsr:
                WithLength(ExitKind.MsrWrite, ref exit);
                exit.Address = (uint)vcpu.Registers.Rcx;
                return;
            case VmxExitReason.IoInstruction:
                DecodePort(ref exit);
                return;
            case VmxExitReason.EptViolation:
            case VmxExitReason.EptMisconfiguration:
                DecodeNestedPageFault(reason, ref exit);
                return;
            case VmxExitReason.ControlRegisterAccess:
                VmxControlRegisterExit.Decode(ref vcpu, ref exit);
                return;
            case VmxExitReason.ExceptionOrNmi:
                DecodeException(ref exit);
                return;
            default:
                DecodeRare(reason, ref exit);
                return;
        }
    }

    private static void DecodeRare(VmxExitReason reason, ref VmExit exit)
    {
        exit.Qualification = VmxSwitch.Read(VmcsField.ExitQualification);
        WithLength(ExitKind.Unknown, ref exit);
        switch (reason)
        {
            case VmxExitReason.Xsetbv:
                exit.Kind = ExitKind.Xsetbv;
                exit.Operand = PrivilegeLevel();
                return;
            case VmxExitReason.Invd:
            case VmxExitReason.Wbinvd:
                exit.Kind = ExitKind.CacheFlush;
                return;
            case VmxExitReason.TaskSwitch:
                exit.Kind = ExitKind.TaskSwitch;
                return;
            case VmxExitReason.TripleFault:
                exit.Kind = ExitKind.TripleFault;
                return;
            case VmxExitReason.Rdpmc:
                exit.Kind = ExitKind.ForbiddenInstruction;
                return;
            case >= VmxExitReason.Vmclear and <= VmxExitReason.Vmxon:
            case VmxExitReason.Invept:
            case VmxExitReason.Invvpid:
            case VmxExitReason.Vmfunc:
            case VmxExitReason.Getsec:
            case VmxExitReason.Rsm:
            case VmxExitReason.Mwait:
            case VmxExitReason.Monitor:
                exit.Kind = ExitKind.UndefinedInstruction;
                return;
            default:
                return;
        }
    }

    private static void WithLength(ExitKind kind, ref VmExit exit)
    {
        exit.Kind = kind;
        exit.InstructionLength = (uint)VmxSwitch.Read(VmcsField.VmExitInstructionLength);
    }

    // SDM 3C, "Guest Register State": the DPL of SS is the current privilege level.
    private static uint PrivilegeLevel() => ((uint)VmxSwitch.Read(VmcsField.GuestSsAccessRights) >> 5) & 3;

    // SDM 3C, "Exit Qualification for I/O Instructions".
    private static void DecodePort(ref VmExit exit)
    {
        WithLength(ExitKind.PortIo, ref exit);
        ulong qualification = VmxSwitch.Read(VmcsField.ExitQualification);
        exit.Qualification = qualification;
        exit.Address = (qualification >> 16) & 0xFFFF;
        exit.Value = (qualification & 7) + 1;
        exit.Flag = (qualification & (1 << 3)) != 0;
        exit.IsString = (qualification & (1 << 4)) != 0;
    }

    // SDM 3C, "Exit Qualification for EPT Violations": bits 0 to 2 are read, write and fetch, as in RegionRights.
    private static void DecodeNestedPageFault(VmxExitReason reason, ref VmExit exit)
    {
        exit.Kind = ExitKind.NestedPageFault;
        exit.Address = VmxSwitch.Read(VmcsField.GuestPhysicalAddress);
        if (reason == VmxExitReason.EptViolation)
        {
            exit.Qualification = VmxSwitch.Read(VmcsField.ExitQualification);
            exit.Operand = (uint)exit.Qualification & 7;
        }
    }

    // SDM 3C, "Information for VM Exits Due to Vectored Events".
    private static void DecodeException(ref VmExit exit)
    {
        ulong information = VmxSwitch.Read(VmcsField.VmExitInterruptionInformation);
        if (((information >> 8) & 7) == NmiType)
        {
            exit.Kind = ExitKind.Nmi;
            return;
        }

        exit.Kind = ExitKind.Exception;
        exit.Address = information & 0xFF;

        // INT1 arrives here as a privileged software exception, whose delivery needs the instruction's length.
        exit.Event.Information = (uint)information & EventMask;
        exit.Event.ErrorCode = (uint)VmxSwitch.Read(VmcsField.VmExitInterruptionErrorCode);
        exit.Event.InstructionLength = (uint)VmxSwitch.Read(VmcsField.VmExitInstructionLength);
        exit.Qualification = VmxSwitch.Read(VmcsField.ExitQualification);
        if (exit.Address == GuestEvent.DB)
        {
            // A #DB that exits has not reached DR6; the qualification holds what belongs there.
            const ulong Causes = DR6.B0 | DR6.B1 | DR6.B2 | DR6.B3 | DR6.BD | DR6.BS;
            Cpu.WriteDr6(Cpu.ReadDr6() | (exit.Qualification & Causes));
            ClearGeneralDetect();
            MarkSingleStep();
        }
    }

    // The delivery of #DB clears DR7.GD, and that of an injected one does not: SDM 3B, "Debug Control Register (DR7)". A guest
    // whose handlers begin with a debug register would raise #DB for ever.
    private static void ClearGeneralDetect()
    {
        ulong dr7 = VmxSwitch.Read(VmcsField.GuestDr7);
        if ((dr7 & DR7.GD) != 0)
        {
            VmxSwitch.Write(VmcsField.GuestDr7, dr7 & ~DR7.GD);
        }
    }

    // VM entry demands that a single step is pending while STI or MOV SS blocks, which the exit of a #DB does not leave
    // behind. SDM 3C, "Checks on Guest Non-Register State".
    private static void MarkSingleStep()
    {
        bool isBlocking = (VmxSwitch.Read(VmcsField.GuestInterruptibilityState) & VmxGuestState.BlockingByStiOrMovSs) != 0;
        if (isBlocking && (VmxSwitch.Read(VmcsField.GuestRflags) & RFLAGS.TF) != 0)
        {
            VmxSwitch.Write(
                VmcsField.GuestPendingDebugExceptions,
                VmxSwitch.Read(VmcsField.GuestPendingDebugExceptions) | DR6.BS);
        }
    }
}
