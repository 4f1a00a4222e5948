// The CPU that the kernel runs on: everything about it that changes.
namespace MicroHV.Kernel.Vcpu;

using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;

/// <summary>The mutable state of one CPU of the machine.</summary>
public unsafe struct PerCpu
{
    /// <summary>Number of no virtual CPU.</summary>
    public const uint Nobody = 0xFFFF_FFFF;

    /// <summary>Index of the virtual CPU whose registers the processor holds; <see cref="Nobody"/> at boot.</summary>
    public uint LoadedVcpu;

    /// <summary>Number of virtual CPUs in the plan.</summary>
    public uint VcpuCount;

    /// <summary>Index of this CPU in the plan.</summary>
    public uint CpuIndex;

    /// <summary>Its local APIC id.</summary>
    public uint ApicId;

    /// <summary>Host-physical address of its area, as <see cref="CpuArea"/> lays it out.</summary>
    public ulong Area;

    /// <summary>What a tick is on this machine.</summary>
    public Clock Clock;

    /// <summary>TSC at which the current window, or the gap between two, ends.</summary>
    public ulong WindowEndTsc;

    /// <summary>
    /// TSC at which this CPU looks again whose time it is: the window's end, or before it what ends the HLT of whoever has it. An
    /// entry is never made at or after it.
    /// </summary>
    public ulong DeadlineTsc;

    /// <summary>
    /// Index of the virtual CPU whose time it is, and that must be made ready for the life of its partition before it can run;
    /// <see cref="Nobody"/> if there is none.
    /// </summary>
    public uint StartingVcpu;

    /// <summary>Index of a schedule, plus one, that the health monitor wants to follow and nobody was free to be asked for; else 0.</summary>
    public uint RequestedSchedule;

    /// <summary>Ticks beyond the end of its window that a partition may have the CPU; the largest number if the plan tolerates any.</summary>
    public ulong OverrunTicks;

    /// <summary>Where what happens on it is written down, if the plan wants that.</summary>
    public TraceRing Trace;

    /// <summary>
    /// TSC at which the guest that is about to run is stopped, whatever it does: the deadline, or before it what its timer is
    /// due at.
    /// </summary>
    public ulong LimitTsc;

    /// <summary>TSC that the local APIC's timer is armed for; 0 if for another purpose or not at all.</summary>
    public ulong ArmedTsc;

    /// <summary>Bits of CR4 that this processor has and a guest may set.</summary>
    public ulong GuestCr4Mask;

    /// <summary>The extended-state components that the machine has and the kernel switches: the largest XCR0.</summary>
    public ulong ExtendedStateMask;

    /// <summary>Bytes of an extended-state area under that mask.</summary>
    public uint ExtendedStateSizeBytes;

    /// <summary>True if IA32_TSC_AUX exists.</summary>
    public bool HasTscAux;

    /// <summary>Root of the address space in which no partition is mapped.</summary>
    public ulong KernelRoot;

    /// <summary>Host-physical address of a frame that only the backend uses: VMXON region or host-save area.</summary>
    public ulong BackendFrame;

    /// <summary>Host-physical address of the VMCB that keeps the host's hidden registers (SVM).</summary>
    public ulong HostStateFrame;

    /// <summary>True if #VMEXIT tells where the next instruction is (SVM).</summary>
    public bool HasNextRip;

    /// <summary>Number of address space identifiers, the host's included (SVM).</summary>
    public uint AsidCount;

    /// <summary>Ticks of the VMX-preemption timer are TSC ticks shifted right by this.</summary>
    public int PreemptionTimerShift;

    /// <summary>The state of the CPU that has the area at host-physical address <paramref name="area"/>.</summary>
    public static ref PerCpu In(ulong area) => ref *(PerCpu*)Cpu.Frame(new HostPhysical(area + CpuArea.PerCpu));
}
