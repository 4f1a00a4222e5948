// Reads again the bytes that a guest's processor fetched as an instruction.
namespace MicroHV.Kernel.Vcpu;

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
    /// <paramref name="destination"/>, which has room for them. Returns how many it got, 0 to <see cref="SizeBytes"/>: it stops at
    /// a page that the guest's tables do not map or that lies outside the partition's RAM. At most one page boundary is
    /// crossed.
    /// </summary>
    public static int Fetch(ref GuestReader reader, in PagingState paging, ulong linearRip, byte* destination)
    {
        uint toPageEnd = (uint)(FrameSize.Size4K - (linearRip & (FrameSize.Size4K - 1)));
        return toPageEnd >= SizeBytes
            ? FetchInPage(ref reader, in paging, linearRip, (ulong*)destination)
            : FetchAcross(ref reader, in paging, linearRip, destination, (int)toPageEnd);
    }

    // The usual case, and the one whose time counts.
    private static int FetchInPage(ref GuestReader reader, in PagingState paging, ulong linear, ulong* to)
    {
        bool isAllThere = GuestPaging.TryTranslate(ref reader, in paging, linear, out GuestPhysical address)
            && reader.TryLoad(address, out to[0])
            && reader.TryLoad(new GuestPhysical(address.Value + sizeof(ulong)), out to[1]);
        return isAllThere ? SizeBytes : 0;
    }

    private static int FetchAcross(
        ref GuestReader reader, in PagingState paging, ulong linear, byte* to, int firstBytes)
    {
        if (!TryFetchBytes(ref reader, in paging, linear, to, firstBytes))
        {
            return 0;
        }

        ulong nextPage = unchecked(linear + (uint)firstBytes);
        bool isAllThere = TryFetchBytes(ref reader, in paging, nextPage, to + firstBytes, SizeBytes - firstBytes);
        return isAllThere ? SizeBytes : firstBytes;
    }

    // Bytes at one end of a page: the aligned eight that hold each are in the same page.
    private static bool TryFetchBytes(
        ref GuestReader reader, in PagingState paging, ulong linear, byte* to, int count)
    {
        if (!GuestPaging.TryTranslate(ref reader, in paging, linear, out GuestPhysical address))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            const ulong ByteMask = sizeof(ulong) - 1;
            ulong place = address.Value + (uint)i;
            if (!reader.TryLoad(new GuestPhysical(place & ~ByteMask), out ulong word))
            {
                return false;
            }

            to[i] = (byte)(word >> (int)(8 * (place & ByteMask)));
        }

        return true;
    }
}
