// What a virtual CPU does with its time.
namespace MicroHV.Kernel.Vcpu;

/// <summary>Whether a virtual CPU takes the time that is its own. Every window begins with <see cref="Active"/>.</summary>
public enum VcpuActivity : uint
{
    /// <summary>It runs.</summary>
    Active = 0,

    /// <summary>HLT: it wants to run when an interrupt is ready.</summary>
    Halted = 1,

    /// <summary>It has given its window up.</summary>
    Yielded = 2,
}
