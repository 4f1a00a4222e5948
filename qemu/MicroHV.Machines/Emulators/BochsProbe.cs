// What this host's Bochs was built with.
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// Bochs has VT-x, SVM, its CPU models and its debugger only if it was configured so, and distributions differ. It tells what it
/// has before it loads its BIOS: the probe gives it none, and so it ends right there.
/// </summary>
public static partial class BochsProbe
{
    private const string WayOut =
        "build one with --enable-x86-64 --enable-avx --enable-vmx=2 --enable-svm --with-rfb, or: " + Container.WayOut;

    // What Bochs 3.0 says of the generic model; of the others it tells no extensions.
    private const string NoGenericModel = "use pre-defined CPU models";

    private static readonly ConcurrentDictionary<(string Program, string Model), Fitness> _answers = new();
    private static readonly ConcurrentDictionary<string, bool> _debuggers = new();

    /// <summary>Whether a Bochs can be a machine with one vendor's extensions.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="vendor">The vendor.</param>
    /// <param name="model">The CPU model that the machine uses.</param>
    public static Fitness Ask(string program, Vendor vendor, string model) =>
        _answers.GetOrAdd((program, model), _ => Look(program, vendor, model));

    /// <summary>True if it has its debugger built in, which waits for commands and can be given a file of them.</summary>
    /// <param name="program">Its path.</param>
    public static bool HasDebugger(string program) => _debuggers.GetOrAdd(
        program, _ => ProgramOutput.Of(program, Path.GetTempPath(), "--help").Contains(" -rc ", StringComparison.Ordinal));

    private static Fitness Look(string program, Vendor vendor, string model)
    {
        string name = vendor == Vendor.Intel ? "VT-x with EPT" : "SVM";
        string[] models = ProgramOutput.Of(program, Path.GetTempPath(), "--help", "cpu").Split('\n', StringSplitOptions.TrimEntries);
        if (!models.Contains(model))
        {
            return new(false, $"this Bochs has no CPU model {model}; {WayOut}");
        }

        string said = Start(program, vendor);
        Match found = vendor == Vendor.Intel ? VmxLine().Match(said) : SvmLine().Match(said);
        string version = VersionLine().Match(said) is { Success: true } line ? line.Groups["version"].Value : "of unknown version";
        if (said.Contains(NoGenericModel, StringComparison.Ordinal))
        {
            return new(true, $"Bochs {version}, which does not tell whether it has {name}");
        }

        if (found.Success)
        {
            return found.Groups["support"].Value is "2" or "yes"
                ? new(true, $"Bochs {version} with {name}")
                : new(false, $"this Bochs has no {name}: it says '{found.Value.Trim()}'; {WayOut}");
        }

        Match panic = PanicLine().Match(said);
        return new(false, panic.Success && !panic.Groups["words"].Value.Contains("cpuid", StringComparison.Ordinal)
            && !panic.Groups["words"].Value.Contains("'vmx'", StringComparison.Ordinal)
            ? $"this Bochs refuses its configuration: it says '{panic.Groups["words"].Value}'; {WayOut}"
            : $"this Bochs has no {name}; {WayOut}");
    }

    // The generic model, for it alone lists its extensions. A Bochs without them does not know the words of the second line.
    private static string Start(string program, Vendor vendor)
    {
        using RunFolder folder = new();
        using AnonymousFile log = new("microhv-bochs-log");
        using AnonymousFile configuration = new("microhv-bochsrc");
        string[] lines =
        [
            "cpu: model=bx_generic",
            vendor == Vendor.Intel ? "cpuid: x86_64=1, vmx=2" : "cpuid: x86_64=1, svm=1",
            BochsMachine.Display,
            "panic: action=fatal",
            $"log: {log.Path}",
            $"romimage: file={folder.PathOf("none")}",
        ];
        File.WriteAllLines(configuration.Path, lines);
        return ProgramOutput.Of(program, folder.FullPath, "-q", "-f", configuration.Path) + File.ReadAllText(log.Path);
    }

    [GeneratedRegex(@"VMX support: (?<support>\S+)")]
    private static partial Regex VmxLine();

    [GeneratedRegex(@"SVM support: (?<support>\S+)")]
    private static partial Regex SvmLine();

    [GeneratedRegex(@"Bochs x86 Emulator (?<version>\d\S*)")]
    private static partial Regex VersionLine();

    [GeneratedRegex(@">>PANIC<< (\S+:\d+: )?(?<words>.*)")]
    private static partial Regex PanicLine();
}
