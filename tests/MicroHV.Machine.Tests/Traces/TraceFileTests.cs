// Traces in files: whole, cut short, damaged.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Traces;

public sealed class TraceFileTests
{
    [Fact]
    public void A_trace_comes_back_as_it_was_written()
    {
        Trace trace = TraceFile.Read(new MemoryStream(File()));
        Assert.Equivalent(SmallTrace.Description, trace.Description, strict: true);
        Assert.True(trace.IsWhole);
        Assert.Equal(
            [(1, 0ul), (0, 0ul), (0, 1ul), (0, 12ul)], trace.Events.Select(item => (item.Cpu, item.Sequence)));
        Assert.Equal(
            [TraceKind.Sleep, TraceKind.Frame, TraceKind.WindowStart, TraceKind.Error], trace.Events.Select(item => item.Kind));
        Assert.Equal((6, 3), (trace.Events[3].Record.Detail, trace.Events[3].Record.Subject));
    }

    [Fact]
    public void What_is_missing_between_two_blocks_was_lost()
    {
        Trace trace = TraceFile.Read(new MemoryStream(File()));
        Assert.Equal([new TraceLoss(0, 2, 10, SmallTrace.Epoch + 900)], trace.Losses);
        Assert.Equal(10ul, trace.LostCount);
    }

    [Fact]
    public void A_file_that_was_cut_short_has_what_came_before_and_says_so()
    {
        byte[] file = File();
        for (int cut = 1; cut <= 16 + 16 + 16; cut++)
        {
            Trace trace = TraceFile.Read(new MemoryStream(file[..^cut]));
            Assert.False(trace.IsWhole);
            Assert.Equal(cut <= 16 ? 4 : 3, trace.Events.Count);
        }
    }

    [Fact]
    public void Every_byte_of_the_head_counts()
    {
        byte[] file = File();
        for (int i = 0; i < 12; i++)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= 0x40;
            Assert.Throws<InvalidDataException>(() => TraceFile.Read(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public void No_damage_is_more_than_an_error()
    {
        Random random = new(5);
        byte[] file = File();
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. file];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string path = Path.GetTempFileName();
            try
            {
                System.IO.File.WriteAllBytes(path, damaged);
                _ = TraceFile.Read(path);
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            }
            finally
            {
                System.IO.File.Delete(path);
            }
        }
    }

    [Theory]
    [InlineData(2u, 1u, "a block of CPU 2 has 1 records")]
    [InlineData(0u, 255u, "a block of CPU 0 has 255 records")]
    public void A_block_that_cannot_be_is_named(uint cpu, uint count, string expected)
    {
        MemoryStream file = new();
        using (TraceFileWriter writer = new(file, SmallTrace.Description))
        {
            writer.Append((int)cpu, 0, new TraceRecord[count]);
        }

        InvalidDataException error =
            Assert.Throws<InvalidDataException>(() => TraceFile.Read(new MemoryStream(file.ToArray())));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_that_come_twice_are_damage()
    {
        MemoryStream file = new();
        using (TraceFileWriter writer = new(file, SmallTrace.Description))
        {
            writer.Append(1, 5, new TraceRecord[2]);
            writer.Append(1, 6, new TraceRecord[1]);
        }

        InvalidDataException error =
            Assert.Throws<InvalidDataException>(() => TraceFile.Read(new MemoryStream(file.ToArray())));
        Assert.Contains("CPU 1 has record 6 twice", error.Message, StringComparison.Ordinal);
    }

    private static byte[] File()
    {
        MemoryStream file = new();
        using (TraceFileWriter writer = new(file, SmallTrace.Description))
        {
            writer.Append(
                0, 0, [SmallTrace.Record(500, TraceKind.Frame), SmallTrace.Record(600, TraceKind.WindowStart, 0)]);
            writer.Append(1, 0, [SmallTrace.Record(400, TraceKind.Sleep)]);
            writer.Append(0, 12, [SmallTrace.Record(900, TraceKind.Error, 3, 6)]);
            writer.Complete();
        }

        return file.ToArray();
    }
}
