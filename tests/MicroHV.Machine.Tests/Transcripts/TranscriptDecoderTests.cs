// What the decoder makes of lines that a kernel writes, and of lines that it never writes.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Transcripts;

public sealed class TranscriptDecoderTests
{
    [Fact]
    public void A_boot_record_becomes_a_boot()
    {
        BootEvent boot = Assert.IsType<BootEvent>(Assert.Single(DecoderFixture.Decode(Records.Boot)));
        Assert.Equal(Vendor.Amd, boot.Record.Vendor);
    }

    [Fact]
    public void A_partitions_text_keeps_its_bytes()
    {
        List<TranscriptEvent> events = DecoderFixture.Decode(Records.Boot + "1> a\\5cb\\1b[31m\n");
        Assert.Equal("a\\b\u001b[31m\n"u8.ToArray(), DecoderFixture.TextOf(events, 1));
    }

    [Fact]
    public void A_lone_backslash_says_that_the_line_goes_on()
    {
        List<TranscriptEvent> events = DecoderFixture.Decode(Records.Boot + "0> half\\\n0>  done\n");
        Assert.Equal("half done\n"u8.ToArray(), DecoderFixture.TextOf(events, 0));
    }

    [Fact]
    public void An_error_record_keeps_its_registers()
    {
        List<TranscriptEvent> events =
            DecoderFixture.Decode(Records.Boot + Records.Error(1, HealthEvent.MemoryViolation));
        Assert.Equal(0xDEAD_BEEFUL, Assert.IsType<PartitionErrorEvent>(events[1]).Record.State.General.Rax);
    }

    [Fact]
    public void A_stop_before_the_boot_is_a_refusal()
    {
        List<TranscriptEvent> events = DecoderFixture.Decode(Records.Stop(StopReason.BlobMagic));
        Assert.Equal(StopReason.BlobMagic, Assert.IsType<StopEvent>(Assert.Single(events)).Record.Reason);
    }

    [Fact]
    public void Lines_before_the_boot_are_firmwares()
    {
        List<TranscriptEvent> events = DecoderFixture.Decode("BdsDxe: loading\r\n#zz\n" + Records.Boot);
        Assert.Equal(
            [typeof(FirmwareEvent), typeof(FirmwareEvent), typeof(BootEvent)], events.Select(item => item.GetType()));
    }

    [Fact]
    public void A_boot_record_behind_an_open_line_of_firmware_is_found()
    {
        List<TranscriptEvent> events = DecoderFixture.Decode("\u001b[2J#1: GRUB " + Records.Boot);
        _ = Assert.IsType<BootEvent>(Assert.Single(events));
    }

    [Fact]
    public void Text_before_the_boot_is_no_partitions()
    {
        _ = Assert.IsType<FirmwareEvent>(Assert.Single(DecoderFixture.Decode("0> hello\n")));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("2> no such partition")]
    [InlineData("00> leading zero")]
    [InlineData("-1> negative")]
    [InlineData("4294967296> too large")]
    [InlineData("0>no space")]
    [InlineData("0> bad escape \\4")]
    [InlineData("0> bad escape \\zz")]
    [InlineData("0> raw \u001b[31m")]
    [InlineData("0> raw \u00ff")]
    [InlineData("0> carriage return\r")]
    [InlineData("#04 zz")]
    [InlineData("#04 0")]
    [InlineData("#04 00")]
    [InlineData("#0 00")]
    [InlineData("#ff 00")]
    [InlineData("#00 ")]
    [InlineData(" #04 00")]
    public void A_line_that_the_kernel_never_writes_is_garbled(string line)
    {
        List<TranscriptEvent> events = DecoderFixture.Decode(Records.Boot + line + "\n");
        _ = Assert.IsType<GarbledEvent>(events[1]);
    }

    [Fact]
    public void A_record_of_a_partition_that_does_not_exist_is_garbled() =>
        Assert.IsType<GarbledEvent>(DecoderFixture.Decode(Records.Boot + Records.End(2))[1]);

    [Fact]
    public void A_second_boot_is_garbled() =>
        Assert.IsType<GarbledEvent>(DecoderFixture.Decode(Records.Boot + Records.Boot)[1]);

    [Fact]
    public void An_empty_line_says_that_a_kernel_boots_and_what_the_reset_cut_is_nobody_s_fault()
    {
        List<TranscriptEvent> events = DecoderFixture.Decode(
            $"\n{Records.Boot}0> whole\n#04 0123\nBdsDxe: loading\n\n{Records.Crash()}{Records.Boot}0> again\n");
        Assert.Equal(
            [
                typeof(BootEvent), typeof(PartitionTextEvent), typeof(FirmwareEvent), typeof(FirmwareEvent), typeof(ResetEvent),
                typeof(CrashEvent), typeof(BootEvent), typeof(PartitionTextEvent),
            ],
            events.Select(item => item.GetType()));
    }

    [Fact]
    public void A_garbled_line_that_no_boot_follows_stays_garbled_and_in_its_place() =>
        Assert.Equal(
            [typeof(BootEvent), typeof(GarbledEvent), typeof(PartitionTextEvent)],
            DecoderFixture.Decode(Records.Boot + "what\n0> on\n").Select(item => item.GetType()));

    [Fact]
    public void Behind_a_stop_that_resets_the_machine_another_kernel_boots() =>
        Assert.Equal(
            [typeof(BootEvent), typeof(StopEvent), typeof(FirmwareEvent), typeof(CrashEvent), typeof(BootEvent)],
            DecoderFixture.Decode($"{Records.Boot}{Records.Reset}GRUB\n\n{Records.Crash()}{Records.Boot}")
                .Select(item => item.GetType()));

    [Fact]
    public void A_crash_record_behind_a_boot_is_garbled() =>
        Assert.IsType<GarbledEvent>(DecoderFixture.Decode(Records.Boot + Records.Crash())[1]);

    [Theory]
    [InlineData(CrashRecord.ShortSizeBytes - 1)]
    [InlineData(CrashRecord.ShortSizeBytes + 1)]
    public void A_crash_record_of_another_size_is_none(uint sizeBytes) =>
        Assert.IsType<FirmwareEvent>(Assert.Single(DecoderFixture.Decode(Records.Crash(sizeBytes))));

    [Fact]
    public void Nothing_follows_a_stop() =>
        Assert.IsType<GarbledEvent>(DecoderFixture.Decode(
            Records.Boot + Records.Stop(StopReason.AllPartitionsIdle) + "0> still here\n")[2]);

    [Fact]
    public void A_line_without_end_is_garbled_at_the_end_of_the_run() =>
        Assert.IsType<GarbledEvent>(DecoderFixture.Decode(Records.Boot + "0> cut off")[1]);

    [Fact]
    public void A_line_longer_than_any_is_garbled_and_the_next_one_is_not()
    {
        string endless = new('a', TranscriptDecoder.MaxLineBytes + 1);
        List<TranscriptEvent> events = DecoderFixture.Decode($"{Records.Boot}0> {endless}\n0> ok\n");
        Assert.Equal(
            [typeof(BootEvent), typeof(GarbledEvent), typeof(PartitionTextEvent)], events.Select(item => item.GetType()));
    }
}
