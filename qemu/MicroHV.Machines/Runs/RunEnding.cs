// How a run came to its end.
namespace MicroHV.Machines;

/// <summary>What ended a run.</summary>
public enum RunEnding
{
    /// <summary>The kernel said that it stopped.</summary>
    KernelStopped,

    /// <summary>The machine was reset once more than expected.</summary>
    MachineReset,

    /// <summary>The emulator ended without that: a triple fault, a panic, or somebody killed it.</summary>
    MachineDied,

    /// <summary>The guard of host time expired.</summary>
    GuardExpired,

    /// <summary>The user interrupted it.</summary>
    Cancelled,
}
