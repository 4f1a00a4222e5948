// A machine that waits for a debugger before its first instruction.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Wraps a QEMU machine; its gdb stub listens on a socket in the run's folder, where nobody else reaches it.</summary>
/// <param name="machine">The machine.</param>
public sealed class DebuggedMachine(QemuMachine machine) : Machine
{
    // The longest path that the operating system takes as the name of a socket.
    private const int LongestSocketPath = 107;

    /// <inheritdoc/>
    public override string Name => machine.Name;

    /// <inheritdoc/>
    public override Vendor Vendor => machine.Vendor;

    /// <inheritdoc/>
    public override Accelerator Accelerator => machine.Accelerator;

    /// <inheritdoc/>
    public override string Title => machine.Title;

    /// <inheritdoc/>
    public override double HostSecondsPerMachineSecond => machine.HostSecondsPerMachineSecond;

    /// <inheritdoc/>
    public override double HostSecondsToKernel(BootPath path) => machine.HostSecondsToKernel(path);

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredTool> RequiredTools(BootPath path) =>
        [.. machine.RequiredTools(path), ToolTable.Gdb];

    /// <inheritdoc/>
    public override Fitness Ask(Host host) => machine.Ask(host);

    /// <inheritdoc/>
    public override MachineCommand Prepare(BootImage image, BootPath path, RunFolder folder)
    {
        string socket = SocketPath(folder);
        if (socket.Length > LongestSocketPath || socket.Contains(','))
        {
            throw new InvalidOperationException($"'{socket}' cannot be a socket; set TMPDIR to a folder with a shorter name");
        }

        MachineCommand command = machine.Prepare(image, path, folder);
        return command with
        {
            Arguments =
            [
                .. command.Arguments,
                "-S", "-chardev", $"socket,id=gdb,path={socket},server=on,wait=off", "-gdb", "chardev:gdb",
            ],
        };
    }

    /// <summary>Where its gdb stub listens.</summary>
    /// <param name="folder">The run's folder.</param>
    public static string SocketPath(RunFolder folder) => folder.PathOf("gdb.socket");
}
