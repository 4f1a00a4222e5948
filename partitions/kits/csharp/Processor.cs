// Instructions that C# cannot say; bodies in start.asm.
using System.Runtime;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>The processor that the partition runs on, as far as the plan lets it.</summary>
public static unsafe class Processor
{
    private const uint SignatureEbx = 0x7263_694D;
    private const uint SignatureEcx = 0x56_486F;

    /// <summary>Whether CPUID says that the hypervisor is MicroHV; the plan can hide it.</summary>
    public static bool IsMicroHV =>
        Cpuid((uint)HypervisorLeaf.Signature, 0) is { Ebx: SignatureEbx, Ecx: SignatureEcx, Edx: 0 };

    /// <summary>Asks CPUID, which answers as the plan lets it.</summary>
    public static CpuidAnswer Cpuid(uint leaf, uint subleaf)
    {
        CpuidAnswer answer;
        Cpuid(leaf, subleaf, &answer);
        return answer;
    }

    /// <summary>Reads an MSR; #GP if the partition does not have it.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("processor_read_msr")]
    public static extern ulong ReadMsr(uint number);

    /// <summary>Writes an MSR; #GP if the partition does not have it, or not this value of it.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("processor_write_msr")]
    public static extern void WriteMsr(uint number, ulong value);

    /// <summary>Tells the processor that this is a loop that waits.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("processor_pause")]
    public static extern void Pause();

    /// <summary>A hypercall on Intel; RDX and RSI go to <paramref name="results"/>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("hypercall_vmcall")]
    internal static extern ulong Vmcall(ulong number, ulong first, ulong second, ulong* results);

    /// <summary>A hypercall on AMD.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("hypercall_vmmcall")]
    internal static extern ulong Vmmcall(ulong number, ulong first, ulong second, ulong* results);

    /// <summary>The TSC.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("processor_read_tsc")]
    internal static extern ulong ReadTsc();

    /// <summary>What GS points to; a partition with several virtual CPUs only.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("processor_read_gs")]
    internal static extern VcpuArea* ReadGs();

    /// <summary>Halts with interrupts off: the partition's last resort, an error that the kernel shows.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("processor_halt")]
    internal static extern void Halt();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("processor_cpuid")]
    private static extern void Cpuid(uint leaf, uint subleaf, CpuidAnswer* answer);
}
