// What a debugger must know of a plan.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Stop;
using MicroHV.Machines;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Images;

/// <summary>Addresses for <see cref="DebugSession"/>, and the command line by which gdb joins it.</summary>
internal static partial class PlanDebugging
{
    private const string KernelEntry = "kernel_start";

    /// <summary>The addresses of a system.</summary>
    /// <param name="plan">The system.</param>
    /// <param name="kernelElf">The bytes of kernel.elf.</param>
    /// <param name="partition">The partition that is debugged, or null for the kernel.</param>
    public static DebuggedSystem Of(SystemPlan plan, ReadOnlyMemory<byte> kernelElf, PartitionPlan? partition)
    {
        ElfImage kernel = ElfImage.Read(kernelElf, "kernel.elf");
        AddressRange memory = plan.Kernel.Memory;
        return new DebuggedSystem
        {
            StopAddress = partition is null ? Symbol(kernel, KernelEntry) : partition.Starts[0].Rip,
            Partition = partition?.Index,
            KernelCode = (Symbol(kernel, "_text_start"), Symbol(kernel, "_text_end")),
            KernelMemory = (memory.Start, memory.End),
            CurrentPartitionAddress = Symbol(kernel, "boot_cpu_area") + CpuArea.Page + OffsetOfPartition(),
            Regions =
            [
                .. plan.Partitions.Select(item => (IReadOnlyList<(ulong, ulong, ulong)>)
                [
                    .. item.Regions.Select(region => (region.Guest.Start, region.HostPhysical, region.Guest.SizeBytes)),
                ]),
            ],
        };
    }

    /// <summary>The command line of gdb, for a shell.</summary>
    /// <param name="partition">The partition that is debugged, or null for the kernel.</param>
    /// <param name="port">Where the machine waits.</param>
    public static string CommandLine(PartitionPlan? partition, int port)
    {
        string? image = partition?.Image?.Path;
        IEnumerable<string> folders = PlanSources.Folders(image).Folders
            .Select(place => $"set substitute-path {place.Prefix} {Escaped(place.Folder)}");
        string[] commands =
        [
            .. folders,
            string.Create(CultureInfo.InvariantCulture, $"target remote 127.0.0.1:{port}"),
            .. image is null ? [] : (string[])[$"add-symbol-file {Escaped(Repository.KernelElf)}"],
        ];
        return $"gdb -q -iex 'set confirm off' {Quoted(image ?? Repository.KernelElf)} "
            + string.Join(' ', commands.Select(command => $"-ex {Quoted(command)}"));
    }

    // A shell takes everything between quotes as it is; a quote itself stands outside of them.
    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    // gdb splits the arguments of a command as a shell does.
    private static string Escaped(string path) => Special().Replace(path, match => $@"\{match.Value}");

    [GeneratedRegex(@"[\s'""\\]")]
    private static partial Regex Special();

    private static ulong OffsetOfPartition()
    {
        CpuContext context = default;
        return (ulong)Unsafe.ByteOffset(
            ref Unsafe.As<CpuContext, byte>(ref context), ref Unsafe.As<uint, byte>(ref context.PartitionIndex));
    }

    private static ulong Symbol(ElfImage kernel, string name) =>
        kernel.FindSymbol(name) ?? throw new InvalidDataException($"kernel.elf has no symbol {name}");
}
