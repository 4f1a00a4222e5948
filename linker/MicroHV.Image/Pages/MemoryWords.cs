// What memory is used for, in words.
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Pages;

/// <summary>Names of kinds of memory, and a sentence about all of it.</summary>
internal static class MemoryWords
{
    /// <summary>What memory of a kind is.</summary>
    public static string Name(MemoryKind kind) => kind switch
    {
        MemoryKind.Firmware => "the firmware's first MiB",
        MemoryKind.KernelImage => "kernel image",
        MemoryKind.KernelBlob => "blob",
        MemoryKind.KernelPool => "pool of the kernel",
        MemoryKind.KernelCrashRecord => "crash record",
        MemoryKind.Private => "private",
        MemoryKind.Shared => "shared",
        MemoryKind.Device => "device",
        _ => "free",
    };

    /// <summary>The same in a word.</summary>
    public static string ShortName(MemoryKind kind) => kind switch
    {
        MemoryKind.Firmware => "firmware",
        MemoryKind.KernelImage => "kernel",
        MemoryKind.KernelPool => "pool",
        _ => Name(kind),
    };

    /// <summary>How much is whose.</summary>
    public static string Summary(SystemView view)
    {
        ulong partitions = view.SizeOf(MemoryKind.Private) + view.SizeOf(MemoryKind.Shared);
        string summary = $"{Figures.Size(partitions)} for partitions, {Figures.Size(view.Kernel.SizeBytes)} for the kernel";
        return view.IsDescribed ? $"{summary}, {Figures.Size(view.SizeOf(MemoryKind.Free))} free" : summary;
    }
}
