// The machine's RAM as its loader reports it: PVH or multiboot2, made one.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>Answers whether memory is RAM. Reads the loader's own tables; copies nothing, trusts no length in them.</summary>
public readonly unsafe struct MachineMemory
{
    private const uint PvhMagic = 0x336E_C578;
    private const uint Multiboot2Magic = 0x36D7_6289;
    private const uint MaxEntries = 1024;
    private const uint RamType = 1;

    // The boot page tables map the low 4 GiB and nothing else.
    private const ulong MappedEnd = 0x1_0000_0000;

    private readonly byte* _entries;
    private readonly uint _count;
    private readonly uint _entrySizeBytes;

    private MachineMemory(byte* entries, uint count, uint entrySizeBytes)
    {
        _entries = entries;
        _count = count;
        _entrySizeBytes = entrySizeBytes;
    }

    /// <summary>Finds the memory map. False if the loader is unknown or gave none.</summary>
    /// <param name="magic">What the boot code found in EAX, or the PVH magic.</param>
    /// <param name="information">Host-physical address of the loader's information.</param>
    /// <param name="memory">The map.</param>
    public static bool TryFind(uint magic, ulong information, out MachineMemory memory)
    {
        memory = default;
        return magic switch
        {
            PvhMagic => TryFindPvh((byte*)Cpu.Frame(new HostPhysical(information)), out memory),
            Multiboot2Magic => TryFindMultiboot2((byte*)Cpu.Frame(new HostPhysical(information)), out memory),
            _ => false,
        };
    }

    /// <summary>True if all of the bytes from <paramref name="start"/> are RAM.</summary>
    public bool IsRam(ulong start, ulong sizeBytes)
    {
        if (unchecked(start + sizeBytes) < start)
        {
            return false;
        }

        // Entries may be in any order and adjoin: each round starts where the last one got to.
        ulong next = start;
        for (uint round = 0; round <= _count; round++)
        {
            if (next >= start + sizeBytes)
            {
                return true;
            }

            ulong end = EndOfRamAt(next);
            if (end == next)
            {
                return false;
            }

            next = end;
        }

        return false;
    }

    // Both formats begin with a 64-bit address, a 64-bit size and a 32-bit type.
    private ulong EndOfRamAt(ulong address)
    {
        for (uint i = 0; i < _count; i++)
        {
            byte* entry = _entries + (i * _entrySizeBytes);
            ulong start = *(ulong*)entry;
            ulong end = unchecked(start + *(ulong*)(entry + 8));
            uint type = *(uint*)(entry + 16);
            if (type == RamType && address >= start && address < end)
            {
                return end;
            }
        }

        return address;
    }

    // Xen, "x86/HVM direct boot ABI": hvm_start_info, version 1 and later has the memory map.
    private static bool TryFindPvh(byte* startInformation, out MachineMemory memory)
    {
        const uint EntrySizeBytes = 24;
        memory = default;
        uint magic = *(uint*)startInformation;
        uint version = *(uint*)(startInformation + 4);
        ulong map = *(ulong*)(startInformation + 0x28);
        uint count = *(uint*)(startInformation + 0x30);
        bool isGood = magic == PvhMagic && version >= 1 && count is > 0 and <= MaxEntries
            && map < MappedEnd - (MaxEntries * EntrySizeBytes);
        if (isGood)
        {
            memory = new MachineMemory((byte*)Cpu.Frame(new HostPhysical(map)), count, EntrySizeBytes);
        }

        return isGood;
    }

    // Multiboot2 Specification, "Boot information format": tags of type and size, 8-byte aligned; type 6 is the memory map.
    private static bool TryFindMultiboot2(byte* information, out MachineMemory memory)
    {
        const uint MemoryMapTag = 6;
        const uint MaxInformationBytes = 0x10_0000;
        const uint HeaderBytes = 16;
        memory = default;
        uint total = *(uint*)information;
        if (total > MaxInformationBytes)
        {
            return false;
        }

        uint offset = 8;
        while (offset + 8 <= total)
        {
            byte* tag = information + offset;
            uint type = *(uint*)tag;
            uint sizeBytes = *(uint*)(tag + 4);
            if (sizeBytes < 8 || sizeBytes > total - offset)
            {
                return false;
            }

            if (type == MemoryMapTag && sizeBytes >= HeaderBytes)
            {
                uint entrySizeBytes = *(uint*)(tag + 8);
                uint count = entrySizeBytes < 20 ? 0 : (sizeBytes - HeaderBytes) / entrySizeBytes;
                memory = new MachineMemory(tag + HeaderBytes, count, entrySizeBytes);
                return count is > 0 and <= MaxEntries;
            }

            offset += (sizeBytes + 7) & ~7u;
        }

        return false;
    }
}
