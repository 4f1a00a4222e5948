// What a console takes of one request.
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;

namespace MicroHV.Kernel.Tests.Consoles;

public sealed unsafe class ConsoleWriteTests : IDisposable
{
    private readonly PartitionConsole* _console =
        (PartitionConsole*)NativeMemory.AllocZeroed((nuint)sizeof(PartitionConsole));

    [Fact]
    public void Text_of_any_length_arrives_at_any_place_of_the_ring_and_its_lines_are_counted()
    {
        Random random = new(7);
        for (int round = 0; round < 2_000; round++)
        {
            // Line feeds and their neighbours in value, among all others.
            byte[] text = new byte[random.Next((int)HypercallLimits.MaxConsoleBytes + 1)];
            random.NextBytes(text);
            foreach (ref byte item in text.AsSpan())
            {
                item = (item & 0xC0) == 0 ? (byte)(item & 0x8F) : item;
            }

            uint taken = Write(text);
            Assert.Equal((uint)text.Length, taken);
            Assert.Equal((uint)text.Count(item => item == (byte)'\n'), _console->Lines);
            byte[] back = [.. text.Select(_ => _console->Take())];
            Assert.Equal(text, back);
        }
    }

    [Fact]
    public void What_has_no_room_is_lost_and_counted()
    {
        byte[] text = [.. Enumerable.Repeat((byte)'\n', 256)];
        for (int i = 0; i < 7; i++)
        {
            Assert.Equal(256u, Write(text));
        }

        Assert.Equal(200u, Write(text[..200]));
        Assert.Equal(56u, Write(text));
        Assert.Equal((PartitionConsole.RingSizeBytes, PartitionConsole.RingSizeBytes), (_console->Waiting, _console->Lines));
        Assert.Equal(200ul, _console->LostBytes);
    }

    public void Dispose() => NativeMemory.Free(_console);

    private uint Write(byte[] text)
    {
        fixed (byte* bytes = text)
        {
            Assert.True(_console->TryWrite(bytes, (uint)text.Length, out uint taken));
            return taken;
        }
    }
}
