// Programs that are on this machine anyway: the runtime's libraries, emulators, their firmware.
using MicroHV.Kernel.Vcpu.Decoding;

namespace MicroHV.Fuzzing.Decoding;

/// <summary>The machine code of programs that exist; the runtime's own libraries always do.</summary>
internal static class MachinePrograms
{
    private static readonly string[] _runtime =
        ["libclrjit.so", "libcoreclr.so", "libclrgc.so", "libSystem.Native.so", "libmscordaccore.so"];

    private static readonly string[] _tools =
    [
        "/usr/bin/qemu-system-x86_64", "/usr/bin/bochs-bin", "/usr/bin/gcc", "/usr/bin/ld", "/usr/bin/nasm", "/usr/bin/gdb",
        "/usr/bin/bash",
    ];

    // Firmware is code of 16 and 32 bits.
    private static readonly string[] _firmware =
    [
        "/usr/share/seabios/bios.bin", "/usr/share/seabios/bios-256k.bin", "/usr/share/seabios/vgabios-stdvga.bin",
        "/usr/share/bochs/BIOS-bochs-latest", "/usr/share/vgabios/vgabios.bin",
    ];

    private static readonly Lazy<IReadOnlyList<byte[]>> _wide = new(() =>
        [.. _runtime.Select(RuntimeLibrary).Concat(_tools).Where(ExecutableFile.IsAt).Select(ExecutableFile.Code)]);

    private static readonly Lazy<IReadOnlyList<byte[]>> _narrow = new(() =>
        [.. _firmware.Where(File.Exists).Select(File.ReadAllBytes), .. _wide.Value]);

    /// <summary>Programs to read as code of <paramref name="size"/>.</summary>
    public static IReadOnlyList<byte[]> For(CodeSize size) => size == CodeSize.Bits64 ? _wide.Value : _narrow.Value;

    /// <summary>Path of a library of the .NET runtime that this process runs on.</summary>
    public static string RuntimeLibrary(string name) =>
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name);
}
