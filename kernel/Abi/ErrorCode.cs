// What a partition can do wrong.
namespace MicroHV.Kernel.Abi;

/// <summary>Errors of a partition, found by the kernel or raised by the guest.</summary>
public enum ErrorCode : uint
{
    /// <summary>No error.</summary>
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
}
