// PCI functions before an IOMMU domain holds them: none may reach memory by itself.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>Configuration space through ports 0xCF8 and 0xCFC. PCI Local Bus Specification, "Configuration Mechanism".</summary>
public static class PciBus
{
    private const ushort AddressPort = 0xCF8;
    private const ushort DataPort = 0xCFC;
    private const uint EnableConfiguration = 0x8000_0000;
    private const uint CommandRegister = 0x04;
    private const uint ClassRegister = 0x08;
    private const uint HeaderRegister = 0x0C;
    private const uint BusNumberRegister = 0x18;
    private const uint BusMasterEnable = 1u << 2;
    private const uint MultiFunction = 1u << 23;
    private const uint BridgeClass = 0x0604;
    private const uint BusCount = 256;
    private const uint DeviceCount = 32;
    private const uint FunctionCount = 8;

    /// <summary>
    /// Clears Bus Master Enable of every function that is no bridge's own. Counts the functions found and those that could
    /// master the bus before. Bridges keep theirs clear as well: nothing behind them may pass.
    /// </summary>
    public static void DisableBusMasters(out uint functions, out uint disabled)
    {
        functions = 0;
        disabled = 0;

        // A bus exists if it is 0 or a bridge on a lower one leads to it, so one ascending pass sees them all.
        uint lastBus = 0;
        for (uint bus = 0; bus <= lastBus && bus < BusCount; bus++)
        {
            for (uint device = 0; device < DeviceCount; device++)
            {
                ScanDevice(bus, device, ref functions, ref disabled, ref lastBus);
            }
        }
    }

    private static void ScanDevice(uint bus, uint device, ref uint functions, ref uint disabled, ref uint lastBus)
    {
        if (IsAbsent(bus, device, 0))
        {
            return;
        }

        uint count = (Read(bus, device, 0, HeaderRegister) & MultiFunction) != 0 ? FunctionCount : 1;
        for (uint function = 0; function < count; function++)
        {
            if (IsAbsent(bus, device, function))
            {
                continue;
            }

            functions++;
            uint command = Read(bus, device, function, CommandRegister) & 0xFFFF;
            if ((command & BusMasterEnable) != 0)
            {
                // The upper half is the status register, where writing zeros changes nothing.
                Write(bus, device, function, CommandRegister, command & ~BusMasterEnable);
                disabled++;
            }

            if (Read(bus, device, function, ClassRegister) >> 16 == BridgeClass)
            {
                uint subordinate = (Read(bus, device, function, BusNumberRegister) >> 16) & 0xFF;
                lastBus = subordinate > lastBus ? subordinate : lastBus;
            }
        }
    }

    private static bool IsAbsent(uint bus, uint device, uint function) =>
        (Read(bus, device, function, 0) & 0xFFFF) == 0xFFFF;

    private static uint Read(uint bus, uint device, uint function, uint register)
    {
        Select(bus, device, function, register);
        return Cpu.In32(DataPort);
    }

    private static void Write(uint bus, uint device, uint function, uint register, uint value)
    {
        Select(bus, device, function, register);
        Cpu.Out32(DataPort, value);
    }

    private static void Select(uint bus, uint device, uint function, uint register) =>
        Cpu.Out32(AddressPort, EnableConfiguration | (bus << 16) | (device << 11) | (function << 8) | register);
}
