// A blob that a test changes, with checksums that hold afterwards.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;

namespace MicroHV.Fuzzing.Boots;

/// <summary>Gives a test the records of a blob to change.</summary>
internal sealed class BlobEditor
{
    private static readonly int[] _partOffsets = [0x60, 0x70, 0x80, 0x90, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0, 0xF0, 0x100, 0x110, 0x120, 0x130];

    private readonly byte[] _bytes;

    /// <summary>Edits a copy of <paramref name="blob"/>.</summary>
    public BlobEditor(ReadOnlySpan<byte> blob) => _bytes = blob.ToArray();

    /// <summary>The bytes, sealed or not.</summary>
    public byte[] Bytes => _bytes;

    public ref SystemHeader Header => ref Unsafe.As<byte, SystemHeader>(ref _bytes[0]);

    public Span<PartitionRecord> Partitions => Records<PartitionRecord>(Header.Partitions);

    public Span<VcpuRecord> Vcpus => Records<VcpuRecord>(Header.Vcpus);

    public Span<RegionRecord> Regions => Records<RegionRecord>(Header.Regions);

    public Span<CopyRecord> Copies => Records<CopyRecord>(Header.Copies);

    public Span<FixupRecord> Fixups => Records<FixupRecord>(Header.Fixups);

    public Span<HealthActionRecord> HealthActions => Records<HealthActionRecord>(Header.HealthActions);

    public Span<ChangeActionRecord> ChangeActions => Records<ChangeActionRecord>(Header.ChangeActions);

    public Span<CpuidMaskRecord> CpuidMasks => Records<CpuidMaskRecord>(Header.CpuidMasks);

    public Span<CpuRecord> Cpus => Records<CpuRecord>(Header.Cpus);

    public Span<ScheduleRecord> Schedules => Records<ScheduleRecord>(Header.Schedules);

    public Span<WindowGroupRecord> WindowGroups => Records<WindowGroupRecord>(Header.WindowGroups);

    public Span<WindowRecord> Windows => Records<WindowRecord>(Header.Windows);

    /// <summary>
    /// Makes the checksums of all parts that lie inside the blob right, then the header's. Returns the bytes.
    /// </summary>
    public byte[] Sealed()
    {
        foreach (int offset in _partOffsets)
        {
            ref TableRef part = ref Unsafe.As<byte, TableRef>(ref _bytes[offset]);
            ulong sizeBytes = (ulong)part.Count * part.ElementSizeBytes;
            if (part.Offset <= (uint)_bytes.Length && sizeBytes <= (uint)_bytes.Length - part.Offset)
            {
                part.Crc32C = Checksum(_bytes.AsSpan((int)part.Offset, (int)sizeBytes));
            }
        }

        return WithHeaderSealed();
    }

    /// <summary>Makes the header's checksum right and leaves those of the parts. Returns the bytes.</summary>
    public byte[] WithHeaderSealed()
    {
        Header.HeaderCrc32C = 0;
        Header.HeaderCrc32C = Checksum(_bytes.AsSpan(0, Unsafe.SizeOf<SystemHeader>()));
        return _bytes;
    }

    private static unsafe uint Checksum(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return Crc32C.Of(first, (ulong)bytes.Length);
        }
    }

    private Span<TRecord> Records<TRecord>(TableRef part)
        where TRecord : unmanaged =>
        MemoryMarshal.Cast<byte, TRecord>(
            _bytes.AsSpan((int)part.Offset, (int)(part.Count * part.ElementSizeBytes)));
}
