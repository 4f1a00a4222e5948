// PCI configuration space of the software machine, behind ports CF8h and CFCh.
namespace MicroHV.Model;

using System.Collections.Generic;

/// <summary>Functions with 16 registers of 32 bits each.</summary>
public sealed class SoftwarePci
{
    private const ushort AddressPort = 0xCF8;
    private const ushort DataPort = 0xCFC;
    private const uint Enable = 0x8000_0000;

    private uint _address;

    /// <summary>Registers of every function by bus, device and function number.</summary>
    public Dictionary<(uint Bus, uint Device, uint Function), uint[]> Functions { get; } = [];

    /// <summary>Adds a function.</summary>
    /// <param name="place">Bus, device and function number.</param>
    /// <param name="command">The command register.</param>
    /// <param name="classCode">Class and subclass.</param>
    /// <param name="header">The header register; bit 23 says that there are more functions.</param>
    /// <param name="buses">The register that a bridge keeps bus numbers in.</param>
    public void Add((uint Bus, uint Device, uint Function) place, uint command, uint classCode, uint header = 0, uint buses = 0)
    {
        uint[] registers = new uint[16];
        registers[0] = 0x1234_8086;
        registers[1] = command;
        registers[2] = classCode << 16;
        registers[3] = header;
        registers[6] = buses;
        Functions.Add(place, registers);
    }

    /// <summary>True if <paramref name="port"/> is one of its own.</summary>
    public bool Has(ushort port) => port is AddressPort or DataPort;

    /// <summary>IN.</summary>
    public uint Read(ushort port)
    {
        if (port == AddressPort)
        {
            return _address;
        }

        return (_address & Enable) != 0 && Functions.TryGetValue(Place, out uint[] registers)
            ? registers[Register]
            : uint.MaxValue;
    }

    /// <summary>OUT.</summary>
    public void Write(ushort port, uint value)
    {
        if (port == AddressPort)
        {
            _address = value;
        }
        else if ((_address & Enable) != 0 && Functions.TryGetValue(Place, out uint[] registers))
        {
            registers[Register] = value;
        }
    }

    private (uint Bus, uint Device, uint Function) Place => ((_address >> 16) & 0xFF, (_address >> 11) & 31, (_address >> 8) & 7);

    private uint Register => (_address >> 2) & 15;
}
