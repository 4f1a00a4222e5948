// Addresses that a linker would know.
namespace MicroHV.Model;

/// <summary>Places of the kernel's image in the software machine's RAM.</summary>
public sealed class LinkerSymbols
{
    /// <summary>First byte of the kernel image.</summary>
    public ulong ImageStart { get; set; } = 0x10_0000;

    /// <summary>End of the kernel's code, where read-only data begin.</summary>
    public ulong TextEnd { get; set; } = 0x10_8000;

    /// <summary>Start of the kernel's code.</summary>
    public ulong TextStart { get; set; } = 0x10_1000;

    /// <summary>Start of read-only data.</summary>
    public ulong ReadOnlyStart { get; set; } = 0x10_8000;

    /// <summary>End of read-only data.</summary>
    public ulong ReadOnlyEnd { get; set; } = 0x10_A000;

    /// <summary>Start of writable data.</summary>
    public ulong WritableStart { get; set; } = 0x10_A000;

    /// <summary>End of the kernel image, zero-filled parts included.</summary>
    public ulong ImageEnd { get; set; } = 0x11_8000;

    /// <summary>Where the image places the blob.</summary>
    public ulong BlobStart { get; set; } = 0x11_8000;

    /// <summary>The boot CPU's area: 12 pages.</summary>
    public ulong BootCpuArea { get; set; } = 0x10_C000;

    /// <summary>Entry points of host vectors 0 to 31, 16 bytes apart.</summary>
    public ulong VectorStubs { get; set; } = 0x10_1000;

    /// <summary>Entry point of the timer's interrupt.</summary>
    public ulong InterruptEntry { get; set; } = 0x10_1200;

    /// <summary>Entry point of interrupts that nobody asked for.</summary>
    public ulong SpuriousEntry { get; set; } = 0x10_1210;

    /// <summary>Entry point of NMIs.</summary>
    public ulong NmiEntry { get; set; } = 0x10_1220;

    /// <summary>The page of the IDT.</summary>
    public ulong Idt { get; set; } = 0x10_A000;

    /// <summary>The place of the stop context.</summary>
    public ulong StopContext { get; set; } = 0x10_B000;

    /// <summary>Start of the code that a CPU begins with.</summary>
    public ulong TrampolineStart { get; set; } = 0x10_1400;

    /// <summary>End of the code that a CPU begins with.</summary>
    public ulong TrampolineEnd { get; set; } = 0x10_1430;

    /// <summary>The word from which a CPU that starts takes its RSP.</summary>
    public ulong StartStack { get; set; } = 0x10_B800;

    /// <summary>Start of the zero-filled part, tables and stacks first.</summary>
    public ulong ZeroStart { get; set; } = 0x10_C000;

    /// <summary>Where an exit of VMX continues.</summary>
    public ulong VmxExited { get; set; } = 0x10_1300;
}
