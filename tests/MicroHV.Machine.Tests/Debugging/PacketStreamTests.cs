// Packets of gdb's remote serial protocol.
using System.Text;
using CsCheck;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Debugging;

public sealed class PacketStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_packet_has_the_sum_of_its_payload()
    {
        using MemoryStream stream = new();
        await new PacketStream(stream).WriteAsync("g", Cancellation);
        Assert.Equal("$g#67", Encoding.Latin1.GetString(stream.ToArray()));
    }

    [Fact]
    public void Any_payload_comes_back() =>
        Gen.Char['\u0020', '\u00ff'].Where(letter => letter is not ('#' or '$')).Array[0, 3000].Sample(letters =>
        {
            string payload = new(letters);
            using MemoryStream stream = new();
            new PacketStream(stream).WriteAsync(payload, Cancellation).GetAwaiter().GetResult();
            stream.Position = 0;
            Assert.Equal(payload, new PacketStream(stream).ReadAsync(Cancellation).GetAwaiter().GetResult());
        });

    [Theory]
    [InlineData("++$OK#9a", "OK")]
    [InlineData("$#00", "")]
    [InlineData("\u0003", PacketStream.Interrupt)]
    [InlineData("", null)]
    [InlineData("$OK", null)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", null)]
    public async Task Acknowledgements_and_what_is_no_packet_are_passed_over(string bytes, string? payload)
    {
        using MemoryStream stream = new();
        stream.Write(Encoding.Latin1.GetBytes(bytes));
        stream.Position = 0;
        Assert.Equal(payload, await new PacketStream(stream).ReadAsync(Cancellation));
    }

    [Theory]
    [InlineData("$OK#9b")]
    [InlineData("$OK#zz")]
    public async Task A_wrong_sum_is_refused(string bytes)
    {
        using MemoryStream stream = new(Encoding.Latin1.GetBytes(bytes));
        await Assert.ThrowsAsync<InvalidDataException>(() => new PacketStream(stream).ReadAsync(Cancellation));
    }

    [Fact]
    public async Task A_packet_without_end_is_refused()
    {
        using MemoryStream stream = new(Encoding.Latin1.GetBytes("$" + new string('m', 100_000)));
        await Assert.ThrowsAsync<InvalidDataException>(() => new PacketStream(stream).ReadAsync(Cancellation));
    }
}
