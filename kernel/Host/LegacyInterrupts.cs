// The two 8259 interrupt controllers of a PC, which nobody here needs.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>Takes the PICs out of play.</summary>
public static class LegacyInterrupts
{
    private const ushort PrimaryCommand = 0x20;
    private const ushort PrimaryMask = 0x21;
    private const ushort SecondaryCommand = 0xA0;
    private const ushort SecondaryMask = 0xA1;
    private const uint Initialize = 0x11;
    private const uint PrimaryVectors = 0x30;
    private const uint SecondaryVectors = 0x38;

    /// <summary>Moves their vectors away from the exceptions, where even a spurious interrupt is harmless, and masks them all.</summary>
    public static void Silence()
    {
        Cpu.Out8(PrimaryCommand, Initialize);
        Cpu.Out8(SecondaryCommand, Initialize);
        Cpu.Out8(PrimaryMask, PrimaryVectors);
        Cpu.Out8(SecondaryMask, SecondaryVectors);
        Cpu.Out8(PrimaryMask, 4);            // the secondary is at input 2
        Cpu.Out8(SecondaryMask, 2);
        Cpu.Out8(PrimaryMask, 1);            // 8086 mode
        Cpu.Out8(SecondaryMask, 1);
        Cpu.Out8(PrimaryMask, 0xFF);
        Cpu.Out8(SecondaryMask, 0xFF);
    }
}
