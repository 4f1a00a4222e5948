// Versions that a build depends on.
using System.Reflection;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Root;
using MicroHV.Machines;

namespace MicroHV.Image.Evidence;

/// <summary>Versions of this tool, of the kernel, of layouts, and of the toolchain that made tool and kernel.</summary>
/// <param name="Tool">Of <c>microhv</c>.</param>
/// <param name="Kernel">Of the kernel.</param>
/// <param name="BlobLayout">Of the blob's layout.</param>
/// <param name="InformationPageLayout">Of the information page's layout.</param>
/// <param name="DotnetSdk">Of the .NET SDK.</param>
/// <param name="Ilc">Of the ahead-of-time compiler.</param>
/// <param name="Nasm">What the assembler says of itself.</param>
/// <param name="Ld">What the linker says of itself.</param>
internal sealed record EvidenceVersions(
    string Tool,
    string Kernel,
    uint BlobLayout,
    uint InformationPageLayout,
    string DotnetSdk,
    string Ilc,
    string Nasm,
    string Ld)
{
    /// <summary>Those of this tool and the kernel that was built with it.</summary>
    public static EvidenceVersions Here { get; } = new(
        typeof(EvidenceVersions).Assembly.GetName().Version!.ToString(3),
        KernelReport.VersionText(Start.Version),
        SystemHeader.ExpectedLayoutVersion,
        InformationPage.ExpectedLayoutVersion,
        Recorded("DotnetSdk"),
        Recorded("Ilc"),
        Recorded("Nasm"),
        Recorded("Ld"));

    // MicroHV.Image.csproj records what it is built with.
    private static string Recorded(string name) =>
        typeof(EvidenceVersions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == name).Value
            ?? throw new InvalidOperationException($"this command does not know its {name}");
}
