// What can go wrong with a partition, or with the module that it is a part of.
namespace MicroHV.Kernel.Abi;

/// <summary>
/// Events that the health monitor answers. Those of a partition are found by the kernel or raised by the guest; the last of each
/// table of actions is answered like any other.
/// </summary>
public enum HealthEvent : uint
{
    /// <summary>No event.</summary>
    None = 0,

    /// <summary>It touched guest-physical memory that it does not have, or against its rights.</summary>
    MemoryViolation = 1,

    /// <summary>It asked for something that no plan can allow: an instruction, a task switch, an unknown exit.</summary>
    IllegalRequest = 2,

    /// <summary>It used an I/O port that the plan does not grant.</summary>
    PortViolation = 3,

    /// <summary>It met an exception that it could not deliver: a triple fault.</summary>
    UnexpectedTrap = 4,

    /// <summary>It halted with interrupts off and nothing can wake it.</summary>
    DeadVcpu = 5,

    /// <summary>The processor refused to enter it.</summary>
    EntryFailed = 6,

    /// <summary>It did not kick its watchdog for as many of its windows as the plan allows.</summary>
    Watchdog = 7,

    /// <summary>It had the CPU for longer after the end of its window than the plan tolerates.</summary>
    WindowOverrun = 8,

    /// <summary>It missed a deadline, as it says itself.</summary>
    DeadlineMissed = 9,

    /// <summary>It found an error of its own, as it says itself.</summary>
    ApplicationError = 10,

    /// <summary>The kernel met an exception. An event of the module.</summary>
    HostException = 11,

    /// <summary>The processor reported broken hardware. An event of the module.</summary>
    MachineCheck = 12,

    /// <summary>A non-maskable interrupt came. An event of the module.</summary>
    NonMaskableInterrupt = 13,

    /// <summary>
    /// A golden copy is not what it was when the plan was made; for the module, something else that is never written, or a word of a
    /// CPU's schedule that changed by itself.
    /// </summary>
    ChecksumMismatch = 14,

    /// <summary>It needs to be started again and has no start left in its budget.</summary>
    RestartBudgetExhausted = 15,
}
