// What is wrong with port grants.
namespace MicroHV.Partitions.Tests;

public sealed class PortTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Theory]
    [InlineData("0x3fd", "the console")]
    [InlineData("0x21", "the interrupt controller")]
    [InlineData("0x43", "the timer")]
    public void The_kernels_ports_are_granted_to_nobody(string port, string device) =>
        Assert.Equal(
            $"system.toml:20:10: MHV0403: port grant 0x{port[2..].ToUpperInvariant()} of 'safety' reaches {device}, which is the kernel's; leave these ports out",
            _good.Message("0x60", $"{{ range = {port}, reason = \"because\" }}"));

    [Theory]
    [InlineData("0xcf8", "PCI configuration")]
    [InlineData("0xcf9", "reset")]
    [InlineData("0x92", "reset")]
    [InlineData("0x64", "reset through the keyboard controller")]
    [InlineData("0xb2", "system management interrupts")]
    [InlineData("0xc0", "ISA DMA")]
    public void A_dangerous_port_needs_a_reason(string port, string danger) =>
        Assert.StartsWith(
            $"system.toml:20:10: MHV0404: port grant 0x{port[2..].ToUpperInvariant()} of 'safety' reaches {danger}; ",
            _good.Message("0x60", port), StringComparison.Ordinal);

    [Fact]
    public void A_dangerous_port_with_a_reason_is_granted() =>
        Assert.Empty(_good.Load("0x60", "{ range = 0x64, reason = \"the keyboard is this partition's\" }").Diagnostics);
}
