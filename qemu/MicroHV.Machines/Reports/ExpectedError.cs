// An event that a system is meant to make.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>One entry of <c>errors</c> in <c>[expect]</c> of a system description.</summary>
/// <param name="Partition">Name of the partition.</param>
/// <param name="Error">The error.</param>
public sealed record ExpectedError(string Partition, HealthEvent Error)
{
    /// <summary>As in the system description: "general: MemoryViolation".</summary>
    public override string ToString() => $"{Partition}: {Error}";
}
