// The bits of control registers that guests may have, equal on both vendors.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Cpu;

/// <summary>What the real CR0 and EFER become when a guest believes in others.</summary>
internal static class ControlBits
{
    /// <summary>Bits of CR0 that a guest believes in and never has: a guest does not switch the machine's caches off.</summary>
    internal const ulong Cr0NeverReal = CR0.CD | CR0.NW;

    /// <summary>
    /// Whether the access rights of TR, in either vendor's format, are those of a TSS of 16 bits: long mode cannot begin with
    /// one. SDM 2B, "MOV—Move to/from Control Registers".
    /// </summary>
    internal static bool IsTaskOf16Bits(uint rights) => (rights & 0x1D) == 1;

    /// <summary>CR0 as the processor gets it.</summary>
    internal static ulong RealCr0(ulong believed) => (believed & ~Cr0NeverReal) | CR0.ET | CR0.NE;
}
