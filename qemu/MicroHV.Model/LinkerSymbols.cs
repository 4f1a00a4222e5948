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

    /// <summary>The page below the kernel's stack, never mapped.</summary>
    public ulong StackGuard { get; set; } = 0x10_C000;

    /// <summary>The first of the pages below the interrupt stacks; each guard is followed by one page of stack.</summary>
    public ulong IstStackGuards { get; set; } = 0x11_1000;

    /// <summary>Entry points of host vectors 0 to 31, 16 bytes apart.</summary>
    public ulong VectorStubs { get; set; } = 0x10_1000;

    /// <summary>Entry point of the timer's interrupt.</summary>
    public ulong InterruptEntry { get; set; } = 0x10_1200;

    /// <summary>Entry point of interrupts that nobody asked for.</summary>
    public ulong SpuriousEntry { get; set; } = 0x10_1210;

    /// <summary>Entry point of NMIs.</summary>
    public ulong NmiEntry { get; set; } = 0x10_1220;

    /// <summary>Two pages for GDT with TSS, and IDT.</summary>
    public ulong HostTables { get; set; } = 0x10_A000;

    /// <summary>The place of the stop context.</summary>
    public ulong StopContext { get; set; } = 0x11_7000;

    /// <summary>Start of the zero-filled part, tables and stacks first.</summary>
    public ulong ZeroStart { get; set; } = 0x10_C000;

    /// <summary>Where an exit of VMX continues.</summary>
    public ulong VmxExited { get; set; } = 0x10_1300;
}
