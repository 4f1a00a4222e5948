// Which bits of the blob the kernel does not hold against a checksum.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Model;
using MicroHV.Partitions.Blobs;

namespace MicroHV.Campaigns.Tests.HostModel;

public sealed class ImageFaultTests
{
    private const ulong Frames = 2;
    private const int Step = 13;

    // The references to the parts stand one behind the other in the header.
    private const int FirstReference = 0x60;
    private const int References = 14;

    [Fact]
    public void A_wrong_bit_is_refused_unless_it_lies_between_the_parts_where_nobody_reads()
    {
        byte[] blob = BlobWriter.Write(SmallSystem.Plan, new BlobOptions { FrameLimit = Frames });
        ulong start = new LinkerSymbols().BlobStart;
        using ModelLane lane = new(ProcessorKind.Intel, SmallSystem.Plan, Frames);
        Oracle oracle = new(SmallSystem.Plan, lane.Golden);
        int between = 0;
        for (int offset = 0; offset < blob.Length; offset += Step)
        {
            Fault fault = new(
                "image", FaultKinds.BitFlip, 0, "blob", start + (ulong)offset, offset % 8, FaultTriggers.Boot, 0, 0);
            OutcomeClass expected = IsInPart(blob, offset) ? OutcomeClass.P : OutcomeClass.N;
            Judgement judgement = oracle.Judge(fault, lane.Run(fault));
            Assert.True(judgement.Outcome == expected, $"offset 0x{offset:x}: {judgement}");
            between += expected == OutcomeClass.N ? 1 : 0;
        }

        Assert.NotEqual(0, between);
    }

    private static bool IsInPart(byte[] blob, int offset)
    {
        ReadOnlySpan<TableRef> parts = MemoryMarshal.Cast<byte, TableRef>(
            blob.AsSpan(FirstReference, References * Unsafe.SizeOf<TableRef>()));
        bool isInPart = offset < Unsafe.SizeOf<SystemHeader>();
        foreach (TableRef part in parts)
        {
            isInPart |= (uint)offset - part.Offset < part.Count * part.ElementSizeBytes && (uint)offset >= part.Offset;
        }

        return isInPart;
    }
}
