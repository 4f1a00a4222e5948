// The last record of a kernel whose consoles are no more what they were.
using System.Runtime.InteropServices;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Machines;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Consoles;

public sealed unsafe class LastRecordTests : IDisposable
{
    private const uint Port = 0x3F8;

    private readonly PartitionConsole* _consoles =
        (PartitionConsole*)NativeMemory.AllocZeroed(2, (nuint)sizeof(PartitionConsole));

    [Fact]
    public void It_comes_behind_text_that_seems_to_have_no_end()
    {
        _consoles[0].Written = 0x8000_0000;
        List<TranscriptEvent> events = Finish();
        StopEvent stop = Assert.Single(events.OfType<StopEvent>());
        Assert.Equal(653ul, stop.Record.Detail0);
        Assert.Empty(events.OfType<GarbledEvent>());
        Assert.NotEmpty(events.OfType<PartitionTextEvent>());
    }

    [Fact]
    public void It_comes_behind_all_the_text_that_rings_can_hold()
    {
        byte[] text = [.. Enumerable.Repeat((byte)'\n', (int)PartitionConsole.RingSizeBytes)];
        for (int i = 0; i < 2; i++)
        {
            fixed (byte* bytes = text)
            {
                Assert.True(_consoles[i].TryWrite(bytes, (uint)text.Length, out uint taken));
                Assert.Equal(PartitionConsole.RingSizeBytes, taken);
            }
        }

        List<TranscriptEvent> events = Finish();
        Assert.Equal(text.Length * 2, events.OfType<PartitionTextEvent>().Count());
        Assert.IsType<StopEvent>(events[^1]);
    }

    public void Dispose() => NativeMemory.Free(_consoles);

    private List<TranscriptEvent> Finish()
    {
        using SoftwareMachine machine = new(SmallSystem.RamSizeBytes);
        SoftwarePc pc = new(machine);
        ConsoleDrain drain = default;
        machine.Run(() =>
        {
            drain.Open(Port, 1);
            drain.Attach(_consoles, 2);
            BootRecord boot = default;
            drain.Send(WireRecordKind.Boot, (byte*)&boot, (uint)sizeof(BootRecord));
            StopRecord record = new() { Detail0 = 653 };
            drain.Finish(WireRecordKind.Stop, (byte*)&record, (uint)sizeof(StopRecord));
            Cpu.Cpu.Halt();
        });
        return ConsoleFixture.Decode(pc.Uart.Sent, 2);
    }
}
