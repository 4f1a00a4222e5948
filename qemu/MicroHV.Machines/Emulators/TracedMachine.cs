// A machine that also writes down every instruction that the kernel executes.
using System.Globalization;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Wraps a QEMU or Bochs machine; the trace is a file in the run's folder, so the folder must be kept.</summary>
/// <param name="machine">The machine.</param>
/// <param name="ranges">Addresses of the kernel that are of interest: QEMU writes down only these.</param>
/// <param name="start">Address of the kernel at which Bochs begins to write.</param>
public sealed class TracedMachine(Machine machine, IReadOnlyList<(ulong Start, ulong End)> ranges, ulong start) : Machine
{
    private const string QemuTrace = "trace.log";

    /// <inheritdoc/>
    public override string Name => machine.Name;

    /// <inheritdoc/>
    public override Vendor Vendor => machine.Vendor;

    /// <inheritdoc/>
    public override Accelerator Accelerator => machine.Accelerator;

    /// <inheritdoc/>
    public override string Title => machine.Title;

    /// <inheritdoc/>
    public override double HostSecondsPerMachineSecond => machine.HostSecondsPerMachineSecond * 20;

    /// <inheritdoc/>
    public override double HostSecondsToKernel(BootPath path) => machine.HostSecondsToKernel(path);

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredTool> RequiredTools(BootPath path) => machine.RequiredTools(path);

    /// <inheritdoc/>
    public override Fitness Ask(Host host) => machine.Ask(host);

    /// <inheritdoc/>
    public override MachineCommand Prepare(BootImage image, BootPath path, RunFolder folder)
    {
        MachineCommand command = machine.Prepare(image, path, folder);
        return machine is QemuMachine ? ForQemu(command, folder) : ForBochs(command, folder);
    }

    /// <summary>The addresses in the trace that a run left in <paramref name="folderPath"/>, in the order of execution.</summary>
    /// <param name="folderPath">The kept folder.</param>
    public IEnumerable<ulong> Read(string folderPath) => machine is QemuMachine
        ? TraceLines.OfQemu(File.ReadLines(Path.Combine(folderPath, QemuTrace)))
        : TraceLines.OfBochs(File.ReadLines(Path.Combine(folderPath, "bochs.log")));

    /// <summary>A command line of QEMU with one instruction in each block of the translator.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="version">QEMU's version: 8.1 gave the option another name, and 9.0 forgot the old one.</param>
    internal static IEnumerable<string> WithSmallBlocks(IEnumerable<string> arguments, Version? version) =>
        version >= new Version(8, 1)
            ? arguments.Select(item => item == QemuMachine.Translator ? $"{QemuMachine.Translator},one-insn-per-tb=on" : item)
            : arguments.Append("-singlestep");

    // Each block is written down when it is entered.
    private MachineCommand ForQemu(MachineCommand command, RunFolder folder)
    {
        string filter = string.Join(',', ranges.Select(
            range => string.Create(CultureInfo.InvariantCulture, $"0x{range.Start:x}..0x{range.End - 1:x}")));
        string program = ToolTable.Qemu.Require();
        return command with
        {
            Arguments =
            [
                .. WithSmallBlocks(command.Arguments, QemuProbe.VersionOf(program)),
                "-d", "exec,nochain", "-D", folder.PathOf(QemuTrace), "-dfilter", filter,
            ],
        };
    }

    private MachineCommand ForBochs(MachineCommand command, RunFolder folder)
    {
        string commands = string.Create(CultureInfo.InvariantCulture, $"pb 0x{start:x}\nc\ntrace on\n");
        File.WriteAllText(folder.PathOf("debugger.rc"), commands + string.Concat(Enumerable.Repeat("c\n", 8)));
        return command;
    }
}
