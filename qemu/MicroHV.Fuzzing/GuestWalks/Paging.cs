// Control registers of the four paging modes that a guest can be in.
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

namespace MicroHV.Fuzzing.GuestWalks;

/// <summary>Good paging states, for a test to break one thing of.</summary>
internal static class Paging
{
    public static PagingState Off() => new() { Cr0 = CR0.PE };

    public static PagingState Bits32(ulong cr3 = 0) => new() { Cr0 = CR0.PE | CR0.PG, Cr3 = cr3, Cr4 = CR4.PSE };

    public static PagingState Pae(ulong cr3 = 0) => new()
    {
        Cr0 = CR0.PE | CR0.PG,
        Cr3 = cr3,
        Cr4 = CR4.PAE,
        Efer = EFER.NXE,
    };

    public static PagingState Level4(ulong cr3 = 0) => new()
    {
        Cr0 = CR0.PE | CR0.PG,
        Cr3 = cr3,
        Cr4 = CR4.PAE,
        Efer = EFER.LME | EFER.LMA | EFER.NXE,
    };
}
