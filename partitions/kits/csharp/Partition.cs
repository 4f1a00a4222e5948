// Who this partition is: its information page.
using System;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>What the plan and the machine tell a partition about itself. Fixed from the first instruction on.</summary>
public static unsafe class Partition
{
    private static InformationPage* _page;

    /// <summary>Its number, from 0 in the order of the system description.</summary>
    public static uint Index => _page->PartitionIndex;

    /// <summary>Its name, UTF-8.</summary>
    public static ReadOnlySpan<byte> Name => Text(_page->Name, PartitionRecord.NameSizeBytes);

    /// <summary>The text of <c>arguments</c> in the system description, UTF-8.</summary>
    public static ReadOnlySpan<byte> Arguments => Text(_page->Arguments, InformationPage.ArgumentsSizeBytes);

    /// <summary>First guest-physical address of its memory.</summary>
    public static ulong MemoryBase => _page->MemoryBase;

    /// <summary>Size of its memory in bytes.</summary>
    public static ulong MemorySizeBytes => _page->MemorySizeBytes;

    /// <summary>Frequency of the TSC in hertz.</summary>
    public static ulong TscHertz => _page->TscHertz;

    /// <summary>TSC at the start of major frame 0.</summary>
    public static ulong EpochTsc => _page->EpochTsc;

    /// <summary>TSC ticks in one major frame.</summary>
    public static ulong MajorFrameTicks => _page->MajorFrameTicks;

    /// <summary>Length of the major frame in nanoseconds.</summary>
    public static ulong MajorFrameNanoseconds => _page->MajorFrameNanoseconds;

    /// <summary>Number of its windows in a major frame.</summary>
    public static uint WindowCount => _page->WindowCount;

    /// <summary>The instruction that makes a hypercall on this machine.</summary>
    public static HypercallInstruction HypercallInstruction => _page->HypercallInstruction;

    /// <summary>Start of window <paramref name="index"/> after the start of the major frame, in nanoseconds.</summary>
    public static ulong WindowStartNanoseconds(uint index) => _page->Windows[2 * Checked(index)];

    /// <summary>Length of window <paramref name="index"/> in nanoseconds.</summary>
    public static ulong WindowDurationNanoseconds(uint index) => _page->Windows[(2 * Checked(index)) + 1];

    /// <summary>True if <paramref name="page"/> is an information page of the layout that this kit knows.</summary>
    internal static bool TryOpen(InformationPage* page)
    {
        _page = page;
        return page->Magic == InformationPage.ExpectedMagic
            && page->LayoutVersion == InformationPage.ExpectedLayoutVersion
            && page->WindowCount <= InformationPage.MaxWindows
            && page->RegionCount <= InformationPage.MaxRegions;
    }

    private static uint Checked(uint index)
    {
        Check.That(index < _page->WindowCount, "a partition has no such window"u8);
        return index;
    }

    private static ReadOnlySpan<byte> Text(byte* start, int roomBytes)
    {
        int length = 0;
        while (length < roomBytes && start[length] != 0)
        {
            length++;
        }

        return new ReadOnlySpan<byte>(start, length);
    }
}
