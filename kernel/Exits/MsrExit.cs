// RDMSR and WRMSR of MSRs that no bitmap lets through.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Devices;
using MicroHV.Kernel.Vcpu;

/// <summary>MSRs with a shadow, MSRs with a constant, and #GP for all the others.</summary>
internal static class MsrExit
{
    // Fast strings, the one feature of IA32_MISC_ENABLE that a guest can have.
    private const ulong MiscellaneousEnable = 1;

    internal static Verdict HandleRead(in ExitContext context, ref Vcpu vcpu, in VmExit exit)
    {
        ulong value;
        switch ((uint)exit.Address)
        {
            case Msr.IA32_EFER:
                value = vcpu.EferShadow;
                break;
            case Msr.IA32_PAT:
                value = vcpu.PatShadow;
                break;
            case Msr.IA32_TIME_STAMP_COUNTER:
                value = Cpu.ReadTsc();
                break;
            case Msr.IA32_TSC_AUX when context.Cpu.HasTscAux:
                value = Cpu.ReadMsr(Msr.IA32_TSC_AUX);
                break;
            case Msr.IA32_MISC_ENABLE:
                value = MiscellaneousEnable;
                break;
            case Msr.IA32_TSC_DEADLINE:
                value = VirtualTimer.ReadDeadline(ref vcpu, Cpu.ReadTsc());
                break;
            case Msr.IA32_APIC_BASE:
                value = ApicBase(in vcpu);
                break;
            case >= ApicRegister.FirstMsr and <= ApicRegister.LastMsr
                when ApicMsrs.TryRead(ref vcpu, (uint)exit.Address, Cpu.ReadTsc(), out value):
                break;
            case Msr.IA32_PLATFORM_ID:
            case Msr.IA32_BIOS_SIGN_ID:
            case Msr.IA32_DEBUGCTL:
                value = 0;
                break;
            default:
                return Answers.GeneralProtection(ref vcpu);
        }

        vcpu.Registers.Rax = (uint)value;
        vcpu.Registers.Rdx = value >> 32;
        return Answers.Next(ref vcpu, in exit);
    }

    internal static Verdict HandleWrite(in ExitContext context, ref Vcpu vcpu, in VmExit exit)
    {
        ulong value = (uint)vcpu.Registers.Rax | (vcpu.Registers.Rdx << 32);
        bool isTaken = (uint)exit.Address switch
        {
            Msr.IA32_EFER => TryWriteEfer(ref vcpu, value),
            Msr.IA32_PAT => TryWritePat(ref vcpu, value),
            Msr.IA32_TSC_AUX => TryWriteTscAux(in context, value),

            // Loading microcode has no effect, as on a processor that needs none.
            Msr.IA32_BIOS_SIGN_ID => true,
            Msr.IA32_DEBUGCTL => value == 0,
            Msr.IA32_TSC_DEADLINE => WriteDeadline(ref vcpu, value),

            // The APIC is in x2APIC mode and stays in it.
            Msr.IA32_APIC_BASE => value == ApicBase(in vcpu),
            uint msr and >= ApicRegister.FirstMsr and <= ApicRegister.LastMsr =>
                ApicMsrs.TryWrite(ref vcpu, msr, value, Cpu.ReadTsc()),
            _ => false,
        };
        return isTaken ? Answers.Next(ref vcpu, in exit) : Answers.GeneralProtection(ref vcpu);
    }

    // SDM 3A, "Detecting and Enabling x2APIC Mode". The first virtual CPU of a partition is its bootstrap processor.
    private static ulong ApicBase(in Vcpu vcpu)
    {
        const ulong ExtendedModeAtReset = 0xFEE0_0C00;
        const ulong BootstrapProcessor = 1UL << 8;
        return VirtualApic.IdOf(in vcpu) == 0 ? ExtendedModeAtReset | BootstrapProcessor : ExtendedModeAtReset;
    }

    private static bool WriteDeadline(ref Vcpu vcpu, ulong deadline)
    {
        VirtualTimer.WriteDeadline(ref vcpu, deadline, Cpu.ReadTsc());
        return true;
    }

    // SDM 3A, "Extended Feature Enable Register": LMA is the processor's, and LME cannot change under paging.
    private static bool TryWriteEfer(ref Vcpu vcpu, ulong value)
    {
        const ulong Writable = EFER.SCE | EFER.LME | EFER.NXE;
        bool isKnown = (value & ~(Writable | EFER.LMA)) == 0;
        bool isPaging = (vcpu.Cr0Shadow & CR0.PG) != 0;
        bool changesMode = ((value ^ vcpu.EferShadow) & EFER.LME) != 0;
        if (!isKnown || (isPaging && changesMode))
        {
            return false;
        }

        vcpu.EferShadow = (value & Writable) | (vcpu.EferShadow & EFER.LMA);
        vcpu.Stale |= StaleState.Msrs;
        vcpu.MustFlush = 1;
        return true;
    }

    // SDM 3A, "Page Attribute Table (PAT)": types 2, 3 and above 7 are reserved.
    private static bool TryWritePat(ref Vcpu vcpu, ulong value)
    {
        for (int entry = 0; entry < 8; entry++)
        {
            if (((value >> (8 * entry)) & 0xFF) is 2 or 3 or > 7)
            {
                return false;
            }
        }

        vcpu.PatShadow = value;
        vcpu.Stale |= StaleState.Msrs;
        return true;
    }

    private static bool TryWriteTscAux(in ExitContext context, ulong value)
    {
        bool isTaken = context.Cpu.HasTscAux && value <= uint.MaxValue;
        if (isTaken)
        {
            Cpu.WriteMsr(Msr.IA32_TSC_AUX, value);
        }

        return isTaken;
    }
}
