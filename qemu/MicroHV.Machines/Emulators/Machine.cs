// A machine that can boot a system: what it is, what it needs, and how it is started.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>A kind of machine. It holds no state of a run and may start many at once.</summary>
public abstract class Machine
{
    /// <summary>Largest RAM that every kind of machine has in one piece below its device memory.</summary>
    public const ulong MaxMemorySizeBytes = 0xA000_0000;

    /// <summary>"qemu" or "bochs", as in <c>--machine</c> and in a report.</summary>
    public abstract string Name { get; }

    /// <summary>Whose virtualization extensions it has.</summary>
    public abstract Vendor Vendor { get; }

    /// <summary>What executes its instructions.</summary>
    public abstract Accelerator Accelerator { get; }

    /// <summary>One phrase for people, for example "QEMU TCG, AMD SVM".</summary>
    public abstract string Title { get; }

    /// <summary>
    /// Seconds of host time that one second of machine time takes at worst; sizes the guard of a run.
    /// </summary>
    public abstract double HostSecondsPerMachineSecond { get; }

    /// <summary>Seconds of host time that it takes at worst until the kernel's first instruction.</summary>
    /// <param name="path">How the image is loaded.</param>
    public abstract double HostSecondsToKernel(BootPath path);

    /// <summary>What must be installed to start it.</summary>
    /// <param name="path">How the image is loaded.</param>
    public abstract IReadOnlyList<RequiredTool> RequiredTools(BootPath path);

    /// <summary>Asks the emulator, which must be installed, whether it can be this machine.</summary>
    /// <param name="host">Where it is installed.</param>
    public virtual Fitness Ask(Host host) => Fitness.Unasked;

    /// <summary>Writes the files of one run into its folder and returns the command that starts it.</summary>
    /// <param name="image">What to boot.</param>
    /// <param name="path">How to load it.</param>
    /// <param name="folder">The run's own folder.</param>
    /// <exception cref="ArgumentException">The image lacks the form that <paramref name="path"/> needs, or wants too
    /// much memory.</exception>
    public abstract MachineCommand Prepare(BootImage image, BootPath path, RunFolder folder);

    /// <summary>
    /// RAM in MiB, checked against <see cref="MaxMemorySizeBytes"/>; firmware gets its own, for it keeps some at the
    /// top.
    /// </summary>
    private protected static ulong MemoryMebibytes(BootImage image, BootPath path)
    {
        const ulong Mebibyte = 1 << 20;
        const ulong FirmwareMebibytes = 128;
        if (image.MemorySizeBytes is 0 or > MaxMemorySizeBytes || image.MemorySizeBytes % Mebibyte != 0)
        {
            throw new ArgumentException(
                $"A machine has 1 to {MaxMemorySizeBytes / Mebibyte} MiB of RAM, not {image.MemorySizeBytes} bytes.",
                nameof(image));
        }

        return (image.MemorySizeBytes / Mebibyte) + (path == BootPath.Direct ? 0 : FirmwareMebibytes);
    }

    /// <summary>A path that the boot path needs, or an exception that says which is missing.</summary>
    private protected static string Required(string? path, string form) =>
        path ?? throw new ArgumentException($"This boot path needs the system as {form}.", nameof(path));
}
