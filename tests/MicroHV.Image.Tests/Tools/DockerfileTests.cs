// The container has every tool of the table, from Debian.
using System.Text.Json.Nodes;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Tools;

public sealed class DockerfileTests
{
    // What is no tool of MicroHV's: a clone is made with it.
    private const string Git = "git";

    // Debian has no package of it.
    private const string Sdk = "dotnet-sdk-10.0";

    private static readonly string[] _instructions = Instructions();

    [Fact]
    public void It_installs_every_package_of_the_table_but_the_SDK_and_git()
    {
        IEnumerable<RequiredTool> tools =
            ToolTable.Build.Concat(ToolTable.AnyIso).Concat(ToolTable.Tests).Concat(Lane.All.SelectMany(lane => lane.RequiredTools));
        const string Install = "apt-get install -y --no-install-recommends ";
        string list = _instructions.Last(line => line.Contains(Install, StringComparison.Ordinal));
        string packages = list[(list.IndexOf(Install, StringComparison.Ordinal) + Install.Length)..];
        Assert.Equal(
            [.. Distribution.Debian.PackagesOf(tools).Where(package => package != Sdk).Append(Git).Order(StringComparer.Ordinal)],
            packages[..packages.IndexOf("&&", StringComparison.Ordinal)].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void It_installs_the_SDK_that_the_repository_asks_for()
    {
        string wanted = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "global.json")))!["sdk"]!["version"]!.GetValue<string>();
        string channel = string.Join('.', wanted.Split('.')[..2]);
        Assert.Contains(_instructions, line => line == "ADD https://dot.net/v1/dotnet-install.sh /tmp/");
        Assert.Contains(_instructions, line => line.Contains($"dotnet-install.sh --channel {channel} ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_instruction_is_one_that_Docker_knows()
    {
        string[] known = ["FROM", "ADD", "RUN", "ENV", "COPY", "WORKDIR", "CMD"];
        Assert.All(_instructions, line => Assert.Contains(line.Split(' ')[0], known));
    }

    [Fact]
    public void What_builds_leave_is_not_sent_to_Docker()
    {
        string[] ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"));
        Assert.Superset(new HashSet<string> { "out", "**/bin", "**/obj", "**/out" }, ignored.ToHashSet());
    }

    [Fact]
    public void Its_first_lines_are_what_doctor_prints()
    {
        string head = string.Concat(Lines().TakeWhile(line => line.StartsWith('#')).Select(line => line[1..].Trim() + "\n"));
        Assert.All(Container.Command.Split(" && "), command => Assert.Contains(command, head));
    }

    // Lines that end with a backslash go on; lines that begin with # are comments.
    private static string[] Instructions()
    {
        string text = string.Join('\n', Lines().Where(line => !line.StartsWith('#')));
        return
        [
            .. text.Replace("\\\n", " ", StringComparison.Ordinal)
                .Split('\n')
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                .Where(line => line.Length != 0),
        ];
    }

    private static string[] Lines() => File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));
}
