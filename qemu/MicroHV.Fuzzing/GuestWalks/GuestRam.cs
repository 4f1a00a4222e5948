// A partition's memory on the software machine: low RAM, RAM above 4 GiB, and a device.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Memory;
using MicroHV.Model;
using GuestAddress = MicroHV.Kernel.Cpu.GuestPhysical;

namespace MicroHV.Fuzzing.GuestWalks;

/// <summary>Memory of one guest, with the regions that say where it lies.</summary>
internal sealed unsafe class GuestRam : IDisposable
{
    public const ulong PageSizeBytes = 0x1000;
    public const ulong LowSizeBytes = 0x2_0000;
    public const ulong HighBase = 0x1_2340_0000;
    public const ulong HighSizeBytes = 0x1_0000;
    public const ulong DeviceBase = 0x5_0000;

    private const ulong RamSizeBytes = 0x8_0000;
    private const ulong LowBacking = 0x2_0000;
    private const ulong HighBacking = 0x5_0000;
    private const ulong DeviceBacking = 0x7_0000;

    private readonly SoftwareMachine _machine = new(RamSizeBytes);
    private readonly RegionRecord[] _regions =
    [
        new() { GuestPhysical = 0, HostPhysical = LowBacking, SizeBytes = LowSizeBytes },
        new()
        {
            GuestPhysical = DeviceBase,
            HostPhysical = DeviceBacking,
            SizeBytes = PageSizeBytes,
            Flags = RegionFlags.Device,
        },
        new() { GuestPhysical = HighBase, HostPhysical = HighBacking, SizeBytes = HighSizeBytes },
    ];

    public ReadOnlySpan<RegionRecord> Regions => _regions;

    /// <summary>First guest-physical addresses of all pages of RAM.</summary>
    public static IReadOnlyList<ulong> Pages { get; } =
        [.. PagesOf(0, LowSizeBytes), .. PagesOf(HighBase, HighSizeBytes)];

    public void Dispose() => _machine.Dispose();

    public void Write(ulong address, ulong value) => *(ulong*)Host(address) = value;

    public void Write32(ulong address, uint value) => *(uint*)Host(address) = value;

    public void Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            *Host(address + (ulong)i) = bytes[i];
        }
    }

    /// <summary>Reads 4 or 8 bytes; null if they are not RAM of the guest. Not the kernel's accessor.</summary>
    public ulong? Read(ulong address, int sizeBytes)
    {
        bool isRam = IsRam(address) && IsRam(address + (ulong)sizeBytes - 1);
        return !isRam ? null : sizeBytes == 4 ? *(uint*)Host(address) : *(ulong*)Host(address);
    }

    /// <summary>A byte of its RAM.</summary>
    public byte ReadByte(ulong address) => *Host(address);

    /// <summary>True if the guest has RAM at guest-physical <paramref name="address"/>.</summary>
    public bool IsRam(ulong address) =>
        address < LowSizeBytes || (address >= HighBase && address < HighBase + HighSizeBytes);

    /// <summary>True if <paramref name="sizeBytes"/> from host-physical <paramref name="host"/> are its RAM.</summary>
    public bool IsBacking(ulong host, ulong sizeBytes) =>
        (host >= LowBacking && host + sizeBytes <= LowBacking + LowSizeBytes)
        || (host >= HighBacking && host + sizeBytes <= HighBacking + HighSizeBytes);

    public bool TryTranslate(in PagingState paging, ulong linear, out ulong address)
    {
        GuestViews views = default;
        GuestReader reader = new(Regions, ref views);
        bool isTranslated = GuestPaging.TryTranslate(ref reader, in paging, linear, out GuestAddress result);
        address = result.Value;
        return isTranslated;
    }

    private static IEnumerable<ulong> PagesOf(ulong start, ulong sizeBytes)
    {
        for (ulong page = start; page < start + sizeBytes; page += PageSizeBytes)
        {
            yield return page;
        }
    }

    private byte* Host(ulong address)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(IsRam(address), false, nameof(address));
        return _machine.Ram(address < LowSizeBytes ? LowBacking + address : HighBacking + (address - HighBase));
    }
}
