// Makes a vendor-neutral exit of what the VMCB says.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;
using MicroHV.Kernel.Vcpu.Decoding;

/// <summary>Decodes exits.</summary>
internal static unsafe class SvmExit
{
    private const ulong EventValid = 1UL << 31;
    private const uint EventMask = 0x8000_0FFF;
    private const uint SoftwareInterruptType = 4;
    private const byte BreakpointVector = 3;
    private const byte OverflowVector = 4;
    private const ulong Xsetbv = 0xD1_010F;

    /// <summary>Fills <paramref name="exit"/> after #VMEXIT.</summary>
    internal static void Decode(
        Vmcb* vmcb,
        in PerCpu cpu,
        ref Vcpu vcpu,
        in SystemConfig config,
        ref VmExit exit)
    {
        exit = default;
        exit.VendorReason = vmcb->ExitCode;
        exit.Qualification = vmcb->ExitInfo1;

        // VMEXIT_INVALID is -1; some processors and emulators leave the upper half of the code zero.
        if ((uint)vmcb->ExitCode == uint.MaxValue)
        {
            SvmEntryFailure.Decode(vmcb, ref vcpu, in config, ref exit);
            return;
        }

        vcpu.IsLaunched = 1;
        vcpu.Pending = default;
        TakeInterruptedEvent(vmcb, ref vcpu);
        switch ((SvmExitCode)vmcb->ExitCode)
        {
            case SvmExitCode.Intr:
                exit.Kind = ExitKind.Interrupt;
                return;
            case SvmExitCode.Nmi:
                exit.Kind = ExitKind.Nmi;
                return;
            case SvmExitCode.NestedPageFault:
                DecodeNestedPageFault(vmcb, ref exit);
                return;
            case SvmExitCode.Ioio:
                DecodePort(vmcb, ref exit);
                return;
            case SvmExitCode.Cpuid:
                WithLength(ExitKind.Cpuid, ExitInstructionKind.Cpuid, vmcb, in cpu, ref vcpu, ref exit);
                return;
            case SvmExitCode.Vmmcall:
                WithLength(ExitKind.Hypercall, ExitInstructionKind.Vmmcall, vmcb, in cpu, ref vcpu, ref exit);
                exit.Operand = vmcb->Cpl;
                return;
            case SvmExitCode.Msr:
                DecodeMsr(vmcb, in cpu, ref vcpu, ref exit);
                return;
            case SvmExitCode.Hlt:
                WithLength(ExitKind.Hlt, ExitInstructionKind.Hlt, vmcb, in cpu, ref vcpu, ref exit);
                exit.Flag = (vmcb->Rflags & RFLAGS.IF) != 0;
                return;
            case SvmExitCode.Cr0SelectiveWrite:
            case SvmExitCode.Cr0Write:
            case SvmExitCode.Cr4Write:
            case SvmExitCode.Cr8Write:
            case SvmExitCode.Cr0Read:
            case SvmExitCode.Cr4Read:
                SvmControlRegisterExit.Decode(vmcb, ref vcpu, ref exit);
                return;
            default:
                DecodeRare(vmcb, in cpu, ref vcpu, ref exit);
                return;
        }
    }

    private static void DecodeRare(Vmcb* vmcb, in PerCpu cpu, ref Vcpu vcpu, ref VmExit exit)
    {
        switch ((SvmExitCode)vmcb->ExitCode)
        {
            case >= SvmExitCode.Exception0 and <= SvmExitCode.Exception31:
                exit.Kind = ExitKind.Exception;
                exit.Address = vmcb->ExitCode - (ulong)SvmExitCode.Exception0;
                exit.Event = exit.Address == GuestEvent.AC
                    ? GuestEvent.ExceptionWithCode(GuestEvent.AC, (uint)vmcb->ExitInfo1)
                    : GuestEvent.Exception((byte)exit.Address);
                if (exit.Address == GuestEvent.DB)
                {
                    // The delivery of #DB clears GD, and EVENTINJ does not.
                    vmcb->Dr7 &= ~DR7.GD;
                }

                return;
            case SvmExitCode.Vintr:
                exit.Kind = ExitKind.InterruptWindow;
                return;
            case SvmExitCode.Xsetbv:
                WithLength(ExitKind.Xsetbv, ExitInstructionKind.Xsetbv, vmcb, in cpu, ref vcpu, ref exit);
                exit.Operand = vmcb->Cpl;
                return;
            case SvmExitCode.Invd:
            case SvmExitCode.Wbinvd:
                WithLength(ExitKind.CacheFlush, ExitInstructionKind.Wbinvd, vmcb, in cpu, ref vcpu, ref exit);
                return;
            case SvmExitCode.TaskSwitch:
                exit.Kind = ExitKind.TaskSwitch;
                return;
            case SvmExitCode.Shutdown:
                exit.Kind = ExitKind.TripleFault;
                return;
            case SvmExitCode.Rdpmc:
                exit.Kind = ExitKind.ForbiddenInstruction;
                return;
            case SvmExitCode.Rsm:
            case SvmExitCode.Invlpga:
            case SvmExitCode.Vmrun:
            case SvmExitCode.Vmload:
            case SvmExitCode.Vmsave:
            case SvmExitCode.Stgi:
            case SvmExitCode.Clgi:
            case SvmExitCode.Skinit:
            case SvmExitCode.Monitor:
            case SvmExitCode.Mwait:
            case SvmExitCode.MwaitConditional:
            case SvmExitCode.Rdpru:
                exit.Kind = ExitKind.UndefinedInstruction;
                return;
            default:
                exit.Kind = ExitKind.Unknown;
                return;
        }
    }

    // An event that was being delivered when the exit came is delivered again at the next entry. Software interrupts and the
    // exceptions of INT3 and INTO are not: RIP is still at the instruction, and running it again raises them again.
    private static void TakeInterruptedEvent(Vmcb* vmcb, ref Vcpu vcpu)
    {
        ulong information = vmcb->ExitIntInfo;
        if ((information & EventValid) == 0)
        {
            return;
        }

        GuestEvent interrupted = default;
        interrupted.Information = (uint)information & EventMask;
        interrupted.ErrorCode = (uint)(information >> 32);
        byte vector = (byte)information;
        bool isRaisedAgain = interrupted.Type == SoftwareInterruptType
            || (interrupted.Type == 3 && vector is BreakpointVector or OverflowVector);
        if (!isRaisedAgain)
        {
            vcpu.Pending = interrupted;
        }
    }

    // The length of the instruction that exited; 0 if the guest has made another one of it by now.
    private static void WithLength(
        ExitKind kind,
        ExitInstructionKind instructionKind,
        Vmcb* vmcb,
        in PerCpu cpu,
        ref Vcpu vcpu,
        ref VmExit exit)
    {
        exit.Kind = kind;
        if (cpu.HasNextRip)
        {
            exit.InstructionLength = (uint)(vmcb->NextRip - vmcb->Rip);
            return;
        }

        int plainLength = PlainForm(instructionKind, out ulong plain);
        if (SvmInstruction.Matches(vmcb, ref vcpu, plain, plainLength))
        {
            exit.InstructionLength = (uint)plainLength;
            return;
        }

        // TCG gives INVD the exit code of WBINVD; the answer to both is the same.
        _ = SvmInstruction.TryDecode(vmcb, ref vcpu, out ExitInstruction exiting);
        ExitInstructionKind found =
            exiting.Kind == ExitInstructionKind.Invd ? ExitInstructionKind.Wbinvd : exiting.Kind;
        exit.InstructionLength = found == instructionKind ? exiting.Length : 0u;
    }

    // APM 3, "General-Purpose Instruction Reference" and "System Instruction Reference": the opcodes, first byte lowest.
    private static int PlainForm(ExitInstructionKind kind, out ulong bytes)
    {
        bytes = kind switch
        {
            ExitInstructionKind.Cpuid => 0xA20F,
            ExitInstructionKind.Vmmcall => 0xD9_010F,
            ExitInstructionKind.Rdmsr => 0x320F,
            ExitInstructionKind.Wrmsr => 0x300F,
            ExitInstructionKind.Hlt => 0xF4,
            ExitInstructionKind.Wbinvd => 0x090F,
            _ => Xsetbv,
        };
        return bytes > 0xFFFF ? 3 : bytes > 0xFF ? 2 : 1;
    }

    // APM 2, "MSR Intercepts": EXITINFO1 is 0 for RDMSR and 1 for WRMSR.
    private static void DecodeMsr(Vmcb* vmcb, in PerCpu cpu, ref Vcpu vcpu, ref VmExit exit)
    {
        bool isWrite = vmcb->ExitInfo1 != 0;
        WithLength(
            isWrite ? ExitKind.MsrWrite : ExitKind.MsrRead,
            isWrite ? ExitInstructionKind.Wrmsr : ExitInstructionKind.Rdmsr,
            vmcb,
            in cpu,
            ref vcpu,
            ref exit);
        exit.Address = (uint)vcpu.Registers.Rcx;
    }

    // APM 2, "IN and OUT Behavior": EXITINFO1 describes the access, EXITINFO2 is the address of the next instruction.
    private static void DecodePort(Vmcb* vmcb, ref VmExit exit)
    {
        ulong access = vmcb->ExitInfo1;
        exit.Kind = ExitKind.PortIo;
        exit.InstructionLength = (uint)(vmcb->ExitInfo2 - vmcb->Rip);
        exit.Address = (access >> 16) & 0xFFFF;
        exit.Value = (access >> 4) & 7;
        exit.Flag = (access & 1) != 0;
        exit.IsString = (access & (1 << 2)) != 0;
    }

    // APM 2, "Nested versus Guest Page Faults, Fault Ordering": bits of a page fault's error code.
    private static void DecodeNestedPageFault(Vmcb* vmcb, ref VmExit exit)
    {
        const ulong Write = 1 << 1;
        const ulong Fetch = 1 << 4;
        exit.Kind = ExitKind.NestedPageFault;
        exit.Address = vmcb->ExitInfo2;
        RegionRights access = (vmcb->ExitInfo1 & Write) != 0 ? RegionRights.Write : RegionRights.Read;
        exit.Operand = (uint)((vmcb->ExitInfo1 & Fetch) != 0 ? RegionRights.Execute : access);
    }
}
