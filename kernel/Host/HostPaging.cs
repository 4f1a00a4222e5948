// The kernel's own address spaces: itself, W^X, with holes where nothing may be touched; and one partition, or none.
namespace MicroHV.Kernel.Host;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

/// <summary>
/// Builds host page tables. Every address space has the same kernel half, shared through its PML4 entry; each partition's
/// adds that partition's memory, as user pages, in a half of its own.
/// </summary>
public static unsafe class HostPaging
{
    private const int LargestLevel = 2;
    private const RegionRights Writable = RegionRights.Read | RegionRights.Write;

    /// <summary>
    /// Maps the kernel's image, the blob (read-only), the pool, the crash frame and the local APIC at their own addresses. The null page and the
    /// guards of the CPUs' areas stay unmapped. False if the pool has too few frames.
    /// </summary>
    /// <param name="header">Where blob and pool are.</param>
    /// <param name="otherCount">CPUs beside the boot CPU: their areas are the first frames of the pool.</param>
    /// <param name="pool">Gives the frames of the tables.</param>
    /// <param name="root">The root of the tables.</param>
    public static bool TryBuildKernel(in SystemHeader header, uint otherCount, ref FramePool pool, out HostPhysical root)
    {
        const RegionRights Code = RegionRights.Read | RegionRights.Execute;
        if (!pool.TryTake(1, out root))
        {
            return false;
        }

        return TryMapRange(root, Cpu.TextStart, Cpu.ReadOnlyStart, Code, ref pool)
            && TryMapRange(root, Cpu.ReadOnlyStart, Cpu.WritableStart, RegionRights.Read, ref pool)
            && TryMapWritable(root, Cpu.WritableStart, Cpu.ImageEnd, Cpu.BootCpuArea, 1, ref pool)
            && TryMapRange(root, header.BlobBase, header.BlobBase + header.SizeBytes, RegionRights.Read, ref pool)
            && TryMapWritable(root, header.PoolBase, header.PoolBase + header.PoolSizeBytes, header.PoolBase, otherCount, ref pool)
            && (header.CrashFrame == 0
                || TryMapRange(root, header.CrashFrame, header.CrashFrame + FrameSize.Size4K, Writable, ref pool))
            && PageTables<HostEntry>.TryMap(
                root,
                LocalApic.Base,
                new HostPhysical(LocalApic.Base),
                FrameSize.Size4K,
                Writable,
                MemoryType.UC,
                1,
                ref pool);
    }

    /// <summary>Makes the address space of a partition: the kernel's, and the partition's RAM. False if the pool has too few frames.</summary>
    public static bool TryBuildPartition(
        HostPhysical kernelRoot,
        ReadOnlySpan<RegionRecord> regions,
        ref FramePool pool,
        out HostPhysical root)
    {
        if (!pool.TryTake(1, out root))
        {
            return false;
        }

        // Slot 0 of the PML4 spans 512 GiB: the kernel's whole half.
        *(ulong*)Cpu.Frame(root) = *(ulong*)Cpu.Frame(kernelRoot);
        for (int i = 0; i < regions.Length; i++)
        {
            ref readonly RegionRecord region = ref regions[i];
            bool isRam = (region.Flags & RegionFlags.Device) == 0;
            if (isRam && !TryMapView(root, in region, ref pool))
            {
                return false;
            }
        }

        return true;
    }

    // The kernel writes to regions that are read-only to their guest: it fills them at a cold start.
    private static bool TryMapView(HostPhysical root, in RegionRecord region, ref FramePool pool) =>
        PageTables<GuestViewEntry>.TryMap(
            root,
            Cpu.GuestViewBase + region.GuestPhysical,
            new HostPhysical(region.HostPhysical),
            region.SizeBytes,
            Writable,
            region.MemoryType,
            LargestLevel,
            ref pool);

    // Maps everything from start to end but the guards of the areas, which lie in it side by side.
    private static bool TryMapWritable(
        HostPhysical root, ulong start, ulong end, ulong areas, uint areaCount, ref FramePool pool)
    {
        ulong next = start;
        for (uint i = 0; i < areaCount * CpuArea.GuardCount; i++)
        {
            ulong area = areas + (CpuArea.SizeBytes * (i / CpuArea.GuardCount));
            ulong guard = area + CpuArea.Guard(i % CpuArea.GuardCount);
            if (!TryMapRange(root, next, guard, Writable, ref pool))
            {
                return false;
            }

            next = guard + FrameSize.Size4K;
        }

        return TryMapRange(root, next, end, Writable, ref pool);
    }

    private static bool TryMapRange(HostPhysical root, ulong start, ulong end, RegionRights rights, ref FramePool pool) =>
        PageTables<HostEntry>.TryMap(
            root, start, new HostPhysical(start), end - start, rights, MemoryType.WB, LargestLevel, ref pool);
}
