// Page tables as a case describes them: entries exactly where the walk of one address looks.
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

namespace MicroHV.Fuzzing.GuestWalks;

/// <summary>Reads paging states and plants tables into a guest's RAM; what was planted can be taken out again.</summary>
/// <param name="ram">The RAM.</param>
internal sealed class TablePlanter(GuestRam ram)
{
    private const ulong Present = 1;
    private const ulong LargePage = 1 << 7;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    private readonly List<(ulong Address, ulong Before)> _planted = [];

    /// <summary>A mode with one or another bit changed, or any registers at all.</summary>
    public PagingState ReadRegisters(ref CaseBytes input)
    {
        PagingState paging = input.Choice(6) switch
        {
            0 => Paging.Off(),
            1 => Paging.Bits32(),
            2 => Paging.Pae(),
            3 or 4 => Paging.Level4(),
            _ => new() { Cr0 = input.Number(), Cr4 = input.Number(), Efer = input.Number() },
        };
        byte changed = input.Byte();
        paging.Cr4 ^= (changed & 1) != 0 ? CR4.PSE : 0;
        paging.Cr4 ^= (changed & 2) != 0 ? CR4.LA57 : 0;
        paging.Efer ^= (changed & 4) != 0 ? EFER.NXE : 0;
        paging.Cr3 = ReadPage(ref input) | ((changed & 8) != 0 ? (ulong)input.Word() & 0xFFF : 0);
        return paging;
    }

    /// <summary>An address, near the end of a page in one case of two.</summary>
    public ulong ReadLinear(ref CaseBytes input, in PagingState paging)
    {
        ulong number = input.Choice(4) == 0 ? input.Number() : input.QuadWord();
        bool isLong = (paging.Efer & EFER.LMA) != 0;
        bool mustBeCanonical = input.Choice(8) != 0;
        ulong linear = isLong && mustBeCanonical ? (ulong)((long)(number << 16) >> 16) : number;
        return input.Flag() ? (linear & ~0xFFFul) | 0xFF0u | ((uint)input.Byte() & 0xF) : linear;
    }

    /// <summary>Plants the entries that a walk of <paramref name="linear"/> reads, as far as they lie in RAM.</summary>
    public void Plant(ref CaseBytes input, in PagingState paging, ulong linear)
    {
        (int shift, int bits, int sizeBytes) = paging.Mode switch
        {
            PagingMode.Bits32 => (22, 10, 4),
            PagingMode.Pae => (30, 9, 8),
            PagingMode.Level4 => (39, 9, 8),
            _ => (0, 0, 0),
        };
        ulong table = paging.Mode == PagingMode.Pae ? paging.Cr3 & 0xFFFF_FFE0 : paging.Cr3 & AddressMask;
        for (; shift >= 12 && sizeBytes != 0; shift -= bits)
        {
            ulong index = (linear >> shift) & ((1ul << bits) - 1);
            ulong slot = table + (index * (ulong)sizeBytes);
            if (ram.Read(slot, sizeBytes) is null)
            {
                return;
            }

            ulong entry = ReadEntry(ref input, isRoot: paging.Mode == PagingMode.Pae && shift == 30);
            Put(slot, entry, sizeBytes);
            table = entry & AddressMask;
        }
    }

    /// <summary>Takes everything out again, the last first.</summary>
    public void Uproot()
    {
        for (int i = _planted.Count - 1; i >= 0; i--)
        {
            ram.Write(_planted[i].Address, _planted[i].Before);
        }

        _planted.Clear();
    }

    // PAE's first entries have no flags but PWT and PCD.
    private static ulong ReadEntry(ref CaseBytes input, bool isRoot) => input.Choice(8) switch
    {
        0 => input.Number(),
        1 => ReadPage(ref input) | input.Word(),
        2 => ReadPage(ref input) | Present | (1ul << (input.Byte() % 64)),
        3 => (ReadPage(ref input) & ~0x3F_FFFFul) | Present | LargePage,
        _ => ReadPage(ref input) | Present | (isRoot ? 0 : (ulong)input.Byte() & 0x7E),
    };

    private static ulong ReadPage(ref CaseBytes input)
    {
        byte page = input.Byte();
        return page switch
        {
            0xFF => input.Number() & AddressMask,
            0xFE => GuestRam.DeviceBase,
            0xFD => GuestRam.LowSizeBytes,
            _ => GuestRam.Pages[page % GuestRam.Pages.Count],
        };
    }

    private void Put(ulong slot, ulong entry, int sizeBytes)
    {
        ulong quadWord = slot & ~7ul;
        ulong before = ram.Read(quadWord, 8)!.Value;
        _planted.Add((quadWord, before));
        if (sizeBytes == 4)
        {
            ram.Write32(slot, (uint)entry);
        }
        else
        {
            ram.Write(slot, entry);
        }
    }
}
