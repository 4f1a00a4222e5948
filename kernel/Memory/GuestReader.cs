// Loads from guest memory that tend to stay where they were: a walk of page tables, the bytes of an instruction.
namespace MicroHV.Kernel.Memory;

using System;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>Reads the RAM of the partition that the CPU serves.</summary>
public unsafe ref struct GuestReader
{
    private readonly ReadOnlySpan<RegionRecord> _regions;
    private readonly ref GuestViews _views;

    /// <summary>A reader of <paramref name="regions"/>, all those of one partition, with the views of that partition alone.</summary>
    public GuestReader(ReadOnlySpan<RegionRecord> regions, ref GuestViews views)
    {
        _regions = regions;
        _views = ref views;
    }

    /// <summary>Loads eight bytes; false unless all of them lie in one region of RAM.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryLoad(GuestPhysical from, out ulong value)
    {
        ulong displacement;
        if (unchecked(from.Value - _views.Latest.Start) < _views.Latest.LoadableBytes)
        {
            displacement = _views.Latest.Displacement;
        }
        else if (unchecked(from.Value - _views.Earlier.Start) < _views.Earlier.LoadableBytes)
        {
            displacement = _views.Earlier.Displacement;
        }
        else if (TrySelect(from))
        {
            displacement = _views.Latest.Displacement;
        }
        else
        {
            value = 0;
            return false;
        }

        value = Cpu.LoadGuest((void*)unchecked(displacement + from.Value));
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool TrySelect(GuestPhysical from)
    {
        if (!GuestMemory.TryFind(_regions, from, sizeof(ulong), out int index))
        {
            return false;
        }

        ref readonly RegionRecord region = ref _regions[index];
        ulong start = region.GuestPhysical;
        void* view = Cpu.GuestView(new GuestPhysical(start), new HostPhysical(region.HostPhysical));
        _views.Earlier = _views.Latest;
        _views.Latest.Start = start;
        _views.Latest.LoadableBytes = region.SizeBytes - sizeof(ulong) + 1;
        _views.Latest.Displacement = unchecked((ulong)view - start);
        return true;
    }
}
