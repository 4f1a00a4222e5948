// Bochs: VT-x with EPT on a Skylake-X, SVM with NRIPS on a Ryzen.
using System.Globalization;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>A Bochs machine with a serial port. Booted directly it needs neither BIOS nor GRUB.</summary>
public sealed class BochsMachine : Machine
{
    /// <summary>Ticks in one second of machine time; one tick is one instruction, and the TSC counts ticks.</summary>
    public const uint TicksPerSecond = 100_000_000;

    /// <summary>The line of the configuration for a display that needs no window and waits for nobody.</summary>
    public const string Display = "display_library: rfb, options=\"timeout=0\"";

    // 2026-01-01T00:00:00Z, so that no run knows what time it is on the host.
    private const uint StartOfTime = 1_767_225_600;

    private const int MaxDebuggerStops = 64;

    private readonly Vendor _vendor;
    private readonly string _model;

    private BochsMachine(Vendor vendor, string model)
    {
        _vendor = vendor;
        _model = model;
    }

    /// <summary>VT-x, EPT with 2 MiB and 1 GiB pages, VPID, unrestricted guest, preemption timer.</summary>
    public static BochsMachine Intel { get; } = new(Vendor.Intel, "corei7_skylake_x");

    /// <summary>SVM, nested paging, NRIPS, 32,768 ASIDs.</summary>
    public static BochsMachine Amd { get; } = new(Vendor.Amd, "ryzen");

    /// <inheritdoc/>
    public override string Name => "bochs";

    /// <inheritdoc/>
    public override Vendor Vendor => _vendor;

    /// <inheritdoc/>
    public override Accelerator Accelerator => Accelerator.Interpreter;

    /// <inheritdoc/>
    public override string Title => $"Bochs, {(_vendor == Vendor.Intel ? "Intel VT-x" : "AMD SVM")}";

    /// <inheritdoc/>
    public override double HostSecondsPerMachineSecond => 30;

    /// <inheritdoc/>
    public override double HostSecondsToKernel(BootPath path) => path == BootPath.Direct ? 30 : 240;

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredTool> RequiredTools(BootPath path) => path == BootPath.Grub
        ? [ToolTable.ParentGuard, ToolTable.Bochs, ToolTable.BochsVgaBios, ToolTable.BochsBios]
        : [ToolTable.ParentGuard, ToolTable.Bochs, ToolTable.BochsVgaBios];

    /// <inheritdoc/>
    public override Fitness Ask(Host host) => BochsProbe.Ask(ToolTable.Bochs.Find(host)!, _vendor, _model);

    /// <inheritdoc/>
    public override MachineCommand Prepare(BootImage image, BootPath path, RunFolder folder)
    {
        string configuration = folder.PathOf("bochsrc");
        string debuggerCommands = folder.PathOf("debugger.rc");
        string log = folder.PathOf("machine.log");
        string[] lines =
        [
            "plugin_ctrl: unmapped=1, biosdev=1, speaker=0, extfpuirq=0, parallel=0, serial=1, gameport=0, e1000=0",
            Display,
            $"vgaromimage: file={ToolTable.BochsVgaBios.Require()}",
            $"megs: {MemoryMebibytes(image, path).ToString(CultureInfo.InvariantCulture)}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"cpu: model={_model}, count={image.CpuCount}, ips={TicksPerSecond}, reset_on_triple_fault=0, ignore_bad_msrs=1"),
            $"clock: sync=none, time0={StartOfTime.ToString(CultureInfo.InvariantCulture)}",
            $"com1: enabled=1, mode=file, dev={MachineCommand.ConsoleDevice}",
            $"log: {log}",
            _vendor == Vendor.Amd ? "panic: action=fatal, CPU0=report" : "panic: action=fatal",
            .. Loading(image, path, folder),
        ];
        File.WriteAllLines(configuration, lines);
        // A Bochs with its debugger built in would wait for a command: at the start, and where a guest's triple fault under
        // SVM counts as a panic before it becomes an exit. A Bochs without it knows no such option.
        File.WriteAllText(debuggerCommands, string.Concat(Enumerable.Repeat("c\n", MaxDebuggerStops)));
        string program = ToolTable.Bochs.Require();
        string[] script = BochsProbe.HasDebugger(program) ? ["-rc", debuggerCommands] : [];
        return new MachineCommand(program, ["-q", "-f", configuration, .. script], folder.PathOf("bochs.log"));
    }

    private static string[] Loading(BootImage image, BootPath path, RunFolder folder)
    {
        switch (path)
        {
            case BootPath.Direct:
                string flat = folder.PathOf("system.flat");
                string rom = folder.PathOf("start.rom");
                byte[] bytes = StartRom.Pad(image.Flat.Span);
                File.WriteAllBytes(flat, bytes);
                File.WriteAllBytes(rom, StartRom.For(image, bytes));
                return
                [
                    $"romimage: file={rom}, address=0x{StartRom.Address:x}",
                    $"optramimage1: file={flat}, address=0x{image.LoadAddress:x}",
                    "boot: disk",
                ];
            case BootPath.Grub:
                return
                [
                    $"romimage: file={ToolTable.BochsBios.Require()}",
                    $"ata0-master: type=cdrom, path=\"{Required(image.IsoPath, "an ISO")}\", status=inserted",
                    "boot: cdrom",
                ];
            case BootPath.Uefi:
            default:
                throw new ArgumentException("Bochs has no UEFI firmware; boot it directly or by GRUB.", nameof(path));
        }
    }
}
