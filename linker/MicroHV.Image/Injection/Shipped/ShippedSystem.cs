// A system with the kernel that is shipped, ready for emulators.
using MicroHV.Kernel.Abi;
using MicroHV.Image.Images;
using MicroHV.Machines;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Injection.Shipped;

/// <summary>The image of a system, and where the kernel's parts lie in it.</summary>
internal sealed class ShippedSystem
{
    private const ulong TraceBytes = 1 << 20;

    // No guest of a campaign looks for it, and the same key makes the same image.
    private const uint TraceKey = 0x1A7E_C7ED;

    private static readonly Lock _loading = new();
    private static (string Path, ulong Frames, ShippedSystem System)? s_last;

    private readonly ElfImage _kernel;

    private ShippedSystem(SystemPlan plan, ReadOnlyMemory<byte> kernel, ulong frames)
    {
        SystemImage image = SystemImage.Build(plan, kernel, new BlobOptions { FrameLimit = frames, TraceKey = TraceKey });
        (Plan, Frames, Blob) = (plan, frames, image.Blob);
        PartitionNames = [.. plan.Partitions.Select(partition => partition.Name)];
        _kernel = ElfImage.Read(kernel, "kernel.elf");
        Trace = new TraceShape(1, (int)plan.Trace.PagesPerCpu, TraceKey);
        Image = new BootImage
        {
            MemorySizeBytes = image.MemorySizeBytes,
            Elf = image.Elf,
            Flat = image.Flat,
            LoadAddress = image.LoadAddress,
            PvhEntry = image.PvhEntry,
            Writable = image.Writable,
        };
    }

    /// <summary>The plan.</summary>
    public SystemPlan Plan { get; }

    /// <summary>Major frames of each run.</summary>
    public ulong Frames { get; }

    /// <summary>The blob.</summary>
    public ReadOnlyMemory<byte> Blob { get; }

    /// <summary>What a machine boots.</summary>
    public BootImage Image { get; }

    /// <summary>How its trace looks from outside.</summary>
    public TraceShape Trace { get; }

    /// <summary>Names of the partitions, in the order of their indexes.</summary>
    public IReadOnlyList<string> PartitionNames { get; }

    /// <summary>How long a run without a fault lasts behind the boot.</summary>
    public TimeSpan MachineTime =>
        TimeSpan.FromTicks((long)(Frames * Plan.Schedule.MajorFrameNanoseconds) / TimeSpan.NanosecondsPerTick);

    /// <summary>Where the kernel is silent for ever.</summary>
    public ulong HaltAddress => Symbol("cpu_halt");

    /// <summary>The kernel's function that writes a field of the current VMCS: RDI is the field, RSI the value.</summary>
    public ulong VmcsWriteAddress => Symbol("vmx_write");

    /// <summary>The kernel's code.</summary>
    public AddressRange Code => Between("_text_start", "_text_end");

    /// <summary>The kernel's initialised and zero-filled data, stacks among them.</summary>
    public AddressRange Data => Between("_data_start", "_bss_end");

    /// <summary>Address of the first instruction of the way into a guest: RDI is the virtual CPU.</summary>
    public ulong WayInAddress(Vendor vendor) => Symbol(vendor == Vendor.Intel ? "vmx_enter" : "svm_enter");

    /// <summary>
    /// Loads the description at <paramref name="path"/> for the kernel of this build, with a trace; the threads of a campaign share
    /// what the first of them loads.
    /// </summary>
    /// <exception cref="InvalidDataException">The kernel refuses what the description says.</exception>
    public static ShippedSystem Load(string path, ulong frames)
    {
        lock (_loading)
        {
            if (s_last is not { } last || last.Path != path || last.Frames != frames)
            {
                SystemSource source = SystemSource.Load(path, TraceBytes);
                SystemPlan plan = source.System.Plan
                    ?? throw new InvalidDataException($"the system is refused: {source.System.Diagnostics[0]}");
                last = (path, frames, new ShippedSystem(plan, source.KernelElf, frames));
                s_last = last;
            }

            return last.System;
        }
    }

    private AddressRange Between(string start, string end) => new(Symbol(start), Symbol(end) - Symbol(start));

    private ulong Symbol(string name) =>
        _kernel.FindSymbol(name) ?? throw new InvalidDataException($"the kernel has no symbol {name}");
}
