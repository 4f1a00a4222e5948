// A QEMU machine whose RAM is a file and which waits for its injector.
using System.Globalization;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>A debugged machine with RAM that can be read beside it and behind its end.</summary>
/// <param name="ram">The RAM.</param>
/// <param name="isAwaitingSnapshot">True if it does not boot, but goes on from a snapshot that it is given.</param>
internal sealed class GdbServedMachine(RamFile ram, bool isAwaitingSnapshot) : Machines.Machine
{
    /// <summary>The object that need not be there where the machine does not stand any more.</summary>
    public const string MetronomeName = "metronome";

    // Whenever QEMU goes on behind a breakpoint, it lets its clock jump to the next timer of any device, as if the processor slept.
    // A filter that would hand packets on each microsecond is such a timer; there is no network.
    private static readonly string[] Metronome =
        ["-netdev", "hubport,id=silent,hubid=0", "-object", $"filter-buffer,id={MetronomeName},netdev=silent,interval=1"];

    // Takes away the power when its time is up, unless somebody kicks it: whether a machine hangs does not depend on how fast the host
    // is. A plan that has this watchdog sets it anew.
    private static readonly string[] Deadline = ["-device", "ib700", "-action", "watchdog=poweroff"];

    private readonly DebuggedMachine _machine = new(QemuMachine.Tcg);

    /// <inheritdoc/>
    public override string Name => _machine.Name;

    /// <inheritdoc/>
    public override Vendor Vendor => _machine.Vendor;

    /// <inheritdoc/>
    public override Accelerator Accelerator => _machine.Accelerator;

    /// <inheritdoc/>
    public override string Title => _machine.Title;

    /// <inheritdoc/>
    public override double HostSecondsPerMachineSecond => _machine.HostSecondsPerMachineSecond;

    /// <inheritdoc/>
    public override double HostSecondsToKernel(BootPath path) => _machine.HostSecondsToKernel(path);

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredTool> RequiredTools(BootPath path) => QemuMachine.Tcg.RequiredTools(path);

    /// <inheritdoc/>
    public override Fitness Ask(Host host) => _machine.Ask(host);

    /// <inheritdoc/>
    public override MachineCommand Prepare(BootImage image, BootPath path, RunFolder folder)
    {
        MachineCommand command = _machine.Prepare(image, path, folder);
        string backend = string.Create(
            CultureInfo.InvariantCulture,
            $"memory-backend-file,id=ram,size={image.MemorySizeBytes},mem-path={ram.Path.Replace(",", ",,", StringComparison.Ordinal)},share=on");
        return command with
        {
            Arguments =
            [
                .. command.Arguments, "-object", backend, "-machine", "memory-backend=ram", .. Metronome, .. Deadline,
                .. isAwaitingSnapshot ? Snapshot.Awaiting(folder) : [],
            ],
        };
    }
}
