// What a QEMU is, read from what real ones say.
using MicroHV.Machine.Tests.Tools;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Emulators;

public sealed class QemuProbeTests
{
    [Theory]
    [InlineData("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)", "QEMU 7.2.22")]
    [InlineData("QEMU emulator version 10.1.2 (qemu-10.1.2-1.fc43)", "QEMU 10.1.2")]
    [InlineData(
        "QEMU emulator version 6.2.0 (Debian 1:6.2+dfsg-2ubuntu6)", "QEMU 6.2.0, but nothing older than 7.2 was ever tried")]
    public void The_version_is_told(string line, string words) =>
        Assert.Equal(new(true, words), Ask(line, "tcg", Accelerator.Tcg));

    [Fact]
    public void A_QEMU_without_TCG_cannot_be_used() => Assert.Equal(
        new(false, "this QEMU 8.0.0 was built without the accelerator tcg; the container of docs/building.md has one that works"),
        Ask("QEMU emulator version 8.0.0", "kvm", Accelerator.Tcg));

    [Fact]
    public void A_QEMU_without_KVM_cannot_use_nested_KVM() =>
        Assert.False(Ask("QEMU emulator version 8.0.0", "tcg", Accelerator.Kvm).IsFit);

    [Fact]
    public void A_program_that_is_no_QEMU_is_not_used() =>
        Assert.EndsWith("qemu does not say which QEMU it is", Ask("hello", "tcg", Accelerator.Tcg).Words);

    private static Fitness Ask(string version, string accelerators, Accelerator accelerator)
    {
        using FakeHost host = FakeHost.Debian();
        return QemuProbe.Ask(
            host.AddCommand("qemu", $"""
                if [ "$1" = --version ]; then echo '{version}'; else printf 'Accelerators supported in QEMU binary:\n{accelerators}\n'; fi
                """),
            accelerator);
    }
}
