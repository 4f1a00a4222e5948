// What all CPUs share when one of them stops the kernel.
namespace MicroHV.Kernel.Stop;

using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Host;

/// <summary>Lives at a fixed place in the image, so that an exception handler can reach it without a pointer.</summary>
public struct StopContext
{
    /// <summary>Index of the CPU that stops the kernel, plus one; 0 while none does.</summary>
    public int Stopper;

    /// <summary>True once the CPU that stops the kernel has decided to reset the machine.</summary>
    public bool IsResetting;

    /// <summary>True from the first major frame on: from there a stop may be a reset.</summary>
    public bool HasBegun;

    /// <summary>Index of the CPU whose turn it is to show that the kernel lives.</summary>
    public uint TurnCpu;

    /// <summary>True once there is a plan.</summary>
    public bool HasPlan;

    /// <summary>The plan; only if <see cref="HasPlan"/>.</summary>
    public SystemConfig Plan;

    /// <summary>What outlives a reset.</summary>
    public CrashFrame Crash;

    /// <summary>What checks code and data that nobody writes.</summary>
    public Scrubber Scrubber;

    /// <summary>The console.</summary>
    public ConsoleDrain Console;
}
