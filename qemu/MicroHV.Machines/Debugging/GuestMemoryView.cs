// A guest's virtual memory through both stages of its page tables.
using System.Buffers.Binary;

namespace MicroHV.Machines;

/// <summary>
/// QEMU's gdb stub walks the tables of CR3 as if they lay in host-physical memory, which those of a guest under nested paging
/// do not. Here the guest's own tables are walked, and the plan's regions are the second stage.
/// </summary>
/// <param name="memory">Memory of the stopped machine.</param>
/// <param name="regions">The guest's regions: guest-physical address, host-physical address, size in bytes.</param>
/// <param name="state">Its registers.</param>
internal sealed class GuestMemoryView(
    IPhysicalMemory memory, IReadOnlyList<(ulong Guest, ulong Host, ulong SizeBytes)> regions, StubState state)
{
    private const ulong PageSizeBytes = 0x1000;
    private const ulong Paging = 1ul << 31;
    private const ulong LongModeActive = 1 << 10;
    private const ulong FiveLevels = 1 << 12;
    private const ulong Present = 1;
    private const ulong LargePage = 1 << 7;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;
    private const int TopShift = 39;
    private const int BottomShift = 12;
    private const int LargestPageShift = 30;
    private const int BitsOfIndex = 9;

    /// <summary>Reads as many bytes as there are, up to <paramref name="count"/>.</summary>
    /// <param name="address">Virtual address.</param>
    /// <param name="count">Bytes wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<byte[]> ReadAsync(ulong address, int count, CancellationToken cancellation)
    {
        List<byte> bytes = [];
        while (bytes.Count < count)
        {
            ulong next = unchecked(address + (ulong)bytes.Count);
            int part = PartOfPage(next, count - bytes.Count);
            ulong? host = await ToHostAsync(next, cancellation).ConfigureAwait(false);
            byte[]? page = host is { } here
                ? await memory.ReadPhysicalAsync(here, part, cancellation).ConfigureAwait(false)
                : null;
            if (page is null)
            {
                break;
            }

            bytes.AddRange(page);
        }

        return [.. bytes];
    }

    /// <summary>Writes all bytes, or as many as there is memory for.</summary>
    /// <param name="address">Virtual address.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>True if all were written.</returns>
    public async Task<bool> WriteAsync(ulong address, byte[] bytes, CancellationToken cancellation)
    {
        for (int done = 0; done < bytes.Length;)
        {
            ulong next = unchecked(address + (ulong)done);
            int part = PartOfPage(next, bytes.Length - done);
            ulong? host = await ToHostAsync(next, cancellation).ConfigureAwait(false);
            if (host is not { } here
                || !await memory.WritePhysicalAsync(here, bytes[done..(done + part)], cancellation).ConfigureAwait(false))
            {
                return false;
            }

            done += part;
        }

        return true;
    }

    private static int PartOfPage(ulong address, int count) =>
        (int)Math.Min((ulong)count, PageSizeBytes - (address % PageSizeBytes));

    private async Task<ulong?> ToHostAsync(ulong address, CancellationToken cancellation) =>
        await ToPhysicalAsync(address, cancellation).ConfigureAwait(false) is { } physical ? ToHost(physical) : null;

    // SDM 3A, "4-Level Paging and 5-Level Paging". Other kinds of paging are not walked.
    private async Task<ulong?> ToPhysicalAsync(ulong address, CancellationToken cancellation)
    {
        if ((state.Cr0 & Paging) == 0)
        {
            return address;
        }

        if ((state.Efer & LongModeActive) == 0 || (state.Cr4 & FiveLevels) != 0)
        {
            return null;
        }

        ulong table = state.Cr3 & AddressMask;
        for (int shift = TopShift; shift >= BottomShift; shift -= BitsOfIndex)
        {
            ulong index = (address >> shift) & ((1 << BitsOfIndex) - 1);
            byte[]? bytes = ToHost(table + (index * sizeof(ulong))) is { } host
                ? await memory.ReadPhysicalAsync(host, sizeof(ulong), cancellation).ConfigureAwait(false)
                : null;
            ulong entry = bytes is null ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            if ((entry & Present) == 0)
            {
                return null;
            }

            bool isPage = shift == BottomShift || (shift <= LargestPageShift && (entry & LargePage) != 0);
            if (isPage)
            {
                ulong inPage = (1ul << shift) - 1;
                return (entry & AddressMask & ~inPage) | (address & inPage);
            }

            table = entry & AddressMask;
        }

        return null;
    }

    private ulong? ToHost(ulong physical)
    {
        foreach ((ulong guest, ulong host, ulong sizeBytes) in regions)
        {
            ulong offset = unchecked(physical - guest);
            if (offset < sizeBytes)
            {
                return host + offset;
            }
        }

        return null;
    }
}
