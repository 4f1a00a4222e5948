// The trace of QEMU, by the names that its versions have for it.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Emulators;

public sealed class TracedMachineTests
{
    private static readonly string[] _arguments = ["-accel", "tcg", "-m", "64M"];

    [Fact]
    public void An_old_QEMU_has_an_option_of_its_own() =>
        Assert.Equal([.. _arguments, "-singlestep"], TracedMachine.WithSmallBlocks(_arguments, new(7, 2, 22)));

    [Theory]
    [InlineData("8.1.0")]
    [InlineData("10.0.8")]
    public void A_new_QEMU_has_a_property_of_the_translator(string version) => Assert.Equal(
        ["-accel", "tcg,one-insn-per-tb=on", "-m", "64M"], TracedMachine.WithSmallBlocks(_arguments, Version.Parse(version)));
}
