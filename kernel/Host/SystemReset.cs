// The end of everything but RAM: a reset of the machine.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>Three ways to reset a PC, in the order of how much they reset; each has a bounded time to work.</summary>
public static unsafe class SystemReset
{
    // "Reset Control Register (RST_CNT)" of the data sheets of Intel's I/O controller hubs: first the kind, then the edge.
    private const ushort ResetControl = 0xCF9;
    private const uint HardReset = 0x02;
    private const uint ResetCpu = 0x04;

    // The 8042 pulses the output that is wired to the processor's reset.
    private const ushort KeyboardPort = 0x64;
    private const uint KeyboardIsBusy = 0x02;
    private const uint PulseReset = 0xFE;

    private const int MaxPolls = 1_000_000;

    /// <summary>Resets the machine. Returns only if it cannot be reset.</summary>
    public static void Perform()
    {
        Cpu.Out8(ResetControl, HardReset);
        Cpu.Out8(ResetControl, HardReset | ResetCpu);
        Wait();
        for (int polls = 0; (Cpu.In8(KeyboardPort) & KeyboardIsBusy) != 0 && polls < MaxPolls; polls++)
        {
            Cpu.Pause();
        }

        Cpu.Out8(KeyboardPort, PulseReset);
        Wait();

        // SDM 3A, "Interrupt 8—Double Fault Exception (#DF)": with an IDT that holds no gate the third fault is a shutdown.
        Cpu.LoadIdt(Cpu.Frame(new HostPhysical(Cpu.Idt)), 1);
        Cpu.RaiseNmi();
    }

    private static void Wait()
    {
        for (int polls = 0; polls < MaxPolls; polls++)
        {
            Cpu.Pause();
        }
    }
}
