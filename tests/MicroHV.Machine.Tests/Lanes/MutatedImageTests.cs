// Images with a mutated blob, on a whole machine: each ends in a named refusal or in a run as planned.
using System.Buffers.Binary;
using MicroHV.Image;
using MicroHV.Image.Images;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Machines;
using MicroHV.Partitions.Blobs;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class MutatedImageTests
{
    private const int Images = 50;
    private const int Seed = 20_26;
    private const ulong Frames = 20;
    private const int HeaderSizeBytes = 0x160;
    private const int HeaderChecksumOffset = 0x0C;
    private const int FirstPartOffset = 0x60;
    private const int PartCount = 9;
    private const int PartSizeBytes = 16;
    private const int MaxChanges = 3;

    // How long the kernel runs and where it speaks: changed, a good run could not be told from a silent one.
    private const int FirstKeptOffset = 0x30;
    private const int EndOfKeptOffsets = 0x58;

    [Fact]
    public async Task Fifty_mutated_images_end_in_a_named_refusal_or_a_run_as_planned()
    {
        SystemSource source = SystemSource.Load(Path.Combine(Repository.Root, "partitions/demo"));
        SystemImage good = SystemImage.Build(
            source.System.Plan!,
            source.KernelElf,
            new BlobOptions { FrameLimit = Frames, Options = SystemOptions.StopWhenAllIdle });
        List<StopReason> endings = [];
        for (int i = 0; i < Images; i++)
        {
            byte[] blob = Mutate((byte[])good.Blob.Clone(), new Random(Seed + i));
            RunResult result = await BootAsync(good, blob);
            Assert.True(result.Transcript.Stop is not null, $"image {i} hung, reset or died: {result.Ending}");
            StopReason reason = result.Transcript.Stop.Value.Reason;
            Assert.True(IsPlanned(reason) || IsRefusal(reason), $"image {i}: {StopWords.Sentence(result.Transcript.Stop.Value)}");
            endings.Add(reason);
        }

        Assert.Contains(endings, IsRefusal);
        Assert.Contains(endings, IsPlanned);
    }

    private static bool IsPlanned(StopReason reason) => (uint)reason is > 0 and < 0x1000;

    private static bool IsRefusal(StopReason reason) => (uint)reason is >= 0x2000 and < 0x4000;

    private static async Task<RunResult> BootAsync(SystemImage good, byte[] blob)
    {
        byte[] elf = (byte[])good.Elf.Clone();
        int at = elf.AsSpan().IndexOf(good.Blob);
        blob.CopyTo(elf.AsSpan(at));
        BootImage image = new()
        {
            MemorySizeBytes = good.MemorySizeBytes,
            Elf = elf,
            Flat = good.Flat,
            LoadAddress = good.LoadAddress,
            PvhEntry = good.PvhEntry,
        };
        RunSettings settings = new()
        {
            BootPath = BootPath.Direct,
            Guard = RunSettings.GuardFor(QemuMachine.Tcg, BootPath.Direct, TimeSpan.FromSeconds(1)),
        };
        return await MachineRun.RunAsync(
            QemuMachine.Tcg, image, ["safety", "general"], settings, _ => { }, TestContext.Current.CancellationToken);
    }

    // Changes bytes of the header or of a record, or of a bitmap or a golden copy, and makes the checksums right again.
    private static byte[] Mutate(byte[] blob, Random random)
    {
        int changes = random.Next(1, MaxChanges + 1);
        for (int i = 0; i < changes; i++)
        {
            int offset = random.Next(4) == 0 ? random.Next(blob.Length) : random.Next(0x1000);
            bool isKept = offset is >= FirstKeptOffset and < EndOfKeptOffsets;
            blob[offset] ^= isKept ? (byte)0 : (byte)(1 << random.Next(8));
        }

        for (int part = 0; part < PartCount; part++)
        {
            Span<byte> reference = blob.AsSpan(FirstPartOffset + (part * PartSizeBytes), PartSizeBytes);
            long offset = BinaryPrimitives.ReadUInt32LittleEndian(reference);
            long size = (long)BinaryPrimitives.ReadUInt32LittleEndian(reference[4..])
                * BinaryPrimitives.ReadUInt32LittleEndian(reference[8..]);
            if (offset + size <= blob.Length)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(reference[12..], Checksum(blob.AsSpan((int)offset, (int)size)));
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(HeaderChecksumOffset), 0);
        uint checksum = Checksum(blob.AsSpan(0, HeaderSizeBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(HeaderChecksumOffset), checksum);
        return blob;
    }

    private static unsafe uint Checksum(Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return Crc32C.Of(first, (ulong)bytes.Length);
        }
    }
}
