// What this host's QEMU is.
using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroHV.Machines;

/// <summary>Asks QEMU for its version and its accelerators.</summary>
public static partial class QemuProbe
{
    /// <summary>The oldest version on which the lanes were tried.</summary>
    public static Version OldestTried { get; } = new(7, 2);

    /// <summary>Whether a QEMU can be used.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="accelerator">What shall execute instructions.</param>
    public static Fitness Ask(string program, Accelerator accelerator)
    {
        if (VersionOf(program) is not Version version)
        {
            return new(false, $"{program} does not say which QEMU it is");
        }

        string name = accelerator == Accelerator.Kvm ? "kvm" : "tcg";
        string[] accelerators =
            ProgramOutput.Of(program, Path.GetTempPath(), "-accel", "help").Split('\n', StringSplitOptions.TrimEntries);
        return !accelerators.Contains(name)
            ? new(false, $"this QEMU {version} was built without the accelerator {name}; {Container.WayOut}")
            : version < OldestTried
            ? new(true, string.Create(
                CultureInfo.InvariantCulture, $"QEMU {version}, but nothing older than {OldestTried} was ever tried"))
            : new(true, $"QEMU {version}");
    }

    /// <summary>The version of a QEMU, or null if it does not say it.</summary>
    /// <param name="program">Its path.</param>
    public static Version? VersionOf(string program) =>
        VersionLine().Match(ProgramOutput.Of(program, Path.GetTempPath(), "--version")) is { Success: true } said
            ? Version.Parse(said.Groups["version"].ValueSpan)
            : null;

    [GeneratedRegex(@"QEMU emulator version (?<version>\d+\.\d+(\.\d+)?)")]
    private static partial Regex VersionLine();
}
