// Reads and writes of control registers that a guest may not do alone.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Devices;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// Checks a value as the processor would and makes it what the guest believes. SDM 2B, "MOV—Move to/from Control Registers";
/// SDM 3A, "Control Registers".
/// </summary>
internal static class ControlRegisterExit
{
    private const ulong Cr0Defined = CR0.PE | CR0.MP | CR0.EM | CR0.TS | CR0.ET | CR0.NE | CR0.WP | CR0.AM | CR0.NW | CR0.CD | CR0.PG;
    private const ulong Cr3Pcid = 0xFFF;
    private const ulong MaxTaskPriority = 15;
    private const uint RspNumber = 4;

    internal static Verdict HandleWrite(in ExitContext context, ref Vcpu vcpu, in VmExit exit)
    {
        if (exit.InstructionLength == 0)
        {
            return Answers.Error(ref vcpu, HealthEvent.IllegalRequest);
        }

        bool isTaken = exit.Address switch
        {
            0 => TryWriteCr0(ref vcpu, in exit),
            4 => TryWriteCr4(in context, ref vcpu, exit.Value),
            8 => TryWriteCr8(ref vcpu, exit.Value),
            _ => false,
        };
        return isTaken ? Verdict.ResumeNext : Answers.GeneralProtection(ref vcpu);
    }

    internal static Verdict HandleRead(ref Vcpu vcpu, in VmExit exit)
    {
        ulong value = exit.Address switch
        {
            4 => vcpu.Cr4Shadow,
            8 => vcpu.Cr8Shadow,
            _ => vcpu.Cr0Shadow,
        };
        ulong kept = vcpu.GeneralRegister(exit.Operand) & exit.Value;
        vcpu.SetGeneralRegister(exit.Operand, (value & ~exit.Value) | kept);
        vcpu.Stale |= exit.Operand == RspNumber ? StaleState.StackPointer : StaleState.None;
        return Answers.Next(ref vcpu, in exit);
    }

    private static bool TryWriteCr0(ref Vcpu vcpu, in VmExit exit)
    {
        ulong value = (exit.Value & Cr0Defined) | CR0.ET;
        bool hasHighBits = exit.Value > uint.MaxValue;
        bool pagesUnprotected = (value & CR0.PG) != 0 && (value & CR0.PE) == 0;
        bool isNotWriteThroughAlone = (value & CR0.NW) != 0 && (value & CR0.CD) == 0;
        if (hasHighBits || pagesUnprotected || isNotWriteThroughAlone)
        {
            return false;
        }

        bool isPaging = (value & CR0.PG) != 0;
        bool wasPaging = (vcpu.Cr0Shadow & CR0.PG) != 0;
        bool isLong = (vcpu.EferShadow & EFER.LME) != 0;
        bool startsLongWithoutPae = isPaging && !wasPaging && isLong && (vcpu.Cr4Shadow & CR4.PAE) == 0;
        bool startsLongBarred = isPaging && !wasPaging && isLong && exit.IsLongModeBarred;
        bool endsUnderItself = !isPaging && wasPaging && (exit.Flag || (vcpu.Cr4Shadow & CR4.PCIDE) != 0);
        if (startsLongWithoutPae || startsLongBarred || endsUnderItself)
        {
            return false;
        }

        ulong efer = isPaging && isLong ? vcpu.EferShadow | EFER.LMA : vcpu.EferShadow & ~EFER.LMA;
        const ulong LoadsPointers = CR0.PG | CR0.CD | CR0.NW;
        bool mustLoad = ((value ^ vcpu.Cr0Shadow) & LoadsPointers) != 0;
        if (mustLoad && !PaePointers.TryLoad(ref vcpu, value, vcpu.Cr4Shadow, efer))
        {
            return false;
        }

        vcpu.Cr0Shadow = value;
        vcpu.EferShadow = efer;
        MarkStale(ref vcpu);
        return true;
    }

    private static bool TryWriteCr4(in ExitContext context, ref Vcpu vcpu, ulong value)
    {
        bool isLongActive = (vcpu.EferShadow & EFER.LMA) != 0;
        bool isUnknown = (value & ~context.Cpu.GuestCr4Mask) != 0;
        bool dropsPaeInLong = isLongActive && (value & CR4.PAE) == 0;
        bool startsPcid = (value & ~vcpu.Cr4Shadow & CR4.PCIDE) != 0;
        bool startsPcidWrongly = startsPcid && (!isLongActive || (vcpu.Cr3 & Cr3Pcid) != 0);
        if (isUnknown || dropsPaeInLong || startsPcidWrongly)
        {
            return false;
        }

        const ulong LoadsPointers = CR4.PAE | CR4.PGE | CR4.PSE | CR4.SMEP;
        bool mustLoad = ((value ^ vcpu.Cr4Shadow) & LoadsPointers) != 0;
        if (mustLoad && !PaePointers.TryLoad(ref vcpu, vcpu.Cr0Shadow, value, vcpu.EferShadow))
        {
            return false;
        }

        vcpu.Cr4Shadow = value;
        MarkStale(ref vcpu);
        return true;
    }

    private static bool TryWriteCr8(ref Vcpu vcpu, ulong value)
    {
        bool isTaken = value <= MaxTaskPriority;
        if (isTaken)
        {
            VirtualApic.WriteCr8(ref vcpu, (uint)value);
        }

        return isTaken;
    }

    private static void MarkStale(ref Vcpu vcpu)
    {
        vcpu.Stale |= StaleState.ControlRegisters;
        vcpu.MustFlush = 1;
    }
}
