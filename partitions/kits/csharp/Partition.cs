// Who this partition is and what it has: its information page; and its end.
using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>What the plan and the machine tell a partition about itself. Fixed from the first instruction on.</summary>
public static unsafe class Partition
{
    private static InformationPage* _page;

    /// <summary>Its number, from 0 in the order of the system description.</summary>
    public static uint Index => _page->PartitionIndex;

    /// <summary>Its name, UTF-8.</summary>
    public static ReadOnlySpan<byte> Name => Text.Of(_page->Name, PartitionRecord.NameSizeBytes);

    /// <summary>The text of <c>arguments</c> in the system description, UTF-8.</summary>
    public static ReadOnlySpan<byte> Arguments => Text.Of(_page->Arguments, InformationPage.ArgumentsSizeBytes);

    /// <summary>First guest-physical address of its RAM.</summary>
    public static ulong MemoryBase => _page->MemoryBase;

    /// <summary>Size of its RAM in bytes.</summary>
    public static ulong MemorySizeBytes => _page->MemorySizeBytes;

    /// <summary>Number of its regions.</summary>
    public static uint RegionCount => _page->RegionCount;

    /// <summary>Frequency of the TSC in hertz.</summary>
    public static ulong TscHertz => _page->TscHertz;

    /// <summary>TSC at the start of major frame 0.</summary>
    public static ulong EpochTsc => _page->EpochTsc;

    /// <summary>Number of its virtual CPUs.</summary>
    public static uint VcpuCount => _page->VcpuCount;

    /// <summary>Number of its windows in all schedules.</summary>
    public static uint WindowCount => _page->WindowCount;

    /// <summary>Number of the schedule that runs from the start, from 0.</summary>
    public static uint InitialSchedule => _page->InitialSchedule;

    /// <summary>Whether it may ask for another schedule.</summary>
    public static bool IsSystem => _page->IsSystem != 0;

    /// <summary>The instruction that makes a hypercall on this machine.</summary>
    public static HypercallInstruction HypercallInstruction => _page->HypercallInstruction;

    /// <summary>Number of schedules.</summary>
    internal static uint ScheduleCount => _page->ScheduleCount;

    /// <summary>Window number <paramref name="index"/>, from 0, by schedule, virtual CPU and start.</summary>
    public static PlannedWindow WindowAt(uint index)
    {
        Check.That(index < WindowCount, "a partition has no such window"u8);
        return new PlannedWindow((InformationWindow*)((byte*)_page + InformationPage.WindowsOffset) + index);
    }

    /// <summary>
    /// The number behind <c>name=</c> in the arguments, decimal or hexadecimal with 0x; <paramref name="otherwise"/> if no
    /// word begins so. Words are separated by spaces. What stands there and is no signed number of 64 bits is a failure.
    /// </summary>
    public static long Argument(ReadOnlySpan<byte> name, long otherwise)
    {
        if (!Text.TryFindValue(Arguments, name, out ReadOnlySpan<byte> value))
        {
            return otherwise;
        }

        if (!Text.TryReadNumber(value, out long number))
        {
            Check.Fail("the argument '"u8, name, "' is no number"u8);
        }

        return number;
    }

    /// <summary>Whether one of the words in the arguments is <paramref name="word"/>.</summary>
    public static bool HasArgument(ReadOnlySpan<byte> word) => Text.HasWord(Arguments, word);

    /// <summary>Region number <paramref name="index"/>, from 0 in the order of addresses.</summary>
    public static Region RegionAt(uint index)
    {
        Check.That(index < RegionCount, "a partition has no such region"u8);
        return new Region((InformationRegion*)(_page + 1) + index);
    }

    /// <summary>Finds the region called <paramref name="name"/>; false if the partition has none.</summary>
    public static bool TryFindRegion(ReadOnlySpan<byte> name, out Region region)
    {
        for (uint i = 0; i < RegionCount; i++)
        {
            region = RegionAt(i);
            if (region.Name.SequenceEqual(name))
            {
                return true;
            }
        }

        region = default;
        return false;
    }

    /// <summary>
    /// The memory of the region called <paramref name="name"/>. That there is none, or that it has fewer bytes, is a
    /// failure.
    /// </summary>
    public static ref T Memory<T>(ReadOnlySpan<byte> name)
        where T : unmanaged
    {
        if (!TryFindRegion(name, out Region region))
        {
            Check.Fail("there is no region '"u8, name, "'"u8);
        }

        if (region.SizeBytes < (ulong)sizeof(T))
        {
            Check.Fail("the region '"u8, name, "' is too small"u8);
        }

        return ref Unsafe.AsRef<T>((void*)region.Address);
    }

    /// <summary>Gives up the rest of the window; returns when the next window of this virtual CPU begins.</summary>
    public static void Yield() => _ = Hypercalls.Call(Hypercall.Yield, 0, 0, out _);

    /// <summary>Yields for ever, as a partition does that has done its work and shall not end.</summary>
    [DoesNotReturn]
    public static void YieldForever()
    {
        while (true)
        {
            Yield();
        }
    }

    /// <summary>Ends the partition, with everything written that it had to say; 0 is success.</summary>
    [DoesNotReturn]
    public static void End(ulong exitCode)
    {
        Console.Flush();
        Report(exitCode);
    }

    /// <summary>Ends the partition at once.</summary>
    [DoesNotReturn]
    internal static void Report(ulong exitCode)
    {
        while (true)
        {
            _ = Hypercalls.Call(Hypercall.Report, exitCode, 0, out _);

            // Not reached.
            Processor.Halt();
        }
    }

    /// <summary>True if <paramref name="page"/> is an information page of the layout that this kit knows.</summary>
    internal static bool TryOpen(InformationPage* page)
    {
        _page = page;
        return page->Magic == InformationPage.ExpectedMagic
            && page->LayoutVersion == InformationPage.ExpectedLayoutVersion
            && page->ScheduleCount <= InformationPage.MaxSchedules
            && page->WindowCount <= InformationPage.MaxWindows
            && page->RegionCount <= InformationPage.MaxRegions;
    }

    /// <summary>Schedule number <paramref name="index"/>, from 0.</summary>
    internal static Schedule ScheduleAt(uint index)
    {
        Check.That(index < ScheduleCount, "a system has no such schedule"u8);
        return new Schedule((InformationSchedule*)((byte*)_page + InformationPage.SchedulesOffset) + index);
    }
}
