// A walk of a guest's own page tables, as far as finding the bytes of an instruction needs it.
namespace MicroHV.Kernel.Memory;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>
/// Translates linear addresses of a guest. The tables are the guest's, hence hostile: at most four entries are read,
/// each through <see cref="GuestReader"/>, which reaches nothing but the guest's own regions.
/// </summary>
/// <remarks>
/// The walk serves to read again what the processor has just fetched and executed. So the right to fetch (U/S, XD,
/// SMEP, SMAP, protection keys) has been checked by the processor and is not checked again, and accessed flags are
/// already set. Entries that are not present or have reserved bits set are refused: the processor cannot have used
/// them, so the guest has changed them. How many physical address bits the guest may use is not known here; an address
/// that is too high lies in no region.
/// </remarks>
public static unsafe class GuestPaging
{
    private const ulong Present = 1ul << 0;
    private const ulong PageSize = 1ul << 7;
    private const ulong ExecuteDisable = 1ul << 63;

    private const ulong Linear32Mask = 0xFFFF_FFFF;
    private const ulong PageOffsetMask = FrameSize.Size4K - 1;
    private const ulong EntryAddressMask = 0x000F_FFFF_FFFF_F000;
    private const int IndexBits = 9;
    private const ulong IndexMask = (1ul << IndexBits) - 1;

    // 32-bit paging: ten index bits, entries of four bytes. SDM 3A, "32-Bit Paging".
    private const ulong Table32Mask = 0xFFFF_F000;
    private const ulong Page4MMask = 0x3F_FFFF;
    private const ulong Page4MReserved = 1ul << 21;

    // PAE paging: SDM 3A, "PAE Paging". Bit 5 of a page-directory-pointer-table entry is reserved too, but an emulator marks
    // there that it has used the entry.
    private const ulong PdpteTableMask = 0xFFFF_FFE0;
    private const ulong PdpteReserved = 0xFFF0_0000_0000_01C6;
    private const ulong PaeReserved = 0x7FF0_0000_0000_0000;

    private const int DirectoryPointerShift = 30;
    private const int DirectoryShift = 21;
    private const int TableShift = 12;
    private const int Level4Shift = 39;

    /// <summary>
    /// Translates <paramref name="linear"/>; outside 64-bit modes its upper half is ignored, as the processor does.
    /// False if it is not canonical, an entry is not present, has reserved bits set or lies outside
    /// the partition's RAM, or the mode is not supported (five levels). That <paramref name="address"/> lies in
    /// a region is not promised.
    /// </summary>
    public static bool TryTranslate(
        ref GuestReader reader, in PagingState paging, ulong linear, out GuestPhysical address)
    {
        // The usual case first: every long-mode guest.
        const ulong FourLevels = CR4.PAE;
        bool isLevel4 = (paging.Efer & EFER.LMA) != 0
            && (paging.Cr4 & (CR4.PAE | CR4.LA57)) == FourLevels
            && (paging.Cr0 & CR0.PG) != 0;
        if (isLevel4)
        {
            return TryWalkLevel4(ref reader, in paging, linear, out address);
        }

        switch (paging.Mode)
        {
            case PagingMode.None:
                address = new GuestPhysical(linear & Linear32Mask);
                return true;
            case PagingMode.Bits32:
                return TryWalk32(ref reader, in paging, linear & Linear32Mask, out address);
            case PagingMode.Pae:
                return TryWalkPae(ref reader, in paging, linear & Linear32Mask, out address);
            case PagingMode.Level4:
                return TryWalkLevel4(ref reader, in paging, linear, out address);
            case PagingMode.Level5:
            case PagingMode.Impossible:
            default:
                address = default;
                return false;
        }
    }

    private static bool TryWalk32(
        ref GuestReader reader, in PagingState paging, ulong linear, out GuestPhysical address)
    {
        address = default;
        ulong slot = (paging.Cr3 & Table32Mask) | ((linear >> 22) * sizeof(uint));
        if (!TryReadEntry32(ref reader, slot, out ulong entry))
        {
            return false;
        }

        bool isPage = (paging.Cr4 & CR4.PSE) != 0 && (entry & PageSize) != 0;
        if (isPage)
        {
            // PSE-36: bits 20:13 are bits 39:32 of the address, bit 21 is reserved. APM 2, "4-Mbyte Page Translation".
            ulong frame = (entry & 0xFFC0_0000) | ((entry & 0x001F_E000) << 19);
            address = new GuestPhysical(frame | (linear & Page4MMask));
            return (entry & Page4MReserved) == 0;
        }

        slot = (entry & Table32Mask) | (((linear >> TableShift) & 0x3FF) * sizeof(uint));
        if (!TryReadEntry32(ref reader, slot, out entry))
        {
            return false;
        }

        address = new GuestPhysical((entry & Table32Mask) | (linear & PageOffsetMask));
        return true;
    }

    private static bool TryWalkPae(
        ref GuestReader reader, in PagingState paging, ulong linear, out GuestPhysical address)
    {
        address = default;
        ulong slot = (paging.Cr3 & PdpteTableMask) | ((linear >> DirectoryPointerShift) * sizeof(ulong));
        bool isRead = reader.TryLoad(new GuestPhysical(slot), out ulong entry);
        if (!isRead || (entry & (Present | PdpteReserved)) != Present)
        {
            return false;
        }

        ulong reserved = PaeReserved | ReservedExecuteDisable(in paging);
        return TryWalk64(ref reader, entry & EntryAddressMask, DirectoryShift, reserved, linear, out address);
    }

    // SDM 3A, "4-Level Paging and 5-Level Paging".
    private static bool TryWalkLevel4(
        ref GuestReader reader, in PagingState paging, ulong linear, out GuestPhysical address)
    {
        bool isCanonical = (ulong)((long)(linear << 16) >> 16) == linear;
        if (!isCanonical)
        {
            address = default;
            return false;
        }

        ulong reserved = ReservedExecuteDisable(in paging);
        return TryWalk64(ref reader, paging.Cr3 & EntryAddressMask, Level4Shift, reserved, linear, out address);
    }

    // The levels that PAE and 4-level paging share, from the one whose index begins at bit `shift` of the linear
    // address.
    private static bool TryWalk64(
        ref GuestReader reader,
        ulong table,
        int shift,
        ulong reserved,
        ulong linear,
        out GuestPhysical address)
    {
        address = default;

        // At most four rounds: shift is 39, 30, 21, 12.
        for (; shift >= TableShift; shift -= IndexBits)
        {
            ulong slot = table | (((linear >> shift) & IndexMask) * sizeof(ulong));
            bool isRead = reader.TryLoad(new GuestPhysical(slot), out ulong entry);
            if (!isRead || (entry & (Present | reserved)) != Present)
            {
                return false;
            }

            if ((entry & PageSize) != 0 && shift != TableShift)
            {
                return TryEndInLargePage(entry, linear, shift, out address);
            }

            table = entry & EntryAddressMask;
        }

        address = new GuestPhysical(table | (linear & PageOffsetMask));
        return true;
    }

    // Of the address bits that a large page leaves unused only bit 12 has a meaning, PAT; the others are reserved. In
    // an entry of the top table the page-size bit itself is.
    private static bool TryEndInLargePage(ulong entry, ulong linear, int shift, out GuestPhysical address)
    {
        ulong offsetMask = (1ul << shift) - 1;
        ulong reserved = offsetMask & ~(FrameSize.Size4K * 2 - 1);
        address = new GuestPhysical((entry & EntryAddressMask & ~offsetMask) | (linear & offsetMask));
        return (entry & reserved) == 0 && shift <= DirectoryPointerShift;
    }

    private static ulong ReservedExecuteDisable(in PagingState paging) =>
        (paging.Efer & EFER.NXE) != 0 ? 0 : ExecuteDisable;

    // Eight bytes are loaded, half of which count: an entry at the end of a region is met from four bytes before it.
    private static bool TryReadEntry32(ref GuestReader reader, ulong slot, out ulong entry)
    {
        ulong aligned = slot & ~(ulong)(sizeof(ulong) - 1);
        bool isRead = reader.TryLoad(new GuestPhysical(aligned), out ulong pair);
        entry = aligned == slot ? (uint)pair : pair >> 32;
        return isRead && (entry & Present) != 0;
    }
}
