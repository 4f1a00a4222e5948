// `microhv new`, as a shell sees it.
using System.Security.Cryptography;
using MicroHV.Image.Authoring;
using MicroHV.Image.Tests.Documentation;

namespace MicroHV.Image.Tests.Authoring;

[Collection(ProjectBuilds.Collection)]
public sealed class CreateSystemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    /// <summary>Every template.</summary>
    public static TheoryData<string> Templates => [.. SystemTemplate.All.Select(template => template.Name)];

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [MemberData(nameof(Templates))]
    [Trait("Category", "Machine")]
    public void A_template_is_a_system_that_checks_and_runs_outside_of_the_repository(string template)
    {
        AssertGood(Run("new", "mine", "--template", template));
        string check = AssertGood(Run("check", "mine", "--deny-warnings"));
        Assert.Contains("mine: ok", check, StringComparison.Ordinal);
        Assert.Contains("pass mine on", AssertGood(Run("run", "mine")), StringComparison.Ordinal);
    }

    [Fact]
    public void It_names_the_next_three_commands()
    {
        string output = AssertGood(Run("new", "some folder/mine"));
        Assert.EndsWith(
            "next:\n  ./microhv check 'some folder/mine'\n  ./microhv run 'some folder/mine'\n"
            + "  ./microhv build 'some folder/mine' --iso\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_makes_the_files_of_the_template_and_those_that_find_the_kit()
    {
        _ = AssertGood(Run("new", "deep/down/mine", "--template", "two"));
        string mine = Path.Combine(_folder, "deep", "down", "mine");
        string template = SystemTemplate.All.Single(item => item.Name == "two").Folder;
        foreach (string file in SystemTemplate.All.Single(item => item.Name == "two").Files)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(template, file)), File.ReadAllText(Path.Combine(mine, file)));
        }

        Assert.Equal(
            [".gitignore", "Directory.Build.props", "general", "safety", "system.toml"],
            Directory.EnumerateFileSystemEntries(mine).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains(
            $">{Repository.Root}/<", File.ReadAllText(Path.Combine(mine, "Directory.Build.props")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("mine/")]
    [InlineData(".")]
    public void What_is_there_is_not_touched(string folder)
    {
        string mine = Directory.CreateDirectory(Path.Combine(_folder, "mine")).FullName;
        File.WriteAllText(Path.Combine(mine, "system.toml"), "precious");
        (int exitCode, string output) = Run("new", folder);
        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Contains($"there is a {folder} already", output, StringComparison.Ordinal);
        Assert.Equal(
            [Path.Combine(mine, "system.toml")], Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
        Assert.Equal("precious", File.ReadAllText(Path.Combine(mine, "system.toml")));
    }

    [Theory]
    [InlineData("My-System")]
    [InlineData("my_system")]
    [InlineData("a/..b")]
    [InlineData("abcdefghijklmnopqrstuvwxyz-123456")]
    public void A_name_that_no_partition_could_have_is_refused(string folder)
    {
        (int exitCode, string output) = Run("new", folder);
        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Contains("lower-case letters, digits and hyphens", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void An_unknown_template_is_answered_with_those_that_there_are()
    {
        (int exitCode, string output) = Run("new", "mine", "--template", "three");
        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.All(SystemTemplate.All, template => Assert.Contains($"'{template.Name}'", output, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_and_leaves_nothing()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        (int exitCode, string output) = Run("new", "file/mine");
        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.StartsWith("microhv: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(_folder, "file")], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_guest_in_CSharp_has_the_same_bytes_inside_and_outside_of_the_repository()
    {
        _ = AssertGood(Run("new", "mine", "--template", "hello-csharp"));
        _ = AssertGood(Run("check", "mine"));
        string inside = SystemTemplate.All.Single(item => item.Name == "hello-csharp").Folder;
        _ = AssertGood(Run("check", inside));
        Assert.Equal(HashOf(inside), HashOf(Path.Combine(_folder, "mine")));
    }

    private static string HashOf(string system) => Convert.ToHexString(
        SHA256.HashData(File.ReadAllBytes(Path.Combine(system, "greeter", "bin", "greeter.elf"))));

    private static string AssertGood((int ExitCode, string Output) run)
    {
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }

    private (int ExitCode, string Output) Run(params string[] arguments) => MicroHVCommand.Run(_folder, arguments);
}
