// How a guest of the model reaches memory: by its own tables, and by the nested ones that the kernel built.
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Model;

namespace MicroHV.Campaigns.HostModel;

/// <summary>
/// Walks the tables as they lie in RAM, so that a fault in one of them has the effect that it has on a processor. There are no
/// cached translations.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="kind">Its processor.</param>
/// <param name="blocks">Its control blocks.</param>
internal sealed unsafe class GuestMemoryPath(SoftwareMachine machine, ProcessorKind kind, ControlBlocks blocks)
{
    private const int RootLevel = 4;
    private const int IndexBits = 9;
    private const int PageBits = 12;
    private const int CanonicalBits = 47;

    // SDM 3A, "4-Level Paging and 5-Level Paging"; the model's processors have 40 bits of physical address.
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;
    private const ulong BeyondWidth = 0x000F_FF00_0000_0000;
    private const ulong Present = 1;
    private const ulong Writable = 1 << 1;
    private const ulong User = 1 << 2;
    private const ulong PageSize = 1 << 7;
    private const ulong ExecuteDisable = 1ul << 63;
    private const ulong LargePagePat = 1 << 12;

    /// <summary>The host-physical address that a guest reaches at <paramref name="linear"/>, or the exit that stops it there.</summary>
    /// <param name="block">Host-physical address of its control block.</param>
    /// <param name="linear">A linear address of its own.</param>
    /// <param name="access">What it does there.</param>
    /// <param name="host">The address; it need not be RAM.</param>
    /// <returns>Null, or the exit.</returns>
    public GuestExit? Translate(ulong block, ulong linear, RegionRights access, out ulong host)
    {
        ulong cr0 = blocks.Read(block, ControlBlocks.Cr0);
        ulong efer = blocks.Read(block, ControlBlocks.Efer);
        host = 0;
        if ((cr0 & CR0.PG) == 0)
        {
            return Nested(block, (uint)linear, access, out host);
        }

        long upper = (long)linear >> CanonicalBits;
        bool isLong = (efer & EFER.LMA) != 0 && (blocks.Read(block, ControlBlocks.Cr4) & CR4.PAE) != 0;
        if (!isLong || upper is not (0 or -1))
        {
            return GuestExit.TripleFault();
        }

        ulong table = blocks.Read(block, ControlBlocks.Cr3) & AddressMask;
        bool mayWrite = true;
        bool mayExecute = true;
        for (int level = RootLevel; ; level--)
        {
            if (Nested(block, table + (IndexOf(linear, level) * sizeof(ulong)), RegionRights.Read, out ulong place) is { } exit)
            {
                return exit;
            }

            ulong entry = Load(place);
            if ((entry & Present) == 0 || IsReserved(entry, level, (efer & EFER.NXE) != 0))
            {
                return GuestExit.TripleFault();
            }

            mayWrite &= (entry & Writable) != 0;
            mayExecute &= (entry & ExecuteDisable) == 0;
            if (level == 1 || (entry & PageSize) != 0)
            {
                bool isFault = (access == RegionRights.Write && !mayWrite && (cr0 & CR0.WP) != 0)
                    || (access == RegionRights.Execute && !mayExecute);
                ulong span = SizeOf(level);
                ulong guestPhysical = (entry & AddressMask & ~(span - 1)) | (linear & (span - 1));
                return isFault ? GuestExit.TripleFault() : Nested(block, guestPhysical, access, out host);
            }

            table = entry & AddressMask;
        }
    }

    /// <summary>The same of a guest-physical address, as if its own tables led there.</summary>
    public GuestExit? TranslatePhysical(ulong block, ulong guestPhysical, RegionRights access, out ulong host) =>
        Nested(block, guestPhysical, access, out host);

    /// <summary>Eight bytes at a host-physical address: all ones where nothing answers.</summary>
    public ulong Load(ulong host) => host + sizeof(ulong) <= machine.RamSizeBytes && host < machine.RamSizeBytes
        ? *(ulong*)machine.Ram(host)
        : ulong.MaxValue;

    /// <summary>Stores eight bytes; where nothing answers they are lost.</summary>
    public void Store(ulong host, ulong value)
    {
        if (host < machine.RamSizeBytes && host + sizeof(ulong) <= machine.RamSizeBytes)
        {
            *(ulong*)machine.Ram(host) = value;
        }
    }

    private GuestExit? Nested(ulong block, ulong guestPhysical, RegionRights access, out ulong host) =>
        kind == ProcessorKind.Intel
            ? Nested<EptEntry>(block, guestPhysical, access, out host)
            : Nested<NptEntry>(block, guestPhysical, access, out host);

    private GuestExit? Nested<TEntry>(ulong block, ulong guestPhysical, RegionRights access, out ulong host)
        where TEntry : struct, ITableEntry
    {
        host = 0;
        ulong table = blocks.NestedRoot(block);
        for (int level = RootLevel; ; level--)
        {
            ulong entry = Load(table + (IndexOf(guestPhysical, level) * sizeof(ulong)));
            if (!TEntry.IsPresent(entry))
            {
                return GuestExit.Touch(guestPhysical, access);
            }

            bool isLeaf = TEntry.IsLeaf(entry, level);
            if (kind == ProcessorKind.Intel ? IsEptMisconfigured(entry, level, isLeaf) : IsNptReserved(entry, level, isLeaf))
            {
                return Misconfiguration(guestPhysical);
            }

            if ((TEntry.Rights(entry) & access) == 0 || (kind != ProcessorKind.Intel && (entry & User) == 0))
            {
                return GuestExit.Touch(guestPhysical, access);
            }

            table = TEntry.Target(entry, level).Value;
            if (isLeaf)
            {
                host = table | (guestPhysical & (SizeOf(level) - 1));
                return null;
            }
        }
    }

    // SDM 3C, "EPT Translation Mechanism".
    private static bool IsEptMisconfigured(ulong entry, int level, bool isLeaf)
    {
        ulong type = (entry >> 3) & 7;
        bool isWriteOnly = (entry & 3) == 2;
        ulong reserved = BeyondWidth | (isLeaf ? (SizeOf(level) - 1) & AddressMask : 0x78);
        bool isTooLarge = level == RootLevel && (entry & PageSize) != 0;
        return isWriteOnly || isTooLarge || (entry & reserved) != 0 || (isLeaf && type is 2 or 3 or 7);
    }

    private static bool IsNptReserved(ulong entry, int level, bool isLeaf)
    {
        ulong low = isLeaf && level > 1 ? (SizeOf(level) - 1) & AddressMask & ~LargePagePat : 0;
        bool isTooLarge = level == RootLevel && (entry & PageSize) != 0;
        return isTooLarge || (entry & (BeyondWidth | low)) != 0;
    }

    private static bool IsReserved(ulong entry, int level, bool hasExecuteDisable)
    {
        bool isTooLarge = level == RootLevel && (entry & PageSize) != 0;
        bool isLargePage = level is 2 or 3 && (entry & PageSize) != 0;
        ulong low = isLargePage ? (SizeOf(level) - 1) & AddressMask & ~LargePagePat : 0;
        return isTooLarge || (entry & (BeyondWidth | low)) != 0 || (!hasExecuteDisable && (entry & ExecuteDisable) != 0);
    }

    private static GuestExit Misconfiguration(ulong guestPhysical) => new()
    {
        VmxReason = VmxExitReason.EptMisconfiguration,
        SvmCode = SvmExitCode.NestedPageFault,
        ExitInfo1 = 0x1_0000_000D,
        ExitInfo2 = guestPhysical,
        Address = guestPhysical,
    };

    private static ulong IndexOf(ulong address, int level) =>
        (address >> (PageBits + (IndexBits * (level - 1)))) & ((1ul << IndexBits) - 1);

    private static ulong SizeOf(int level) => 1ul << (PageBits + (IndexBits * (level - 1)));
}
