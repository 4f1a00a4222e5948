// C# guests outside of the repository, built without `microhv`.
using System.Diagnostics;
using MicroHV.Image.Tests.Documentation;

namespace MicroHV.Image.Tests.Authoring;

[Collection(ProjectBuilds.Collection)]
public sealed class KitLocationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    public KitLocationTests() =>
        Assert.Equal(0, MicroHVCommand.Run(_folder, ["new", "mine", "--template", "hello-csharp"]).ExitCode);

    private string Props => Path.Combine(_folder, "mine", "Directory.Build.props");

    private string Image => Path.Combine(_folder, "mine", "greeter", "bin", "greeter.elf");

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Dotnet_build_alone_finds_the_kit()
    {
        (int exitCode, string output) = Build();
        Assert.True(exitCode == 0, output);
        Assert.True(File.Exists(Image));
    }

    [Fact]
    public void When_MicroHV_moved_the_build_says_so_with_the_way_out()
    {
        Move();
        (int exitCode, string output) = Build();
        Assert.NotEqual(0, exitCode);
        Assert.Contains(
            "MicroHV is not in /nowhere/: correct the path in this file, or set the environment variable MicroHVRoot",
            output, StringComparison.Ordinal);
        Assert.False(File.Exists(Image));
    }

    [Fact]
    public void When_MicroHV_moved_its_command_still_builds()
    {
        Move();
        (int exitCode, string output) = MicroHVCommand.Run(_folder, ["check", "mine"]);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void When_MicroHV_moved_the_environment_may_say_where_it_is()
    {
        Move();
        (int exitCode, string output) = Build(("MicroHVRoot", Repository.Root));
        Assert.True(exitCode == 0, output);
    }

    private void Move() => File.WriteAllText(
        Props, File.ReadAllText(Props).Replace($"{Repository.Root}/", "/nowhere/", StringComparison.Ordinal));

    private (int ExitCode, string Output) Build(params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet", ["build", "-nologo", "-v", "quiet", "greeter"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(_folder, "mine"),
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
