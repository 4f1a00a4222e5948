// A console that one CPU fills while another empties it.
using System.Runtime.InteropServices;
using MicroHV.Kernel.Console;

namespace MicroHV.Kernel.Tests.Consoles;

public sealed unsafe class TwoCpuConsoleTests : IDisposable
{
    private const int Bytes = 200_000;

    private readonly PartitionConsole* _console =
        (PartitionConsole*)NativeMemory.AllocZeroed((nuint)sizeof(PartitionConsole));

    [Fact]
    public void Text_is_neither_lost_nor_doubled_nor_changed_on_its_way()
    {
        // A line feed now and then, and bytes whose order shows.
        byte[] text = [.. Enumerable.Range(0, Bytes).Select(i => i % 61 == 0 ? (byte)'\n' : (byte)(i % 251))];
        Thread writer = new(() => WriteAll(text));
        List<byte> taken = [];
        writer.Start();
        while (taken.Count < text.Length)
        {
            if (_console->Waiting != 0)
            {
                taken.Add(_console->Take());
            }
        }

        writer.Join();
        Assert.Equal(text, taken);
        Assert.Equal((0u, 0u, false), (_console->Waiting, _console->Lines, _console->HasText));
    }

    [Fact]
    public void Marks_of_both_sides_are_kept()
    {
        const int Rounds = 100_000;
        Thread teller = new(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                _console->Tell(PendingRecords.Error);
            }
        });
        teller.Start();
        for (int i = 0; i < Rounds; i++)
        {
            _console->Tell(PendingRecords.End);
            _console->Begin(PendingRecords.End);
        }

        teller.Join();
        Assert.Equal(PendingRecords.Error, _console->Pending);
    }

    public void Dispose() => NativeMemory.Free(_console);

    private void WriteAll(byte[] text)
    {
        int written = 0;
        fixed (byte* bytes = text)
        {
            while (written < text.Length)
            {
                uint piece = (uint)Math.Min(37, text.Length - written);
                Assert.True(_console->TryWrite(bytes + written, piece, out uint taken));
                written += (int)taken;
            }
        }
    }
}
