// What all CPUs share when one of them stops the kernel.
namespace MicroHV.Kernel.Stop;

using MicroHV.Kernel.Console;

/// <summary>Lives at a fixed place in the image, so that an exception handler can reach it without a pointer.</summary>
public struct StopContext
{
    /// <summary>Index of the CPU that stops the kernel, plus one; 0 while none does.</summary>
    public int Stopper;

    /// <summary>The console.</summary>
    public ConsoleDrain Console;
}
