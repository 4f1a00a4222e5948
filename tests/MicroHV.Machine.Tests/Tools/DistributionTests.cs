// The distribution by its os-release file, and its words.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Tools;

public sealed class DistributionTests
{
    [Theory]
    [InlineData("PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"13\"\nID=debian\n", "Debian")]
    [InlineData("NAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\nID=ubuntu\nID_LIKE=debian\n", "Ubuntu")]
    [InlineData("NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "Ubuntu")]
    [InlineData("NAME=\"Fedora Linux\"\nID=fedora\nVERSION_ID=42\n", "Fedora")]
    [InlineData("NAME=\"Rocky Linux\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "Fedora")]
    [InlineData("NAME=\"Arch Linux\"\nID=arch\n", "Arch")]
    [InlineData("NAME='Manjaro Linux'\nID='manjaro'\nID_LIKE='arch'\n", "Arch")]
    public void A_distribution_is_known_by_itself_or_by_what_it_is_like(string osRelease, string name)
    {
        using FakeHost host = new(osRelease);
        Assert.Equal(name, host.Host.Distribution?.Name);
    }

    [Theory]
    [InlineData("ID=nixos\n")]
    [InlineData("ID=opensuse-tumbleweed\nID_LIKE=\"opensuse suse\"\n")]
    [InlineData("NAME=debian\n")]
    [InlineData("")]
    public void Another_one_is_not_taken_for_one_of_them(string osRelease)
    {
        using FakeHost host = new(osRelease);
        Assert.Null(host.Host.Distribution);
    }

    [Fact]
    public void The_file_of_the_administrator_counts_before_that_of_the_vendor()
    {
        using FakeHost host = new("ID=arch\n");
        host.AddFile("/usr/lib/os-release", "ID=fedora\n");
        Assert.Equal(Distribution.Arch, host.Host.Distribution);
    }

    [Fact]
    public void One_command_installs_each_package_once_and_in_order() => Assert.Equal(
        "sudo pacman -S --needed grub libisoburn",
        Distribution.Arch.InstallCommand([ToolTable.Xorriso, ToolTable.GrubRescue, ToolTable.GrubForBios]));

    [Theory]
    [InlineData("Debian", "sudo apt-get install -y chromium ovmf")]
    [InlineData("Ubuntu", "sudo apt-get install -y chromium-browser ovmf")]
    [InlineData("Fedora", "sudo dnf install -y chromium edk2-ovmf")]
    [InlineData("Arch", "sudo pacman -S --needed chromium edk2-ovmf")]
    public void Every_distribution_has_its_own_names(string name, string command) => Assert.Equal(
        command,
        Distribution.All.Single(distribution => distribution.Name == name).InstallCommand([ToolTable.Ovmf, ToolTable.Browser]));
}
