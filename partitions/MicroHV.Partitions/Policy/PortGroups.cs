// I/O ports of a PC by name.
namespace MicroHV.Partitions.Policy;

/// <summary>The groups that a port grant may name.</summary>
public static class PortGroups
{
    /// <summary>All groups, in the order of the reference page.</summary>
    public static IReadOnlyList<NumberGroup> All { get; } =
    [
        new("com1", "first serial port; the kernel's console unless [machine] says another", [(0x3F8, 0x3FF)]),
        new("com2", "second serial port", [(0x2F8, 0x2FF)]),
        new("com3", "third serial port", [(0x3E8, 0x3EF)]),
        new("com4", "fourth serial port", [(0x2E8, 0x2EF)]),
        new("keyboard", "keyboard controller, whose command port can reset the machine", [(0x60, 0x60), (0x64, 0x64)]),
        new("cmos", "clock and CMOS memory, whose index port can mask NMIs", [(0x70, 0x71)]),
        new("parallel", "first parallel port", [(0x378, 0x37F)]),
        new("post", "codes of the power-on self-test", [(0x80, 0x80)]),
        new("vga", "registers of a VGA", [(0x3B0, 0x3DF)]),
        new("ide", "first and second IDE controller, which may be bus masters", [(0x170, 0x177), (0x1F0, 0x1F7), (0x376, 0x376), (0x3F6, 0x3F6)]),
        // An access of 32 bits at 0xCF8 takes all four ports from there, the one that resets the machine among them.
        new("pci-configuration", "configuration space of every PCI function; 0xCF9 resets the machine", [(0xCF8, 0xCFF)]),
        new("reset", "reset of the machine and gate A20", [(0x92, 0x92), (0xCF9, 0xCF9)]),
    ];
}
