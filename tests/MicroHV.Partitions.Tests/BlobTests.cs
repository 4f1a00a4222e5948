// The blob: the kernel's own reader accepts it, and it is the same every time.
using System.Runtime.InteropServices;
using CsCheck;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Tests;

public sealed class BlobTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void The_kernel_accepts_the_blob()
    {
        SystemPlan plan = _good.Plan();
        Assert.Equal(StopReason.Undefined, Open(plan, BlobWriter.Write(plan, new BlobOptions())));
    }

    [Fact]
    public void The_kernel_reads_what_the_plan_says()
    {
        SystemPlan plan = _good.Plan();
        Read(BlobWriter.Write(plan, new BlobOptions()), plan, config =>
        {
            Assert.Equal(plan.Regions.Count(), config.Regions.Length);
            Assert.Equal(plan.Regions.Select(
                region => region.HostPhysical), config.Regions.ToArray().Select(region => region.HostPhysical));
            Assert.Equal(
                [2_000_000UL, 8_000_000UL], config.Windows.ToArray().Select(window => window.DurationNanoseconds));
            Assert.Equal(1_000_000_000UL, config.Header.ExpectedTscHertz);
        });
    }

    [Fact]
    public unsafe void A_golden_copy_is_the_image()
    {
        SystemPlan plan = _good.Plan();
        Read(BlobWriter.Write(plan, new BlobOptions()), plan, config =>
        {
            CopyRecord copy = config.CopiesOf(
                in config.Partitions[1]).ToArray().Single(copy => copy.GuestPhysical == 0x20_0000);
            Assert.Equal(
                [1, 2, 3, 4], new ReadOnlySpan<byte>(config.Image(copy.ImageOffset), (int)copy.SizeBytes).ToArray());
        });
    }

    [Fact]
    public void Other_ports_are_absent_for_the_partition_that_says_so()
    {
        LoadedSystem loaded = _good.Load("arguments = \"gain=3\"", "arguments = \"gain=3\"\nother-ports = \"absent\"");
        SystemPlan plan = loaded.Plan!;
        Read(BlobWriter.Write(plan, new BlobOptions()), plan, config => Assert.Equal(
            [PartitionOptions.OtherPortsAbsent, PartitionOptions.None],
            config.Partitions.ToArray().Select(partition => partition.Options)));
    }

    [Fact]
    public void A_run_sets_its_limit_and_its_options()
    {
        SystemPlan plan = _good.Plan();
        BlobOptions options = new() { FrameLimit = 7, Options = SystemOptions.StopWhenAllIdle };
        Read(BlobWriter.Write(plan, options), plan, config =>
        {
            Assert.Equal(7UL, config.Header.FrameLimit);
            Assert.Equal(SystemOptions.StopWhenAllIdle, config.Header.Options);
        });
    }

    [Fact]
    public void The_same_plan_gives_the_same_bytes() =>
        Assert.Equal(
            BlobWriter.Write(_good.Plan(), new BlobOptions()), BlobWriter.Write(_good.Plan(), new BlobOptions()));

    [Fact]
    public void Another_folder_gives_the_same_bytes()
    {
        using GoodSystem elsewhere = new();
        Assert.Equal(
            BlobWriter.Write(_good.Plan(), new BlobOptions()), BlobWriter.Write(elsewhere.Plan(), new BlobOptions()));
    }

    [Fact]
    public void The_blob_has_the_size_that_the_plan_counted_on()
    {
        SystemPlan plan = _good.Plan();
        Assert.Equal(plan.Kernel.BlobSizeBytes, (ulong)BlobWriter.Write(plan, new BlobOptions()).Length);
    }

    [Fact]
    public void Partitions_with_the_same_grants_share_a_bitmap()
    {
        LoadedSystem loaded = _good.Load("ports = [0x60, \"0x2f8-0x2ff\"]", "");
        PartitionRecord[] records = [];
        Read(BlobWriter.Write(
            loaded.Plan!, new BlobOptions()), loaded.Plan!, config => records = config.Partitions.ToArray());
        Assert.Equal(records[0].PortBitmapOffset, records[1].PortBitmapOffset);
    }

    [Fact]
    public void The_checksum_is_the_one_that_everybody_calls_CRC_32C() => Gen.Byte.Array.Sample(bytes =>
        Assert.Equal(BitByBit(bytes), Checksum(bytes)));

    [Fact]
    public void Every_schedule_without_a_diagnostic_is_accepted_by_the_kernel() =>
        Gen.Select(Gen.Int[1, 9_950], Gen.Int[40, 10_000]).Sample((start, duration) =>
        {
            LoadedSystem loaded = _good.LoadText(GoodSystem.Text
                .Replace("start = \"2ms\"", $"start = \"{start}us\"", StringComparison.Ordinal)
                .Replace("duration = \"8ms\"", $"duration = \"{duration}us\"", StringComparison.Ordinal));
            return loaded.Plan is null
                || Open(loaded.Plan, BlobWriter.Write(loaded.Plan, new BlobOptions())) == StopReason.Undefined;
        }, iter: 200);

    [Fact]
    public void Every_memory_without_a_diagnostic_is_accepted_by_the_kernel() =>
        Gen.Select(Gen.UInt[0, 0x9000], Gen.UInt[0, 0x9000]).Sample((at, size) =>
        {
            LoadedSystem loaded = _good.Load(
                "memory = \"2MiB\"", $"memory = {{ at = 0x{at:X}000, size = 0x{size:X}000 }}");
            return loaded.Plan is null
                || Open(loaded.Plan, BlobWriter.Write(loaded.Plan, new BlobOptions())) == StopReason.Undefined;
        }, iter: 200);

    private delegate void Reader(SystemConfig config);

    private static uint BitByBit(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F6_3B78 : 0);
            }
        }

        return ~crc;
    }

    private static unsafe uint Checksum(byte[] bytes)
    {
        fixed (byte* first = bytes)
        {
            return Crc32C.Of(first, (ulong)bytes.Length);
        }
    }

    internal static StopReason Open(SystemPlan plan, byte[] blob)
    {
        StopReason reason = StopReason.Undefined;
        WithMemory(blob, plan, (verdict, _) => reason = verdict.IsAccepted ? StopReason.Undefined : verdict.Reason);
        return reason;
    }

    private static void Read(byte[] blob, SystemPlan plan, Reader reader) => WithMemory(blob, plan, (verdict, config) =>
    {
        Assert.Equal(StopReason.Undefined, verdict.IsAccepted ? StopReason.Undefined : verdict.Reason);
        reader(config);
    });

    // The kernel reads the blob at a page boundary.
    private static unsafe void WithMemory(byte[] blob, SystemPlan plan, Action<ConfigVerdict, SystemConfig> use)
    {
        void* memory = NativeMemory.AlignedAlloc((nuint)blob.Length, 0x1000);
        try
        {
            blob.CopyTo(new Span<byte>(memory, blob.Length));
            KernelPlace place = new() { ImageStart = plan.Kernel.Layout.ImageStart, BlobStart = plan.Kernel.BlobBase };
            ConfigVerdict verdict = SystemConfig.TryOpen(memory, (ulong)blob.Length, in place, out SystemConfig config);
            use(verdict, config);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }
}
