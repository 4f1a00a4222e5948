// What becomes of a guest after an exit.
namespace MicroHV.Kernel.Vcpu;

/// <summary>The decision of a handler; only the loop acts on it.</summary>
public enum Verdict : uint
{
    /// <summary>Run on, at the same instruction.</summary>
    Resume = 0,

    /// <summary>Run on behind the instruction: the kernel did it.</summary>
    ResumeNext = 1,

    /// <summary>Let the pending interrupt in, then run on.</summary>
    TakeInterrupt = 2,

    /// <summary>The time is given up; run on behind the instruction when <see cref="Vcpu.Activity"/> says so.</summary>
    Yield = 3,

    /// <summary>The partition ended by itself.</summary>
    PartitionEnd = 4,

    /// <summary>The partition did something wrong.</summary>
    PartitionError = 5,

    /// <summary>It asks for another mode, of its own partition or of another one: see <see cref="Abi.Hypercall.SetPartitionMode"/>.</summary>
    SetMode = 6,

    /// <summary>The kernel broke a rule of the processor. No guest can bring this about.</summary>
    KernelError = 7,
}
