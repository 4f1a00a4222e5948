// A lane whose emulator cannot serve is refused before anything is started.
using MicroHV.Image.Tools;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Tools;

public sealed class MachineInstallerTests
{
    private readonly StringWriter _output = new();

    [Fact]
    public void A_Bochs_without_VT_x_is_named_once_with_a_way_out()
    {
        using FakeHost host = Host("VMX support: 1");
        Assert.False(new MachineInstaller(_output).AreFit([Lane.BochsVtx, Lane.BochsGrub], host.Host));
        Assert.StartsWith(
            "microhv: this Bochs has no VT-x with EPT: it says 'VMX support: 1'; build one with --enable-x86-64",
            Assert.Single(_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void A_Bochs_with_VT_x_is_taken_without_a_word()
    {
        using FakeHost host = Host("VMX support: 2");
        Assert.True(new MachineInstaller(_output).AreFit([Lane.BochsVtx], host.Host));
        Assert.Empty(_output.ToString());
    }

    private static FakeHost Host(string line)
    {
        FakeHost host = FakeHost.Debian();
        _ = host.AddCommand("bochs", $"""
            if [ "$1" = --help ]; then echo corei7_skylake_x; else echo '{line}'; fi
            """);
        return host;
    }
}
