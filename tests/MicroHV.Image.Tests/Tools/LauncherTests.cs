// The launcher names packages before anything is built: its words are those of the table of tools.
using System.Text.RegularExpressions;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Tools;

public sealed partial class LauncherTests
{
    private static readonly string _launcher = File.ReadAllText(Path.Combine(Repository.Root, "microhv"));

    [Fact]
    public void It_knows_the_command_of_every_distribution()
    {
        string words = Regex.Replace(_launcher, " +", " ");
        Assert.Equal(Distribution.Debian.Installer, Distribution.Ubuntu.Installer);
        Assert.Contains($"say \" Debian, Ubuntu: {Distribution.Debian.Installer} $1\"", words);
        Assert.Contains($"say \" Fedora: {Distribution.Fedora.Installer} $2\"", words);
        Assert.Contains($"say \" Arch: {Distribution.Arch.Installer} $3\"", words);
    }

    [Fact]
    public void It_knows_the_packages_of_the_SDK()
    {
        PackageNames sdk = ToolTable.Dotnet.Packages;
        Assert.Equal(sdk.Debian, sdk.Ubuntu);
        string[] named = [.. SdkLine().Matches(_launcher).Select(match => match.Groups["packages"].Value).Distinct()];
        Assert.Equal([$"{sdk.Debian} {sdk.Fedora} {sdk.Arch}"], named);
    }

    [Fact]
    public void It_knows_the_package_of_each_tool_that_its_build_calls_which_is_the_same_everywhere()
    {
        RequiredTool[] tools = [.. ToolTable.Build.Where(tool => tool != ToolTable.Dotnet)];
        Assert.Equal(
            tools.Select(tool => (tool.Places[0], tool.Packages)),
            ToolLine().Matches(_launcher).Select(match => (match.Groups["tool"].Value, new PackageNames(match.Groups["package"].Value))));
        Assert.Contains("name_ways_out \"${packages[*]}\" \"${packages[*]}\" \"${packages[*]}\"", _launcher);
    }

    [GeneratedRegex(@"name_ways_out (?<packages>dotnet.*)")]
    private static partial Regex SdkLine();

    [GeneratedRegex(@"command -v (?<tool>\S+) >/dev/null \|\| packages\+=\((?<package>\S+)\)")]
    private static partial Regex ToolLine();
}
