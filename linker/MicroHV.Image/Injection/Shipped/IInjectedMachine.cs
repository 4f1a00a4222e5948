// A machine that is started anew for each run of a campaign.
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Shipped;

/// <summary>What a run left.</summary>
/// <param name="Events">What the kernel said.</param>
/// <param name="Ram">RAM at the end; null if it is lost.</param>
/// <param name="Ending">What ended it, in a sentence.</param>
/// <param name="Failure">What failed in the experiment itself; null if nothing did.</param>
internal sealed record MachineRemains(
    IReadOnlyList<TranscriptEvent> Events, IMachineMemory? Ram, string Ending, string? Failure);

/// <summary>One thread's emulator.</summary>
internal interface IInjectedMachine : IDisposable
{
    /// <summary>The machine.</summary>
    Machines.Machine Machine { get; }

    /// <summary>True if somebody looks at the machine when the fault is in it.</summary>
    bool IsDebugged { get; }

    /// <summary>Boots the system, injects, and lets it run to its end.</summary>
    MachineRemains Run(ShippedInjection injection);
}
