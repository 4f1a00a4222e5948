// Installing what is missing, with commands that only pretend.
using MicroHV.Image.Tools;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Tools;

public sealed class ToolInstallerTests : IDisposable
{
    private static readonly RequiredTool _present = new("a shell", "is always there", new("dash"), "sh");
    private static readonly RequiredTool _missing = new("wings", "fly", new("no-such-package", "fedora-wings", "arch-wings"), "no-such-tool");
    private static readonly RequiredTool _other = new("fins", "swim", new("another-package"), "no-such-tool-either");
    private readonly StringWriter _output = new();
    private readonly List<string> _commands = [];
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("microhv-host-");

    /// <summary>Removes the folder.</summary>
    public void Dispose() => _root.Delete(recursive: true);

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

    [Theory]
    [InlineData("ID=fedora", "sudo dnf install -y another-package fedora-wings")]
    [InlineData("ID=manjaro\nID_LIKE=arch", "sudo pacman -S --needed another-package arch-wings")]
    public void Elsewhere_it_runs_nothing_and_names_the_one_command(string osRelease, string command)
    {
        Assert.Equal([_missing, _other], Installer(isRoot: true, _ => 0, osRelease).Install([_missing, _other]));

        Assert.Empty(_commands);
        Assert.Equal(
            $"microhv: wings is missing (fly)\nmicrohv: fins is missing (swim)\nmicrohv: install it with: {command}\n",
            _output.ToString());
    }

    [Fact]
    public void On_a_distribution_that_is_not_known_it_runs_nothing_and_says_who_knows_more()
    {
        _ = Installer(isRoot: true, _ => 0, "ID=nixos").Install([_missing]);

        Assert.Empty(_commands);
        Assert.EndsWith(
            "'microhv doctor' says how to install it on Debian, Ubuntu, Fedora, Arch and in a container\n", _output.ToString());
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

    private ToolInstaller Installer(bool isRoot, Func<string, int> outcome, string osRelease = "ID=debian")
    {
        string etc = Directory.CreateDirectory(Path.Combine(_root.FullName, "etc")).FullName;
        File.WriteAllText(Path.Combine(etc, "os-release"), osRelease);
        return new(
            _output,
            (command, arguments) =>
            {
                string line = $"{command} {string.Join(' ', arguments)}";
                _commands.Add(line);
                return outcome(line);
            },
            isRoot,
            Host.Here with { Root = _root.FullName });
    }
}
