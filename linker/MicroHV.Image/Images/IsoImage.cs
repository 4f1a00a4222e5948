// A disc image with GRUB, bootable by BIOS and by UEFI.
using System.Diagnostics;
using System.Text;
using MicroHV.Machines;

namespace MicroHV.Image.Images;

/// <summary>
/// Writes ISO images with grub-mkrescue. The same ELF gives the same bytes, whenever and wherever it is written.
/// </summary>
internal static class IsoImage
{
    // 2026-01-01T00:00:00Z, in the forms of the tools that stamp files.
    private const string EpochSeconds = "1767225600";
    private const string EpochDate = "2026010100000000";

    private const string Configuration = """
        set timeout=0
        set default=0
        menuentry "MicroHV" {
            multiboot2 /boot/system.elf
            boot
        }

        """;

    // mformat gives a file system a random serial number unless it is told one.
    private const string FormatWrapper = """
        #!/bin/sh
        exec "$MICROHV_MFORMAT" -N 20260101 "$@"

        """;

    // What the configuration needs, and the partition formats that the image for UEFI names whether they are there or
    // not.
    private static readonly string[] _modules =
    [
        "normal", "multiboot2", "iso9660", "fat", "search",
        "part_acorn", "part_amiga", "part_apple", "part_bsd", "part_dfly", "part_dvh", "part_gpt", "part_msdos",
        "part_plan", "part_sun", "part_sunpc",
    ];

    /// <summary>Writes an ISO.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="systemElf">The system's ELF file, with its multiboot2 header.</param>
    /// <exception cref="InvalidOperationException">grub-mkrescue failed; the message is what it said.</exception>
    public static void Write(string path, ReadOnlySpan<byte> systemElf)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("microhv-iso-");
        try
        {
            string tree = Path.Combine(folder.FullName, "tree");
            string tools = Path.Combine(folder.FullName, "tools");
            _ = Directory.CreateDirectory(Path.Combine(tree, "boot", "grub"));
            _ = Directory.CreateDirectory(tools);
            File.WriteAllText(Path.Combine(tree, "boot", "grub", "grub.cfg"), Configuration);
            File.WriteAllBytes(Path.Combine(tree, "boot", "system.elf"), systemElf);
            Run(path, tree, tools);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(string path, string tree, string tools)
    {
        const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        string searchPath = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        string wrapper = Path.Combine(tools, "mformat");
        File.WriteAllText(wrapper, FormatWrapper);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(wrapper, Executable);
        }

        ProcessStartInfo start = new(ToolTable.GrubRescue.Require())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["SOURCE_DATE_EPOCH"] = EpochSeconds,
                ["TZ"] = "UTC",
                ["MICROHV_MFORMAT"] = ToolTable.Mformat.Require(),
                ["PATH"] = $"{tools}:{searchPath}",
            },
        };
        string[] arguments =
        [
            "-o", path, "--locales=", "--fonts=", "--themes=", $"--install-modules={string.Join(' ', _modules)}", tree,
            "-volid", "MICROHV", "--set_all_file_dates", EpochDate, $"--modification-date={EpochDate}",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        StringBuilder said = new();
        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(said, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        _ = process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"grub-mkrescue failed:\n{said}");
        }
    }

    private static void Keep(StringBuilder said, string? line)
    {
        lock (said)
        {
            _ = said.AppendLine(line);
        }
    }
}
