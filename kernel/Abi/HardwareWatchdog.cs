// Watchdogs that a machine may have.
namespace MicroHV.Kernel.Abi;

/// <summary>The kinds that the kernel can kick.</summary>
public enum HardwareWatchdog : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The iBASE 700: two ports, and a timeout in steps of two seconds.</summary>
    Ib700 = 1,
}
