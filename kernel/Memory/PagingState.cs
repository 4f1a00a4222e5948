// The registers that say how a guest translates linear addresses.
namespace MicroHV.Kernel.Memory;

using MicroHV.Kernel.Cpu;

/// <summary>The registers of a virtual CPU that govern its own paging, as the guest reads them.</summary>
public struct PagingState
{
    /// <summary>CR0; only PG counts.</summary>
    public ulong Cr0;

    /// <summary>CR3: where the walk begins.</summary>
    public ulong Cr3;

    /// <summary>CR4; only PSE, PAE and LA57 count.</summary>
    public ulong Cr4;

    /// <summary>IA32_EFER; only LMA and NXE count.</summary>
    public ulong Efer;

    /// <summary>The paging mode. SDM 3A, "Four Paging Modes".</summary>
    public readonly PagingMode Mode
    {
        get
        {
            if ((Cr0 & CR0.PG) == 0)
            {
                return PagingMode.None;
            }

            bool isLongMode = (Efer & EFER.LMA) != 0;
            if ((Cr4 & CR4.PAE) == 0)
            {
                return isLongMode ? PagingMode.Impossible : PagingMode.Bits32;
            }

            if (!isLongMode)
            {
                return PagingMode.Pae;
            }

            return (Cr4 & CR4.LA57) == 0 ? PagingMode.Level4 : PagingMode.Level5;
        }
    }
}

/// <summary>How linear addresses become guest-physical ones.</summary>
public enum PagingMode : byte
{
    /// <summary>Unchanged: paging is off.</summary>
    None = 0,

    /// <summary>Two levels of 32-bit entries.</summary>
    Bits32 = 1,

    /// <summary>Three levels of 64-bit entries for 32-bit linear addresses.</summary>
    Pae = 2,

    /// <summary>Four levels for 48-bit linear addresses.</summary>
    Level4 = 3,

    /// <summary>Five levels for 57-bit linear addresses.</summary>
    Level5 = 4,

    /// <summary>Registers that no processor can have: long mode without PAE.</summary>
    Impossible = 5,
}
