// Copies between the kernel and guest memory: bounded, and each byte copied once. Loads for walks are in GuestReader.
namespace MicroHV.Kernel.Memory;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>Copies between the kernel and the RAM of the partition that the CPU serves.</summary>
public static unsafe class GuestMemory
{
    /// <summary>
    /// Copies <paramref name="sizeBytes"/> from guest-physical <paramref name="from"/>. False, with nothing copied, unless all
    /// of them lie in one region of RAM of the partition.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<RegionRecord> regions, GuestPhysical from, void* to, uint sizeBytes)
    {
        if (!TryFind(regions, from, sizeBytes, out int index))
        {
            return false;
        }

        Cpu.CopyGuest(to, View(in regions[index], from), sizeBytes);
        return true;
    }

    /// <summary>
    /// Copies <paramref name="sizeBytes"/> to guest-physical <paramref name="to"/>, whatever the guest's own rights: the kernel
    /// fills read-only regions too. False, with nothing copied, unless all of them lie in one region of RAM of the partition.
    /// </summary>
    public static bool TryWrite(ReadOnlySpan<RegionRecord> regions, GuestPhysical to, void* from, ulong sizeBytes)
    {
        if (!TryFind(regions, to, sizeBytes, out int index))
        {
            return false;
        }

        Cpu.CopyGuest(View(in regions[index], to), from, sizeBytes);
        return true;
    }

    /// <summary>As <see cref="TryWrite"/>, but only where the guest may write itself.</summary>
    public static bool TryWriteAsGuest(ReadOnlySpan<RegionRecord> regions, GuestPhysical to, void* from, ulong sizeBytes)
    {
        if (!TryFind(regions, to, sizeBytes, out int index) || (regions[index].Rights & RegionRights.Write) == 0)
        {
            return false;
        }

        Cpu.CopyGuest(View(in regions[index], to), from, sizeBytes);
        return true;
    }

    /// <summary>As <see cref="TryWrite"/>; advances the CRC-32C <paramref name="sum"/> over what was stored.</summary>
    public static bool TryWriteSummed(
        ReadOnlySpan<RegionRecord> regions, GuestPhysical to, void* from, ulong sizeBytes, ref uint sum)
    {
        if (!TryFind(regions, to, sizeBytes, out int index))
        {
            return false;
        }

        sum = Cpu.CopyGuestSummed(View(in regions[index], to), from, sizeBytes, sum);
        return true;
    }

    /// <summary>
    /// Zeroes <paramref name="sizeBytes"/> of a region of RAM from <paramref name="offset"/>, both multiples of 8; they lie in it.
    /// </summary>
    public static void Clear(in RegionRecord region, ulong offset, ulong sizeBytes) =>
        Cpu.ClearGuest(View(in region, new GuestPhysical(region.GuestPhysical + offset)), sizeBytes);

    /// <summary>Finds the region of RAM that holds all <paramref name="sizeBytes"/> from <paramref name="address"/>.</summary>
    public static bool TryFind(ReadOnlySpan<RegionRecord> regions, GuestPhysical address, ulong sizeBytes, out int index)
    {
        // The last region is the largest of a native partition: its RAM.
        for (index = regions.Length - 1; index >= 0; index--)
        {
            ref readonly RegionRecord region = ref regions[index];
            ulong offset = unchecked(address.Value - region.GuestPhysical);
            bool holdsAll = offset < region.SizeBytes && sizeBytes <= region.SizeBytes - offset;
            if (holdsAll && (region.Flags & RegionFlags.Device) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void* View(in RegionRecord region, GuestPhysical address) =>
        Cpu.GuestView(address, new HostPhysical(region.HostPhysical + (address.Value - region.GuestPhysical)));
}
