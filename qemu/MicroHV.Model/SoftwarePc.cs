// The devices that the kernel's boot finds on a PC, around a software machine.
namespace MicroHV.Model;

using System;

/// <summary>Interval timer, serial port and PCI; and the loader's information in RAM.</summary>
public sealed unsafe class SoftwarePc
{
    /// <summary>What the PVH boot code hands to the kernel.</summary>
    public const uint PvhMagic = 0x336E_C578;

    /// <summary>What the multiboot2 boot code hands to the kernel.</summary>
    public const uint Multiboot2Magic = 0x36D7_6289;

    private const ulong NominalTscHertz = 1_000_000_000;
    private const uint RamType = 1;

    /// <summary>Builds the PC around <paramref name="machine"/>.</summary>
    public SoftwarePc(SoftwareMachine machine)
    {
        Machine = machine;
        Pit = new SoftwarePit(machine, NominalTscHertz);
        machine.OnPortRead = ReadPort;
        machine.OnPortWrite = WritePort;
        machine.OnShutdown = ResetLines.ShutDown;
    }

    /// <summary>Processors and RAM.</summary>
    public SoftwareMachine Machine { get; }

    /// <summary>The interval timer.</summary>
    public SoftwarePit Pit { get; }

    /// <summary>The first serial port.</summary>
    public SoftwareUart Uart { get; } = new();

    /// <summary>PCI configuration space.</summary>
    public SoftwarePci Pci { get; } = new();

    /// <summary>What can reset it.</summary>
    public SoftwareReset ResetLines { get; } = new();

    /// <summary>Resets processors and devices, but not RAM.</summary>
    public void Reset()
    {
        Machine.Reset();
        Uart.Reset();
        ResetLines.Begin();
    }

    /// <summary>Writes PVH start information that reports <paramref name="ranges"/> as RAM. Xen, "x86/HVM direct boot ABI".</summary>
    public void WritePvhInformation(ulong address, params ReadOnlySpan<(ulong Start, ulong SizeBytes)> ranges)
    {
        const uint HeaderBytes = 0x38;
        byte* header = Machine.Ram(address);
        new Span<byte>(header, (int)HeaderBytes).Clear();
        *(uint*)header = PvhMagic;
        *(uint*)(header + 4) = 1;
        *(ulong*)(header + 0x28) = address + HeaderBytes;
        *(uint*)(header + 0x30) = (uint)ranges.Length;
        WriteEntries(header + HeaderBytes, ranges);
    }

    /// <summary>Writes multiboot2 information with the same meaning. Multiboot2 Specification, "Boot information format".</summary>
    public void WriteMultiboot2Information(ulong address, params ReadOnlySpan<(ulong Start, ulong SizeBytes)> ranges)
    {
        const uint MemoryMapTag = 6;
        const uint EntryBytes = 24;
        uint tagBytes = 16 + (EntryBytes * (uint)ranges.Length);
        uint* words = (uint*)Machine.Ram(address);
        words[0] = 8 + tagBytes + 8;
        words[1] = 0;
        words[2] = MemoryMapTag;
        words[3] = tagBytes;
        words[4] = EntryBytes;
        words[5] = 0;
        WriteEntries((byte*)(words + 6), ranges);
        uint* end = words + 2 + (tagBytes / sizeof(uint));
        end[0] = 0;
        end[1] = 8;
    }

    private static void WriteEntries(byte* entry, ReadOnlySpan<(ulong Start, ulong SizeBytes)> ranges)
    {
        const int EntryBytes = 24;
        foreach ((ulong start, ulong sizeBytes) in ranges)
        {
            *(ulong*)entry = start;
            *(ulong*)(entry + 8) = sizeBytes;
            *(ulong*)(entry + 16) = RamType;
            entry += EntryBytes;
        }
    }

    private uint ReadPort(ushort port, int widthBytes)
    {
        uint nobody = widthBytes == 1 ? 0xFFu : uint.MaxValue;
        return ResetLines.Has(port) ? ResetLines.Read(port)
            : Uart.Has(port) ? Uart.Read(port)
            : Pit.Has(port) ? Pit.Read(port)
            : Pci.Has(port) ? Pci.Read(port)
            : nobody;
    }

    private void WritePort(ushort port, int widthBytes, uint value)
    {
        if (ResetLines.Has(port))
        {
            ResetLines.Write(port, value);
            if (ResetLines.IsReset)
            {
                Machine.Cpu.Halt();
            }
        }
        else if (Uart.Has(port))
        {
            Uart.Write(port, value);
        }
        else if (Pit.Has(port))
        {
            Pit.Write(port, value);
        }
        else if (Pci.Has(port))
        {
            Pci.Write(port, value);
        }
    }
}
