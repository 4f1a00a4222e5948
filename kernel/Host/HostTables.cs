// The kernel's own GDT, TSS and IDT.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>Descriptor tables of the CPU, in two pages that the image reserves.</summary>
public static unsafe class HostTables
{
    /// <summary>Selector of the 64-bit code segment.</summary>
    public const ushort CodeSelector = 0x08;

    /// <summary>Selector of the task-state segment.</summary>
    public const ushort TaskSelector = 0x10;

    /// <summary>Vector of the timer's interrupt.</summary>
    public const byte TimerVector = 0x20;

    /// <summary>Vector of the local APIC's spurious interrupts.</summary>
    public const byte SpuriousVector = 0xFF;

    private const uint TaskOffset = 0x100;
    private const uint TaskSizeBytes = 0x68;
    private const uint IdtOffset = 0x1000;
    private const int VectorCount = 256;
    private const int ExceptionCount = 32;
    private const uint StubSizeBytes = 16;
    private const ulong GuardAndStackBytes = 0x2000;
    private const int NmiVector = 2;
    private const int DoubleFaultVector = 8;
    private const int MachineCheckVector = 18;

    /// <summary>Linear address of the task-state segment.</summary>
    public static ulong TaskBase => Cpu.HostTables + TaskOffset;

    /// <summary>Linear address of the GDT.</summary>
    public static ulong GdtBase => Cpu.HostTables;

    /// <summary>Linear address of the IDT.</summary>
    public static ulong IdtBase => Cpu.HostTables + IdtOffset;

    /// <summary>Fills the tables and loads them. From here on a host exception is a stop and not a reset.</summary>
    public static void Load()
    {
        byte* page = (byte*)Cpu.Frame(new HostPhysical(Cpu.HostTables));
        FillGdt((ulong*)page);
        FillTask(page + TaskOffset);
        for (int vector = 0; vector < VectorCount; vector++)
        {
            FillGate((ulong*)(page + IdtOffset) + (2 * vector), EntryOf(vector), StackOf(vector));
        }

        Cpu.LoadGdt(page, 0x20, CodeSelector, TaskSelector);
        Cpu.LoadIdt(page + IdtOffset, VectorCount * 16);
    }

    private static void FillGdt(ulong* gdt)
    {
        gdt[0] = 0;
        gdt[1] = 0x00AF_9B00_0000_FFFF;          // 64-bit code, present, DPL 0

        // SDM 3A, "TSS Descriptor in 64-bit mode": base in pieces, type 9 (available), limit 0x67.
        ulong taskBase = TaskBase;
        gdt[2] = (TaskSizeBytes - 1)
            | ((taskBase & 0xFF_FFFF) << 16)
            | (0x89UL << 40)
            | (((taskBase >> 24) & 0xFF) << 56);
        gdt[3] = taskBase >> 32;
    }

    private static void FillTask(byte* task)
    {
        // IST1 at offset 0x24. Each stack is one page above its guard; it grows down from the page's end.
        const uint FirstIstOffset = 0x24;
        for (uint i = 0; i < 3; i++)
        {
            *(ulong*)(task + FirstIstOffset + (8 * i)) = Cpu.IstStackGuards + (GuardAndStackBytes * (i + 1));
        }

        // No I/O permission bitmap: its offset lies beyond the limit.
        *(ushort*)(task + 0x66) = (ushort)TaskSizeBytes;
    }

    private static void FillGate(ulong* gate, ulong entry, uint stack)
    {
        // SDM 3A, "64-Bit Mode IDT": interrupt gate, present, DPL 0.
        gate[0] = (entry & 0xFFFF)
            | ((ulong)CodeSelector << 16)
            | ((ulong)stack << 32)
            | (0x8EUL << 40)
            | (((entry >> 16) & 0xFFFF) << 48);
        gate[1] = entry >> 32;
    }

    private static ulong EntryOf(int vector)
    {
        if (vector == NmiVector)
        {
            return Cpu.NmiEntry;
        }

        if (vector < ExceptionCount)
        {
            return Cpu.VectorStubs + (StubSizeBytes * (uint)vector);
        }

        // Whatever else firmware left running must be ended like the timer's, or it would hold the timer back for ever.
        // A spurious interrupt alone has nothing to end.
        return vector == SpuriousVector ? Cpu.SpuriousEntry : Cpu.InterruptEntry;
    }

    // Exceptions that must not trust the stack that they interrupt have one of their own.
    private static uint StackOf(int vector) => vector switch
    {
        DoubleFaultVector => 1,
        NmiVector => 2,
        MachineCheckVector => 3,
        _ => 0,
    };
}
