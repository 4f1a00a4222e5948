// Campaigns on a host that lacks what their lanes need.
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Injection;

[Collection(ProjectBuilds.Collection)]
public sealed class MissingEmulatorTests : IDisposable
{
    private const int ToolMissing = 3;

    private const string Campaign = """
        system = "neighbours"
        lanes = ["model-vtx", "LANE"]
        runs = 2

        [[fault]]
        location = "memory"
        """;

    private readonly CampaignShell _shell = new(Campaign);

    public void Dispose() => _shell.Dispose();

    // Links to all commands of this host but the one, and but those that would install it.
    [Theory]
    [InlineData("qemu-svm", "qemu-system-x86_64", "")]
    [InlineData("qemu-svm", "qemu-system-x86_64", "--run 1 --lane qemu-svm")]
    [InlineData("qemu-svm", "gdb", "--run 1 --gdb")]
    [InlineData("bochs-vtx", "bochs", "--shard 1/2")]
    public void The_command_ends_with_3_and_the_package_before_any_run(string lane, string command, string options)
    {
        RequiredTool tool = new[] { ToolTable.Qemu, ToolTable.Gdb, ToolTable.Bochs }.Single(each => each.Name == command);
        _shell.Write(Campaign.Replace("LANE", lane, StringComparison.Ordinal));
        (int exitCode, string output) = _shell.Run(
            $"""
            mkdir bin
            for folder in $(tr : ' ' <<<$PATH); do ln -st bin $folder/* 2>/dev/null; done
            rm -f bin/{command} bin/apt-get bin/sudo
            PATH=$PWD/bin exec $microhv inject small.toml {options}
            """);
        Assert.True(exitCode == ToolMissing, output);
        Assert.Contains($"microhv: {command} is missing (", output, StringComparison.Ordinal);
        Assert.Contains(
            Host.Here.Distribution is { } distribution ? distribution.PackagesOf([tool])[0] : "microhv doctor",
            output.Split("install", 2)[1],
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shell.PathOf("out")));
    }
}
