// Reads again the bytes that a guest's processor fetched as an instruction.
namespace MicroHV.Kernel.Vcpu;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

/// <summary>Instruction bytes of a guest, for decoding and for a dump.</summary>
public static unsafe class InstructionFetch
{
    /// <summary>Bytes that one fetch asks for: the longest that an x86 instruction can be, and one.</summary>
    public const int SizeBytes = PartitionErrorRecord.InstructionSizeBytes;

    /// <summary>
    /// Copies up to <see cref="SizeBytes"/> bytes at <paramref name="linearRip"/> (CS base and RIP) to
    /// <paramref name="destination"/>, which has room for them. Returns how many it got, 0 to <see cref="SizeBytes"/>:
    /// it stops at a page that the guest's tables do not map or that lies outside <paramref name="regions"/>. At most
    /// one page boundary is crossed.
    /// </summary>
    public static int Fetch(
        ReadOnlySpan<RegionRecord> regions, in PagingState paging, ulong linearRip, byte* destination)
    {
        if (TryLoadAll(regions, in paging, linearRip, (ulong*)destination))
        {
            return SizeBytes;
        }

        uint toPageEnd = (uint)(FrameSize.Size4K - (linearRip & (FrameSize.Size4K - 1)));
        uint first = toPageEnd < SizeBytes ? toPageEnd : SizeBytes;
        if (!TryCopy(regions, in paging, linearRip, destination, first))
        {
            return 0;
        }

        uint second = SizeBytes - first;
        ulong linearSecond = unchecked(linearRip + first);
        bool isAllThere = second == 0 || TryCopy(regions, in paging, linearSecond, destination + first, second);
        return isAllThere ? SizeBytes : (int)first;
    }

    // The usual case, and the one whose time counts: all bytes in one page.
    private static bool TryLoadAll(
        ReadOnlySpan<RegionRecord> regions, in PagingState paging, ulong linear, ulong* to)
    {
        bool isInOnePage = (linear & (FrameSize.Size4K - 1)) <= FrameSize.Size4K - SizeBytes;
        return isInOnePage
            && GuestPaging.TryTranslate(regions, in paging, linear, out GuestPhysical address)
            && GuestMemory.TryLoad(regions, address, out to[0])
            && GuestMemory.TryLoad(regions, new GuestPhysical(address.Value + sizeof(ulong)), out to[1]);
    }

    private static bool TryCopy(
        ReadOnlySpan<RegionRecord> regions, in PagingState paging, ulong linear, byte* to, uint sizeBytes) =>
        GuestPaging.TryTranslate(regions, in paging, linear, out GuestPhysical address)
            && GuestMemory.TryRead(regions, address, to, sizeBytes);
}
