// What one partition, virtual CPU or CPU more costs the kernel in RAM.
using MicroHV.Image.Images;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Machines;
using MicroHV.Partitions;
using MicroHV.Partitions.Blobs;

namespace MicroHV.Image.Benches;

/// <summary>One thing more.</summary>
/// <param name="Title">What it is.</param>
/// <param name="ReservedBytes">RAM that the plan sets aside for it: blob and pool.</param>
/// <param name="UsedBytes">What a boot uses of that, by lane.</param>
internal sealed record RamCost(string Title, ulong ReservedBytes, IReadOnlyList<(string Lane, ulong Bytes)> UsedBytes);

/// <summary>Measures them: the difference between two boots of qemu/benches/scale.</summary>
internal static class RamCosts
{
    private const string SystemPath = "qemu/benches/scale";
    private const string Machine = "[machine]";
    private const string Window = "windows = [";
    private const string SecondWindow = "{ partition = \"part0\", vcpu = 1, cpu = 1, start = \"0us\", duration = \"50us\" }, ";
    private const string Name = "name = \"part0\"";
    private const string Memory = "memory = \"64KiB\"";

    private static readonly string _path = Path.Combine(Repository.Root, SystemPath, SystemBuilder.FileName);
    private static readonly Lane[] _lanes = [Lane.QemuSvm, Lane.BochsVtx];

    /// <summary>Boots all of them.</summary>
    /// <exception cref="InvalidDataException">A system did not run as it should.</exception>
    public static async Task<IReadOnlyList<RamCost>> MeasureAsync(CancellationToken cancellation)
    {
        List<RamCost> costs = [];
        foreach ((string title, string? less, string more) in Pairs(File.ReadAllText(_path)))
        {
            costs.Add(await CostAsync(title, less, more, cancellation));
        }

        return costs;
    }

    /// <summary>What is measured: descriptions without and with it, made of <paramref name="described"/>.</summary>
    public static IReadOnlyList<(string Title, string? Less, string More)> Pairs(string described)
    {
        string text = described.Replace(Memory, "memory = \"1MiB\"", StringComparison.Ordinal);
        string twoCpus = text.Replace(Machine, $"{Machine}\ncpus = 2", StringComparison.Ordinal);
        string twoVcpus = twoCpus
            .Replace(Window, Window + SecondWindow, StringComparison.Ordinal)
            .Replace(Name, $"{Name}\nvcpus = 2", StringComparison.Ordinal);
        return
        [
            ("the kernel, with one partition of 1 MiB", null, text),
            ("a partition more, of 1 MiB", text, Scale.TextOf(text, 2, isOnOwnCpus: false)),
            ("a virtual CPU more of a partition", twoCpus, twoVcpus),
            ("a CPU more", text, twoCpus),
        ];
    }

    private static async Task<RamCost> CostAsync(string title, string? less, string more, CancellationToken cancellation)
    {
        List<(string Lane, ulong Bytes)> used = [];
        ulong reserved = 0;
        foreach (Lane lane in _lanes)
        {
            (ulong Reserved, ulong Used) after = await BootAsync(lane, more, cancellation);
            (ulong Reserved, ulong Used) before = less is null ? default : await BootAsync(lane, less, cancellation);
            reserved = after.Reserved - before.Reserved;
            used.Add((lane.Title, after.Used - before.Used));
        }

        return new RamCost(title, reserved, used);
    }

    private static async Task<(ulong Reserved, ulong Used)> BootAsync(Lane lane, string text, CancellationToken cancellation)
    {
        SystemSource source = SystemSource.LoadEdited(_path, text);
        (RunResult result, _) = await Bench.RunAsync(source, lane, cancellation);
        SystemImage image = SystemImage.Build(source.System.Plan!, source.KernelElf, new BlobOptions());
        BootRecord boot = result.Transcript.Boot!.Value;
        ulong without = boot.KernelImageSizeBytes + (ulong)image.Blob.Length;
        return (
            without + (boot.PoolFramesTotal * (ulong)FrameSize.Size4K),
            without + (boot.PoolFramesUsed * (ulong)FrameSize.Size4K));
    }
}
