// The blob: the kernel's own reader accepts it, and it is the same every time.
using System.Runtime.CompilerServices;
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
    public void Hypercalls_from_users_are_for_the_partition_that_says_so()
    {
        LoadedSystem loaded = _good.Load("arguments = \"gain=3\"", "arguments = \"gain=3\"\nuser-hypercalls = true");
        SystemPlan plan = loaded.Plan!;
        Read(BlobWriter.Write(plan, new BlobOptions()), plan, config => Assert.Equal(
            [PartitionOptions.UserHypercalls, PartitionOptions.None],
            config.Partitions.ToArray().Select(partition => partition.Options)));
    }

    [Fact]
    public void Every_partition_hides_its_own_of_CPUID()
    {
        LoadedSystem loaded = _good.LoadText(GoodSystem.Text
            .Replace(
                "arguments = \"gain=3\"",
                "arguments = \"gain=3\"\ncpuid = { hide = [\"7.0.ebx.5\", \"aes\", \"7.0.ebx.7\"] }",
                StringComparison.Ordinal)
            .Replace(
                "image = \"general.elf\"", "image = \"general.elf\"\ncpuid = { hide = [\"sse3\"] }", StringComparison.Ordinal));
        SystemPlan plan = loaded.Plan!;
        Read(BlobWriter.Write(plan, new BlobOptions()), plan, config =>
        {
            Assert.Equal(
                [(0u, 2u), (2u, 1u)],
                config.Partitions.ToArray().Select(partition => (partition.FirstCpuidMask, partition.CpuidMaskCount)));
            ReadOnlySpan<CpuidMaskRecord> first = MasksOf(config, 0);
            Assert.Equal((1u, CpuidMaskRecord.AnySubleaf, 1u << 25), (first[0].Leaf, first[0].Subleaf, first[0].Ecx));
            Assert.Equal((7u, 0u, (1u << 5) | (1u << 7)), (first[1].Leaf, first[1].Subleaf, first[1].Ebx));
            Assert.Equal((1u, 1u), (MasksOf(config, 1)[0].Leaf, MasksOf(config, 1)[0].Ecx));
        });
    }

    [Fact]
    public void Partitions_have_the_MSRs_that_they_are_granted_and_share_bitmaps_that_are_equal()
    {
        LoadedSystem granted = _good.Load(
            "arguments = \"gain=3\"",
            "arguments = \"gain=3\"\nmsrs = [{ range = 0xFE, reason = \"a constant\" }]");
        SystemPlan plan = granted.Plan!;
        Read(BlobWriter.Write(plan, new BlobOptions()), plan, config =>
        {
            PartitionRecord[] records = config.Partitions.ToArray();
            Assert.Equal([false, true], records.Select(record => IsSet(config, record.VmxMsrBitmapOffset, MsrBits.VmxRead(0xFE))));
            Assert.Equal([true, true], records.Select(record => IsSet(config, record.VmxMsrBitmapOffset, MsrBits.VmxWrite(0xFE))));
            Assert.Equal([false, true], records.Select(record => IsSet(config, record.SvmMsrBitmapOffset, MsrBits.SvmRead(0xFE))));
            Assert.Equal([true, true], records.Select(record => IsSet(config, record.SvmMsrBitmapOffset, MsrBits.SvmWrite(0xFE))));
        });

        SystemPlan plain = _good.Plan();
        Read(BlobWriter.Write(plain, new BlobOptions()), plain, config =>
        {
            PartitionRecord[] records = config.Partitions.ToArray();
            Assert.Equal(records[0].VmxMsrBitmapOffset, records[1].VmxMsrBitmapOffset);
            Assert.Equal(records[0].SvmMsrBitmapOffset, records[1].SvmMsrBitmapOffset);
        });
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

    private static unsafe ReadOnlySpan<CpuidMaskRecord> MasksOf(SystemConfig config, int partition)
    {
        ref readonly PartitionRecord record = ref config.Partitions[partition];
        ref readonly SystemHeader header = ref config.Header;
        byte* masks = (byte*)Unsafe.AsPointer(in header) + header.CpuidMasks.Offset;
        return new ReadOnlySpan<CpuidMaskRecord>(masks, (int)header.CpuidMasks.Count)
            .Slice((int)record.FirstCpuidMask, (int)record.CpuidMaskCount);
    }

    private static unsafe bool IsSet(SystemConfig config, uint bitmap, uint bit) =>
        (((byte*)config.Bitmap(bitmap))[bit / 8] & (1 << (int)(bit % 8))) != 0;

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
