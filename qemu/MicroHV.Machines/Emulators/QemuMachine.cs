// QEMU: SVM with nested paging by its translator, or the host's own virtualization through nested KVM.
using System.Globalization;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// A q35 machine of QEMU with no devices but a serial port, and deterministic time under TCG.
/// </summary>
public sealed class QemuMachine : Machine
{
    /// <summary>The value of <c>-accel</c> for QEMU's translator.</summary>
    internal const string Translator = "tcg";

    private readonly Vendor _vendor;
    private readonly Accelerator _accelerator;

    private QemuMachine(Vendor vendor, Accelerator accelerator)
    {
        _vendor = vendor;
        _accelerator = accelerator;
    }

    /// <summary>SVM emulated by TCG: nested paging, 16 ASIDs, no NRIPS, no decode assists.</summary>
    public static QemuMachine Tcg { get; } = new(Vendor.Amd, Accelerator.Tcg);

    /// <summary>The host's processor through nested KVM.</summary>
    /// <param name="vendor">The host's vendor (see <see cref="NestedKvm"/>).</param>
    public static QemuMachine Kvm(Vendor vendor) => new(vendor, Accelerator.Kvm);

    /// <inheritdoc/>
    public override string Name => "qemu";

    /// <inheritdoc/>
    public override Vendor Vendor => _vendor;

    /// <inheritdoc/>
    public override Accelerator Accelerator => _accelerator;

    /// <inheritdoc/>
    public override string Title =>
        (_accelerator == Accelerator.Kvm ? "QEMU nested KVM, " : "QEMU TCG, ")
        + (_vendor == Vendor.Intel ? "Intel VT-x" : "AMD SVM");

    /// <inheritdoc/>
    public override double HostSecondsPerMachineSecond => _accelerator == Accelerator.Kvm ? 2 : 20;

    /// <inheritdoc/>
    public override double HostSecondsToKernel(BootPath path) => path == BootPath.Direct ? 30 : 180;

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredTool> RequiredTools(BootPath path) => path == BootPath.Uefi
        ? [ToolTable.ParentGuard, ToolTable.Qemu, ToolTable.Ovmf]
        : [ToolTable.ParentGuard, ToolTable.Qemu];

    /// <inheritdoc/>
    public override Fitness Ask(Host host) => QemuProbe.Ask(ToolTable.Qemu.Find(host)!, _accelerator);

    /// <inheritdoc/>
    public override MachineCommand Prepare(BootImage image, BootPath path, RunFolder folder)
    {
        List<string> arguments =
        [
            "-name", "microhv", "-nodefaults", "-no-user-config",
            "-display", "none", "-monitor", "none",
            "-smp", image.CpuCount.ToString(CultureInfo.InvariantCulture),
            "-m", string.Create(CultureInfo.InvariantCulture, $"{MemoryMebibytes(image, path)}M"),
            "-chardev", $"file,id=console,path={MachineCommand.ConsoleDevice}",
            "-serial", "chardev:console",
            .. image.MayReset ? [] : EndAtReset,
            .. image.Watchdog == HardwareWatchdog.Ib700 ? Watchdog : [],
            .. Processor(),
            .. image.CpuCount > 1 && _accelerator == Accelerator.Tcg ? Metronome : [],
            .. Loading(image, path, folder),
        ];
        return new MachineCommand("qemu-system-x86_64", arguments, folder.PathOf("qemu.log"));
    }

    private static readonly string[] EndAtReset = ["-no-reboot"];

    private static readonly string[] Watchdog = ["-device", "ib700", "-action", "watchdog=reset"];

    // TCG runs the CPUs in turns, each until the next timer of any device: without a device that counts time in small steps,
    // one CPU is milliseconds ahead of the others. A filter that would hand packets on every 50 us is one; there is no network.
    private static readonly string[] Metronome =
        ["-netdev", "hubport,id=silent,hubid=0", "-object", "filter-buffer,id=metronome,netdev=silent,interval=50"];

    // `max` has all that TCG can do (SMEP, SMAP, UMIP among it) and, unlike a named model, asks for nothing that TCG
    // lacks.
    // Instruction counting, the virtual clock and the seed make two runs identical to the byte.
    private string[] Processor() => _accelerator == Accelerator.Kvm
        ? ["-machine", "q35", "-accel", "kvm", "-cpu", "host"]
        :
        [
            "-machine", "q35", "-accel", Translator, "-cpu", "max",
            "-icount", "shift=0,sleep=off", "-rtc", "base=2026-01-01,clock=vm", "-seed", "1",
        ];

    private static string[] Loading(BootImage image, BootPath path, RunFolder folder)
    {
        if (path == BootPath.Direct)
        {
            string elf = folder.PathOf("system.elf");
            File.WriteAllBytes(elf, image.Elf.Span);
            return ["-kernel", elf];
        }

        string[] disc =
            ["-drive", $"media=cdrom,if=ide,format=raw,readonly=on,file={Escaped(Required(image.IsoPath, "an ISO"))}"];
        if (path == BootPath.Grub)
        {
            return [.. disc, "-boot", "d"];
        }

        string code = ToolTable.Ovmf.Require();
        string variables = folder.PathOf("uefi-variables.fd");
        File.WriteAllBytes(variables, File.ReadAllBytes(UefiFirmware.VariablesOf(code)));
        return
        [
            .. disc,
            "-drive", $"if=pflash,unit=0,format=raw,readonly=on,file={Escaped(code)}",
            "-drive", $"if=pflash,unit=1,format=raw,file={Escaped(variables)}",
        ];
    }

    // In an option list QEMU writes a comma as two.
    private static string Escaped(string path) => path.Replace(",", ",,", StringComparison.Ordinal);
}
