// What a fault may hit, how and when.
namespace MicroHV.Campaigns.Faults;

/// <summary>A location of the fault model.</summary>
/// <param name="Name">As campaign files say it.</param>
/// <param name="What">What is hit, as a phrase.</param>
/// <param name="StartsInPartition">True if the fault is a partition's own; false if it is in the kernel's state.</param>
/// <param name="Kinds">How it may be hit.</param>
/// <param name="Triggers">When.</param>
internal sealed record FaultLocation(
    string Name, string What, bool StartsInPartition, IReadOnlyList<string> Kinds, IReadOnlyList<string> Triggers)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FaultLocation> All { get; } =
    [
        new("register", "a general register of a virtual CPU", true, FaultKinds.Bits, FaultTriggers.Running),
        new("guest-state", "a register of a virtual CPU that its control block holds", true, FaultKinds.Bits, FaultTriggers.Running),
        new("segment", "a segment or a descriptor table of a virtual CPU, as its control block holds it", true, FaultKinds.Bits, FaultTriggers.Running),
        new("msr", "an MSR of a virtual CPU that its control block holds", true, FaultKinds.Bits, FaultTriggers.Running),
        new("extended-state", "an XMM register of a virtual CPU", true, FaultKinds.Bits, FaultTriggers.Running),
        new("memory", "memory that a partition works on", true, FaultKinds.Bits, FaultTriggers.Running),
        new("page-table", "an entry of a partition's own page tables", true, FaultKinds.Bits, FaultTriggers.Running),
        new("behaviour", "what a partition does", true, FaultKinds.Behaviours, [FaultTriggers.Entry, FaultTriggers.Window]),
        new("interrupt", "an interrupt that nobody sent", true, FaultKinds.Interrupts, FaultTriggers.Running),
        new("machine", "what the machine reports of itself", false, FaultKinds.Reports, FaultTriggers.Running),
        new("control", "a control field of a control block", false, FaultKinds.Bits, FaultTriggers.Running),
        new("nested-table", "an entry of a partition's nested tables", false, FaultKinds.Bits, FaultTriggers.Running),
        new("image", "the blob, before the kernel reads it", false, [FaultKinds.BitFlip], [FaultTriggers.Boot]),
        new("kernel-data", "the kernel's own data", false, FaultKinds.Bits, FaultTriggers.Running),
        new("kernel-stack", "a stack of the kernel", false, FaultKinds.Bits, FaultTriggers.Running),
        new("kernel-code", "the kernel's code", false, FaultKinds.Bits, FaultTriggers.Running),
    ];

    /// <summary>The location called <paramref name="name"/>; null if there is none.</summary>
    public static FaultLocation? Find(string name) => All.FirstOrDefault(location => location.Name == name);
}
