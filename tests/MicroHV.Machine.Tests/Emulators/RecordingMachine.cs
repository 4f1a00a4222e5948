// A machine that is a shell script.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Emulators;

/// <summary>Runs a script in place of an emulator and remembers the folder of its run.</summary>
internal sealed class RecordingMachine(string script) : Machines.Machine
{
    /// <summary>An image that no script looks at.</summary>
    public static BootImage Image { get; } = new() { MemorySizeBytes = 1 << 20 };

    /// <summary>Settings with a guard that no good test meets.</summary>
    public static RunSettings Settings { get; } = new() { Guard = TimeSpan.FromMinutes(5) };

    /// <summary>What happens while its files are written.</summary>
    public Action? Preparation { get; init; }

    /// <summary>The folder of the last run.</summary>
    public string? FolderPath { get; private set; }

    /// <inheritdoc/>
    public override string Name => "script";

    /// <inheritdoc/>
    public override Vendor Vendor => Vendor.Amd;

    /// <inheritdoc/>
    public override Accelerator Accelerator => Accelerator.Interpreter;

    /// <inheritdoc/>
    public override string Title => "a script";

    /// <inheritdoc/>
    public override double HostSecondsPerMachineSecond => 1;

    /// <inheritdoc/>
    public override double HostSecondsToKernel(BootPath path) => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredTool> RequiredTools(BootPath path) => [];

    /// <inheritdoc/>
    public override MachineCommand Prepare(BootImage image, BootPath path, RunFolder folder)
    {
        FolderPath = folder.FullPath;
        Preparation?.Invoke();
        return new MachineCommand("/bin/sh", ["-c", script], folder.PathOf("log"));
    }
}
