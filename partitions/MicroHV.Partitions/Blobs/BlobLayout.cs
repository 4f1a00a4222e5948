// Where each part of the blob lies.
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Blobs;

/// <summary>
/// The layout of a plan's blob: header, records, bitmaps, images. It depends on how much there is, not on where the
/// regions are placed, so that the size is known before placement. Bitmaps and images with the same contents are stored
/// once.
/// </summary>
internal sealed class BlobLayout
{
    private const ulong RecordAlignment = 64;
    private const ulong ImageAlignment = 64;

    private readonly SharedBytes _bitmaps = new(RegionPlan.PageSizeBytes);
    private readonly SharedBytes _images = new(ImageAlignment);
    private ulong _end = (ulong)Unsafe.SizeOf<SystemHeader>();

    public BlobLayout(SystemPlan plan)
    {
        Partitions = Records<PartitionRecord>(plan.Partitions.Count);
        Vcpus = Records<VcpuRecord>(plan.Partitions.Sum(partition => partition.Cpus.Count));
        Regions = Records<RegionRecord>(plan.Regions.Count());
        Copies = Records<CopyRecord>(plan.Partitions.Sum(partition => partition.Copies.Count));
        Fixups = Records<FixupRecord>(plan.Partitions.Sum(partition => partition.Fixups.Count));
        Cpus = Records<CpuRecord>((int)plan.Machine.CpuCount);
        Schedules = Records<ScheduleRecord>(plan.Schedules.Count);
        WindowGroups = Records<WindowGroupRecord>(plan.Schedules.Count * (int)plan.Machine.CpuCount);
        Windows = Records<WindowRecord>(plan.Schedules.Sum(schedule => schedule.Windows.Count));
        HealthActions = Records<HealthActionRecord>((plan.Partitions.Count + 1) * (int)HealthActionRecord.EventCount);
        ChangeActions = Records<ChangeActionRecord>(plan.Schedules.Count * plan.Partitions.Count);
        PartitionCpuidMasks = [.. plan.Partitions.Select(partition => Blobs.CpuidMasks.Of(partition.CpuidMasks))];
        CpuidMasks = Records<CpuidMaskRecord>(PartitionCpuidMasks.Sum(masks => masks.Count));

        VmxMsrBitmaps = [.. plan.Partitions.Select(partition => _bitmaps.Add(MsrBitmap.Vmx(partition.Msrs)))];
        SvmMsrBitmaps = [.. plan.Partitions.Select(partition => _bitmaps.Add(MsrBitmap.Svm(partition.Msrs)))];
        PortBitmaps = [.. plan.Partitions.Select(partition => _bitmaps.Add(PortBitmap.Of(partition.Ports)))];
        ImageOffsets = [.. plan.Partitions.Select(
            partition => partition.Copies.Select(copy => _images.Add(copy.Bytes)).ToArray())];
        Bitmaps = Take(_bitmaps.SizeBytes, 1, RegionPlan.PageSizeBytes);
        Images = Take(_images.SizeBytes, 1, RegionPlan.PageSizeBytes);
        SizeBytes = Align(_end, RegionPlan.PageSizeBytes);
    }

    public BlobPart Partitions { get; }

    public BlobPart Vcpus { get; }

    public BlobPart Regions { get; }

    public BlobPart Copies { get; }

    public BlobPart Fixups { get; }

    public BlobPart Cpus { get; }

    public BlobPart Schedules { get; }

    public BlobPart WindowGroups { get; }

    public BlobPart Windows { get; }

    public BlobPart CpuidMasks { get; }

    public BlobPart HealthActions { get; }

    public BlobPart ChangeActions { get; }

    public BlobPart Bitmaps { get; }

    public BlobPart Images { get; }

    /// <summary>Size of the blob in bytes, a multiple of 4 KiB.</summary>
    public ulong SizeBytes { get; }

    /// <summary>The CPUID masks of each partition.</summary>
    public IReadOnlyList<IReadOnlyList<CpuidMaskRecord>> PartitionCpuidMasks { get; }

    /// <summary>Offset of each partition's MSR bitmap in VMX format in <see cref="Bitmaps"/>.</summary>
    public IReadOnlyList<ulong> VmxMsrBitmaps { get; }

    /// <summary>Offset of each partition's MSR permission map in SVM format in <see cref="Bitmaps"/>.</summary>
    public IReadOnlyList<ulong> SvmMsrBitmaps { get; }

    /// <summary>Offset of each partition's port bitmap in <see cref="Bitmaps"/>.</summary>
    public IReadOnlyList<ulong> PortBitmaps { get; }

    /// <summary>Offset in <see cref="Images"/> of each copy of each partition.</summary>
    public IReadOnlyList<ulong[]> ImageOffsets { get; }

    /// <summary>Writes bitmaps and images into <paramref name="blob"/>.</summary>
    public void WriteBytes(Span<byte> blob)
    {
        _bitmaps.WriteTo(blob[(int)Bitmaps.Offset..]);
        _images.WriteTo(blob[(int)Images.Offset..]);
    }

    private static ulong Align(ulong value, ulong alignment) => (value + alignment - 1) / alignment * alignment;

    private BlobPart Records<TRecord>(int count)
        where TRecord : unmanaged => Take((ulong)count, (uint)Unsafe.SizeOf<TRecord>(), RecordAlignment);

    private BlobPart Take(ulong count, uint elementSizeBytes, ulong alignment)
    {
        ulong offset = Align(_end, alignment);
        _end = offset + (count * elementSizeBytes);
        return new BlobPart(offset, count, elementSizeBytes);
    }

    // Byte strings in one part, each distinct one once.
    private sealed class SharedBytes(ulong alignment)
    {
        private readonly Dictionary<string, ulong> _offsets = [];
        private readonly List<(ulong Offset, ReadOnlyMemory<byte> Bytes)> _pieces = [];

        public ulong SizeBytes { get; private set; }

        public ulong Add(ReadOnlyMemory<byte> bytes)
        {
            string contents = Convert.ToHexString(SHA256.HashData(bytes.Span));
            if (!_offsets.TryGetValue(contents, out ulong offset))
            {
                offset = Align(SizeBytes, alignment);
                SizeBytes = offset + (ulong)bytes.Length;
                _offsets.Add(contents, offset);
                _pieces.Add((offset, bytes));
            }

            return offset;
        }

        public void WriteTo(Span<byte> part)
        {
            foreach ((ulong offset, ReadOnlyMemory<byte> bytes) in _pieces)
            {
                bytes.Span.CopyTo(part[(int)offset..]);
            }
        }
    }
}

/// <summary>One part of the blob.</summary>
internal readonly record struct BlobPart(ulong Offset, ulong Count, uint ElementSizeBytes)
{
    public ulong SizeBytes => Count * ElementSizeBytes;
}
