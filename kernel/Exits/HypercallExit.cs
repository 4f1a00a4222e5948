// What a guest asks for with VMCALL or VMMCALL.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;

/// <summary>The hypercalls; <see cref="Hypercall"/> documents them.</summary>
internal static unsafe class HypercallExit
{
    internal static Verdict Handle(ref ExitContext context, ref Vcpu vcpu, in VmExit exit)
    {
        // Only the guest's kernel speaks for the partition, unless the plan lets its users speak too.
        bool isUser = exit.Operand != 0;
        if (isUser && (context.Partition.Options & PartitionOptions.UserHypercalls) == 0)
        {
            return Answers.UndefinedInstruction(ref vcpu);
        }

        if (exit.InstructionLength == 0)
        {
            return Answers.Error(ref vcpu, HealthEvent.IllegalRequest);
        }

        Hypercall number = (Hypercall)vcpu.Registers.Rax;
        vcpu.Registers.Rax = (ulong)ReturnCode.NoError;
        switch (number)
        {
            case Hypercall.None:
                return Verdict.ResumeNext;
            case Hypercall.Yield:
                vcpu.Activity = VcpuActivity.Yielded;
                return Verdict.Yield;
            case Hypercall.ConsoleWrite:
                return WriteConsole(ref context, ref vcpu);
            case Hypercall.Report:
                vcpu.ExitCode = vcpu.Registers.Rdi;
                return Verdict.PartitionEnd;
            case Hypercall.SetModuleSchedule:
                return Answers.Return(ref vcpu, ScheduleRequests.Set(ref context, vcpu.Registers.Rdi));
            case Hypercall.GetModuleScheduleStatus:
                ScheduleRequests.GetStatus(in context, ref vcpu);
                return Verdict.ResumeNext;
            case Hypercall.SetWindowVector:
                return SetWindowVector(ref vcpu);
            case Hypercall.SetPartitionMode:
                return ModeRequests.Set(ref context, ref vcpu);
            case Hypercall.GetPartitionStatus:
                return Answers.Return(ref vcpu, ModeRequests.GetStatus(ref context, ref vcpu));
            case Hypercall.RaiseHealthEvent:
                return HealthRequests.Raise(ref vcpu);
            case Hypercall.KickWatchdog:
                return Answers.Return(ref vcpu, HealthRequests.KickWatchdog(ref context, ref vcpu));
            case Hypercall.ReadHealthLog:
                return Answers.Return(ref vcpu, HealthRequests.Read(ref context, ref vcpu));
            case Hypercall.AcknowledgeHealthLog:
                return Answers.Return(ref vcpu, HealthRequests.Acknowledge(ref context, ref vcpu));
            case Hypercall.ReadCrashRecord:
                return Answers.Return(ref vcpu, CrashRequests.Read(ref context, ref vcpu));
            case Hypercall.AcknowledgeCrashRecord:
                return Answers.Return(ref vcpu, CrashRequests.Acknowledge(ref context, in vcpu));
            default:
                return Answers.Return(ref vcpu, ReturnCode.InvalidParameter);
        }
    }

    private static Verdict SetWindowVector(ref Vcpu vcpu)
    {
        ulong vector = vcpu.Registers.Rdi;
        if (vector != 0 && vector is < HypercallLimits.MinWindowVector or > HypercallLimits.MaxWindowVector)
        {
            return Answers.Return(ref vcpu, ReturnCode.InvalidParameter);
        }

        vcpu.WindowVector = (uint)vector;
        return Verdict.ResumeNext;
    }

    private static Verdict WriteConsole(ref ExitContext context, ref Vcpu vcpu)
    {
        ulong sizeBytes = vcpu.Registers.Rsi;
        if (sizeBytes > HypercallLimits.MaxConsoleBytes)
        {
            return Answers.Return(ref vcpu, ReturnCode.InvalidParameter);
        }

        ConsoleText text;
        GuestPhysical from = new GuestPhysical(vcpu.Registers.Rdi);
        if (!GuestMemory.TryRead(vcpu.Regions, from, text.Bytes, (uint)sizeBytes))
        {
            return Answers.Return(ref vcpu, ReturnCode.InvalidParameter);
        }

        if (!context.Console.TryWrite(text.Bytes, (uint)sizeBytes, out uint taken))
        {
            return Answers.Return(ref vcpu, ReturnCode.NotAvailable);
        }

        vcpu.Registers.Rdx = taken;
        return Verdict.ResumeNext;
    }

    // The guest's bytes are copied here once, and what was copied is what counts.
    private struct ConsoleText
    {
        internal fixed byte Bytes[(int)HypercallLimits.MaxConsoleBytes];
    }
}
