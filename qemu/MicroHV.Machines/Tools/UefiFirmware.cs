// Where distributions put OVMF, the UEFI firmware of QEMU.
namespace MicroHV.Machines;

/// <summary>OVMF is two files of one build: code, which machines share, and variables, of which each machine has a copy.</summary>
public static class UefiFirmware
{
    /// <summary>The code without Secure Boot: in Debian and Ubuntu, in Fedora, in Arch, and in older ones of each.</summary>
    public static IReadOnlyList<string> CodePaths { get; } =
    [
        "/usr/share/OVMF/OVMF_CODE_4M.fd",
        "/usr/share/edk2/ovmf/OVMF_CODE.fd",
        "/usr/share/edk2/x64/OVMF_CODE.4m.fd",
        "/usr/share/OVMF/OVMF_CODE.fd",
        "/usr/share/edk2/x64/OVMF_CODE.fd",
    ];

    /// <summary>The variables that belong to a code file: they lie beside it.</summary>
    /// <param name="codePath">Path of the code.</param>
    public static string VariablesOf(string codePath) => Path.Combine(
        Path.GetDirectoryName(codePath)!,
        Path.GetFileName(codePath).Replace("_CODE", "_VARS", StringComparison.Ordinal));
}
