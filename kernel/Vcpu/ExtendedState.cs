// x87, SSE, AVX and their kind, debug addresses and IA32_TSC_AUX: what changes hands when the virtual CPU changes.
namespace MicroHV.Kernel.Vcpu;

using System;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Cpu;

/// <summary>
/// Registers that neither the world switch nor a control block keeps. They pass from one virtual CPU to the next as a whole,
/// under the machine's full mask, so that nothing of the last one is left for the next to see.
/// </summary>
public static unsafe class ExtendedState
{
    // SDM 1, "XSAVE Area": the legacy region has FCW at 0 and MXCSR at 24, both of which XRSTOR and FXRSTOR load.
    private const uint FcwOffset = 0;
    private const uint MxcsrOffset = 24;
    private const ushort InitialFcw = 0x037F;
    private const uint InitialMxcsr = 0x1F80;

    // XCR0 with x87 state alone: its value after reset.
    private const ulong InitialXcr0 = 1;

    /// <summary>Gives <paramref name="vcpu"/>, which has forgotten all, the state of a processor after reset. Its area is <paramref name="sizeBytes"/> long.</summary>
    public static void Reset(ref Vcpu vcpu, uint sizeBytes)
    {
        byte* area = (byte*)Cpu.Frame(new HostPhysical(vcpu.ExtendedState));
        new Span<byte>(area, (int)sizeBytes).Clear();

        *(ushort*)(area + FcwOffset) = InitialFcw;
        *(uint*)(area + MxcsrOffset) = InitialMxcsr;
        vcpu.Xcr0 = InitialXcr0;
    }

    /// <summary>
    /// Takes everything from the processor and leaves XCR0 at the machine's full mask. It is asked for, not remembered: not every
    /// processor tells of its writes.
    /// </summary>
    public static void Save(in PerCpu cpu, ref Vcpu vcpu)
    {
        void* area = Cpu.Frame(new HostPhysical(vcpu.ExtendedState));
        if (cpu.ExtendedStateMask != 0)
        {
            vcpu.Xcr0 = Cpu.ReadXcr0();
            Cpu.WriteXcr0(cpu.ExtendedStateMask);
            Cpu.SaveExtendedState(area);
        }
        else
        {
            Cpu.SaveLegacyState(area);
        }

        Cpu.SaveDebugRegisters((ulong*)Unsafe.AsPointer(ref vcpu.DebugAddresses[0]));

        if (cpu.HasTscAux)
        {
            vcpu.TscAux = Cpu.ReadMsr(Msr.IA32_TSC_AUX);
        }
    }

    /// <summary>Gives everything to the processor, whose XCR0 is the machine's full mask.</summary>
    public static void Load(in PerCpu cpu, ref Vcpu vcpu)
    {
        void* area = Cpu.Frame(new HostPhysical(vcpu.ExtendedState));
        if (cpu.ExtendedStateMask != 0)
        {
            Cpu.LoadExtendedState(area);
            Cpu.WriteXcr0(vcpu.Xcr0);
        }
        else
        {
            Cpu.LoadLegacyState(area);
        }

        Cpu.LoadDebugRegisters((ulong*)Unsafe.AsPointer(ref vcpu.DebugAddresses[0]));

        if (cpu.HasTscAux)
        {
            Cpu.WriteMsr(Msr.IA32_TSC_AUX, vcpu.TscAux);
        }
    }
}
