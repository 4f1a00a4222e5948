// The CPU that the kernel runs on: everything about it that changes.
namespace MicroHV.Kernel.Vcpu;

/// <summary>The mutable state of one CPU of the machine.</summary>
public struct PerCpu
{
    /// <summary>Number of no virtual CPU.</summary>
    public const uint Nobody = 0xFFFF_FFFF;

    /// <summary>Index of the virtual CPU whose registers the processor holds; <see cref="Nobody"/> at boot.</summary>
    public uint LoadedVcpu;

    /// <summary>Index of this CPU in the plan.</summary>
    public uint CpuIndex;

    /// <summary>TSC ticks per second.</summary>
    public ulong TscHertz;

    /// <summary>TSC at the start of major frame 0.</summary>
    public ulong EpochTsc;

    /// <summary>TSC at which the current window ends. An entry is never made at or after it.</summary>
    public ulong DeadlineTsc;

    /// <summary>The extended-state components that the machine has and the kernel switches: the largest XCR0.</summary>
    public ulong ExtendedStateMask;

    /// <summary>Root of the address space in which no partition is mapped.</summary>
    public ulong KernelRoot;

    /// <summary>Host-physical address of a frame that only the backend uses: VMXON region or host-save area.</summary>
    public ulong BackendFrame;

    /// <summary>Host-physical address of the VMCB that keeps the host's hidden registers (SVM).</summary>
    public ulong HostStateFrame;

    /// <summary>Capabilities that the backend read at boot; its own bits.</summary>
    public ulong BackendFeatures;

    /// <summary>Ticks of the VMX-preemption timer are TSC ticks shifted right by this.</summary>
    public int PreemptionTimerShift;

    /// <summary>NMIs that the loop has accounted for.</summary>
    public ulong NmisSeen;
}
