// Installing what is missing, with commands that only pretend.
using MicroHV.Image.Tools;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Tools;

public sealed class ToolInstallerTests
{
    private static readonly RequiredTool _present = new("sh", "dash", "is always there");
    private static readonly RequiredTool _missing = new("no-such-tool", "no-such-package", "flies");
    private static readonly RequiredTool _other = new("no-such-tool-either", "another-package", "swims");
    private readonly StringWriter _output = new();
    private readonly List<string> _commands = [];

    [Fact]
    public void Nothing_is_said_or_done_if_all_is_there()
    {
        Assert.Empty(Installer(isRoot: true, _ => 0).Install([_present]));

        Assert.Empty(_commands);
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void It_says_what_it_installs_before_it_does()
    {
        string saidBefore = "";
        _ = Installer(isRoot: true, command =>
        {
            saidBefore = command.Contains("update", StringComparison.Ordinal) ? _output.ToString() : saidBefore;
            return 0;
        }).Install([_missing, _other]);

        Assert.Contains("installing with apt-get: another-package no-such-package", saidBefore, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_root_it_asks_sudo_but_never_for_a_password()
    {
        _ = Installer(isRoot: false, _ => 0).Install([_missing]);

        Assert.All(
            _commands.Where(command => command.Contains("install", StringComparison.Ordinal)),
            command => Assert.StartsWith("sudo -n apt-get", command, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_root_and_sudo_it_installs_nothing_and_names_the_command()
    {
        IReadOnlyList<RequiredTool> missing =
            Installer(isRoot: false, command => command.StartsWith("sudo", StringComparison.Ordinal) ? 1 : 0).Install([_missing]);

        Assert.Equal([_missing], missing);
        Assert.DoesNotContain(_commands, command => command.Contains("install", StringComparison.Ordinal));
        Assert.Contains("sudo apt-get install -y no-such-package", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_apt_get_it_installs_nothing()
    {
        _ = Installer(isRoot: true, _ => -1).Install([_missing]);

        Assert.Equal(["apt-get --version"], _commands);
    }

    [Fact]
    public void A_package_that_does_not_exist_is_named_and_the_others_are_installed_one_by_one()
    {
        _ = Installer(isRoot: true, command => command.Contains("no-such-package", StringComparison.Ordinal) ? 100 : 0)
            .Install([_missing, _other]);

        Assert.Contains("package no-such-package could not be installed", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains(_commands, command => command.EndsWith("--no-install-recommends another-package", StringComparison.Ordinal));
    }

    private ToolInstaller Installer(bool isRoot, Func<string, int> outcome) => new(
        _output,
        (command, arguments) =>
        {
            string line = $"{command} {string.Join(' ', arguments)}";
            _commands.Add(line);
            return outcome(line);
        },
        isRoot);
}
