// The kernel's own GDT, TSS and IDT.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>The GDT and TSS of each CPU, in its area, and the one IDT of them all, in a page that the image reserves.</summary>
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

    private const uint TaskSizeBytes = 0x68;
    private const uint GdtSizeBytes = 0x20;
    private const uint VectorSizeBytes = 16;
    private const int VectorCount = 256;
    private const int ExceptionCount = 32;
    private const uint StubSizeBytes = 16;
    private const int NmiVector = 2;
    private const int DoubleFaultVector = 8;
    private const int MachineCheckVector = 18;

    /// <summary>Fills the IDT, once for all CPUs.</summary>
    public static void FillIdt()
    {
        ulong* idt = (ulong*)Cpu.Frame(new HostPhysical(Cpu.Idt));
        for (int vector = 0; vector < VectorCount; vector++)
        {
            FillGate(idt + (2 * vector), EntryOf(vector), StackOf(vector));
        }
    }

    /// <summary>
    /// Fills the GDT and TSS in the area of the calling CPU and loads all tables, and its page into GS. From here on a host
    /// exception is a stop and not a reset.
    /// </summary>
    public static void Load(ulong area)
    {
        *(ulong*)Cpu.Frame(new HostPhysical(area + CpuArea.Page)) = area + CpuArea.Page;
        ulong* gdt = (ulong*)Cpu.Frame(new HostPhysical(area + CpuArea.Gdt));
        FillGdt(gdt, area + CpuArea.Task);
        FillTask((byte*)Cpu.Frame(new HostPhysical(area + CpuArea.Task)), area);
        Cpu.LoadGdt(gdt, GdtSizeBytes, CodeSelector, TaskSelector);
        Cpu.LoadIdt(Cpu.Frame(new HostPhysical(Cpu.Idt)), VectorCount * VectorSizeBytes);

        // A load of the segment register clears the base: the base comes second.
        Cpu.WriteMsr(Msr.IA32_GS_BASE, area + CpuArea.Page);
    }

    private static void FillGdt(ulong* gdt, ulong taskBase)
    {
        gdt[0] = 0;
        gdt[1] = 0x00AF_9B00_0000_FFFF;          // 64-bit code, present, DPL 0

        // SDM 3A, "TSS Descriptor in 64-bit mode": base in pieces, type 9 (available), limit 0x67.
        gdt[2] = (TaskSizeBytes - 1)
            | ((taskBase & 0xFF_FFFF) << 16)
            | (0x89UL << 40)
            | (((taskBase >> 24) & 0xFF) << 56);
        gdt[3] = taskBase >> 32;
    }

    private static void FillTask(byte* task, ulong area)
    {
        // SDM 3A, "Task Management in 64-bit Mode": IST1 at offset 0x24.
        const uint Ist = 0x1C;
        for (uint i = 1; i <= CpuArea.IstCount; i++)
        {
            *(ulong*)(task + Ist + (sizeof(ulong) * i)) = area + CpuArea.IstTop(i);
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
