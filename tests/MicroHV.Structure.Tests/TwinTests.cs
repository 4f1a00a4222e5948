// The software twins have the members of the files whose places they take.
using System.Text.RegularExpressions;

namespace MicroHV.Structure.Tests;

public sealed partial class TwinTests
{
    [Theory]
    [InlineData("kernel/Cpu/Cpu.cs", "qemu/MicroHV.Model/Cpu.cs")]
    [InlineData("kernel/Backends/Vmx/VmxSwitch.cs", "qemu/MicroHV.Model/VmxSwitch.cs")]
    [InlineData("kernel/Backends/Svm/SvmSwitch.cs", "qemu/MicroHV.Model/SvmSwitch.cs")]
    public void A_software_twin_has_the_same_public_members(string original, string twin)
    {
        string[] members = [.. Members(original)];
        Assert.NotEmpty(members);
        Assert.Equal(members, Members(twin));
    }

    [Fact]
    public void The_twins_stand_in_one_namespace_with_their_originals() =>
        Assert.Equal(
            Repository.Files("kernel/Cpu/Cpu.cs", ".cs").Single().Namespace,
            Repository.Files("qemu/MicroHV.Model/Cpu.cs", ".cs").Single().Namespace);

    // Return type, name and parameters, whatever is said of their bodies.
    private static IEnumerable<string> Members(string path) =>
        PublicMember.Matches(Repository.Files(path, ".cs").Single().Code)
            .Select(found => Space.Replace(found.Groups[1].Value, " ").Trim())
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\s+public\s+(?:static\s+|const\s+|extern\s+|unsafe\s+)+([^=;{]*?)\s*(?==|;|\{)", RegexOptions.Multiline)]
    private static partial Regex PublicMember { get; }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space { get; }
}
