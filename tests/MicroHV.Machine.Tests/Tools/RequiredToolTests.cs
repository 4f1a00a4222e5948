// Tools are found where each distribution puts them.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Tools;

public sealed class RequiredToolTests
{
    [Fact]
    public void A_command_is_found_in_PATH()
    {
        using FakeHost host = FakeHost.Debian();
        Assert.Equal(host.AddCommand("nasm"), ToolTable.Nasm.Find(host.Host));
    }

    [Fact]
    public void A_file_that_may_not_be_executed_is_no_command()
    {
        using FakeHost host = FakeHost.Debian();
        host.AddFile("/bin/nasm");
        Assert.False(ToolTable.Nasm.IsOn(host.Host));
    }

    [Fact]
    public void Fedoras_grub2_mkrescue_serves_as_grub_mkrescue()
    {
        using FakeHost host = new("ID=fedora\n");
        Assert.Equal(host.AddCommand("grub2-mkrescue"), ToolTable.GrubRescue.Find(host.Host));
    }

    [Theory]
    [InlineData("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd")]
    [InlineData("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd")]
    [InlineData("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd")]
    public void Firmware_is_found_with_the_variables_of_the_same_build(string code, string variables)
    {
        using FakeHost host = FakeHost.Debian();
        host.AddFile(code);
        Assert.EndsWith(code, ToolTable.Ovmf.Find(host.Host));
        Assert.Equal(variables, UefiFirmware.VariablesOf(code));
    }

    [Theory]
    [InlineData("/usr/share/bochs/VGABIOS-lgpl-latest")]
    [InlineData("/usr/share/vgabios/VGABIOS-lgpl-latest.bin")]
    [InlineData("/usr/local/share/bochs/VGABIOS-lgpl-latest.bin")]
    public void The_option_ROM_of_Bochs_is_found_wherever_it_lies(string path)
    {
        using FakeHost host = FakeHost.Debian();
        host.AddFile(path);
        Assert.EndsWith(path, ToolTable.BochsVgaBios.Find(host.Host));
    }

    [Fact]
    public void What_is_missing_says_so_by_name()
    {
        RequiredTool nowhere = new("warp drive", "flies", new("warp"), "no-such-command-anywhere");
        Assert.Equal(
            "warp drive is missing; see 'microhv doctor'", Assert.Throws<InvalidOperationException>(nowhere.Require).Message);
    }
}
