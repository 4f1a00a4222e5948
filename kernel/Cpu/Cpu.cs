// The instructions that C# cannot say. Bodies in cpu.asm, in the same order; tests run a software twin of this file.
namespace MicroHV.Kernel.Cpu;

using System.Runtime;
using System.Runtime.CompilerServices;

/// <summary>The processor that the kernel runs on.</summary>
/// <remarks>
/// The addresses of linker symbols are never inlined: the compiler would fold the difference of two of them into a constant of its
/// own, from handles that change with every build.
/// </remarks>
public static unsafe class Cpu
{
    /// <summary>CPUID with EAX = <paramref name="leaf"/> and ECX = <paramref name="subleaf"/>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_cpuid")]
    public static extern void Cpuid(uint leaf, uint subleaf, CpuidResult* result);

    /// <summary>
    /// CRC32, again and again: advances the state of a CRC-32C, whose start and end are another's business, over
    /// <paramref name="sizeBytes"/> bytes.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_crc32c")]
    public static extern uint Crc32C(uint state, void* from, ulong sizeBytes);

    /// <summary>RDMSR. A host exception follows if the MSR does not exist.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_rdmsr")]
    public static extern ulong ReadMsr(uint msr);

    /// <summary>WRMSR. A host exception follows if the MSR does not exist or refuses the value.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_wrmsr")]
    public static extern void WriteMsr(uint msr, ulong value);

    /// <summary>LFENCE; RDTSC: ticks since reset.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_rdtsc")]
    public static extern ulong ReadTsc();

    /// <summary>IN AL, DX.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_inb")]
    public static extern uint In8(ushort port);

    /// <summary>IN EAX, DX.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_inl")]
    public static extern uint In32(ushort port);

    /// <summary>OUT DX, AL.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_outb")]
    public static extern void Out8(ushort port, uint value);

    /// <summary>OUT DX, EAX.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_outl")]
    public static extern void Out32(ushort port, uint value);

    /// <summary>MOV from CR0.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_read_cr0")]
    public static extern ulong ReadCr0();

    /// <summary>MOV to CR0.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_write_cr0")]
    public static extern void WriteCr0(ulong value);

    /// <summary>MOV from CR2.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_read_cr2")]
    public static extern ulong ReadCr2();

    /// <summary>MOV to CR2.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_write_cr2")]
    public static extern void WriteCr2(ulong value);

    /// <summary>MOV from CR3.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_read_cr3")]
    public static extern ulong ReadCr3();

    /// <summary>MOV to CR3.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_write_cr3")]
    public static extern void WriteCr3(ulong value);

    /// <summary>MOV from CR4.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_read_cr4")]
    public static extern ulong ReadCr4();

    /// <summary>MOV to CR4.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_write_cr4")]
    public static extern void WriteCr4(ulong value);

    /// <summary>Stores DR0 to DR3.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_save_debug_registers")]
    public static extern void SaveDebugRegisters(ulong* four);

    /// <summary>Loads DR0 to DR3.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_load_debug_registers")]
    public static extern void LoadDebugRegisters(ulong* four);

    /// <summary>Stores IA32_STAR, IA32_LSTAR, IA32_CSTAR, IA32_FMASK and IA32_KERNEL_GS_BASE.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_save_switched_msrs")]
    public static extern void SaveSwitchedMsrs(ulong* five);

    /// <summary>Loads IA32_STAR, IA32_LSTAR, IA32_CSTAR, IA32_FMASK and IA32_KERNEL_GS_BASE.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_load_switched_msrs")]
    public static extern void LoadSwitchedMsrs(ulong* five);

    /// <summary>MOV from DR6.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_read_dr6")]
    public static extern ulong ReadDr6();

    /// <summary>MOV to DR6.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_write_dr6")]
    public static extern void WriteDr6(ulong value);

    /// <summary>XGETBV with ECX = 0.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_xgetbv")]
    public static extern ulong ReadXcr0();

    /// <summary>XSETBV with ECX = 0.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_xsetbv")]
    public static extern void WriteXcr0(ulong value);

    /// <summary>XSAVE64 of every component that XCR0 enables; <paramref name="area"/> is 64-byte aligned.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_xsave")]
    public static extern void SaveExtendedState(void* area);

    /// <summary>XRSTOR64 of every component that XCR0 enables; <paramref name="area"/> is 64-byte aligned.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_xrstor")]
    public static extern void LoadExtendedState(void* area);

    /// <summary>FXSAVE64; <paramref name="area"/> is 16-byte aligned.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_fxsave")]
    public static extern void SaveLegacyState(void* area);

    /// <summary>FXRSTOR64; <paramref name="area"/> is 16-byte aligned.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_fxrstor")]
    public static extern void LoadLegacyState(void* area);

    /// <summary>LGDT, reload of CS, null in all other segment registers, LTR.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_load_gdt")]
    public static extern void LoadGdt(void* table, uint sizeBytes, ushort codeSelector, ushort taskSelector);

    /// <summary>LIDT.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_load_idt")]
    public static extern void LoadIdt(void* table, uint sizeBytes);

    /// <summary>STI; NOP; CLI: lets pending interrupts in, once.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_open_interrupt_slot")]
    public static extern void OpenInterruptSlot();

    /// <summary>STI; HLT; CLI: sleeps until an interrupt or NMI came.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_wait_for_interrupt")]
    public static extern void WaitForInterrupt();

    /// <summary>PAUSE.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_pause")]
    public static extern void Pause();

    /// <summary>CLFLUSH of the cache line that holds <paramref name="address"/>: afterwards memory has what it held.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_flush_line")]
    public static extern void FlushLine(void* address);

    /// <summary>MOV from RBP: the frame of the caller.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_read_frame_pointer")]
    public static extern ulong ReadFramePointer();

    /// <summary>CLI; HLT, for ever.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_halt")]
    public static extern void Halt();

    /// <summary>Copies bytes to or from user pages: STAC; REP MOVSB; CLAC (without STAC and CLAC where the processor has no SMAP).</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_copy_guest")]
    public static extern void CopyGuest(void* to, void* from, ulong sizeBytes);

    /// <summary>
    /// Copies bytes to user pages and advances <paramref name="state"/> as <see cref="Crc32C"/> does over what it stores: each
    /// byte is loaded once.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_copy_guest_summed")]
    public static extern uint CopyGuestSummed(void* to, void* from, ulong sizeBytes, uint state);

    /// <summary>Loads eight bytes of user pages, with STAC and CLAC around where the processor has SMAP.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_load_guest")]
    public static extern ulong LoadGuest(void* from);

    /// <summary>Zeroes bytes of user pages, eight at a time; <paramref name="sizeBytes"/> is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_clear_guest")]
    public static extern void ClearGuest(void* start, ulong sizeBytes);

    /// <summary>Tells <see cref="CopyGuest"/> and <see cref="ClearGuest"/> that STAC and CLAC exist, and sets CR4.SMAP.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_enable_smap")]
    public static extern void EnableSmap();

    /// <summary>First byte of the kernel image: an address that the linker knows.</summary>
    public static ulong ImageStart
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&ImageStartSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("_image_start")]
    private static extern void ImageStartSymbol();

    /// <summary>End of the kernel's code, where read-only data begin: an address that the linker knows.</summary>
    public static ulong TextEnd
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&TextEndSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("_text_end")]
    private static extern void TextEndSymbol();

    /// <summary>Start of the kernel's code: an address that the linker knows.</summary>
    public static ulong TextStart
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&TextStartSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("_text_start")]
    private static extern void TextStartSymbol();

    /// <summary>Start of read-only data: an address that the linker knows.</summary>
    public static ulong ReadOnlyStart
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&ReadOnlyStartSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("_rodata_start")]
    private static extern void ReadOnlyStartSymbol();

    /// <summary>End of read-only data: an address that the linker knows.</summary>
    public static ulong ReadOnlyEnd
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&ReadOnlyEndSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("_rodata_end")]
    private static extern void ReadOnlyEndSymbol();

    /// <summary>Start of writable data: an address that the linker knows.</summary>
    public static ulong WritableStart
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&WritableStartSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("_data_start")]
    private static extern void WritableStartSymbol();

    /// <summary>End of the kernel image, zero-filled parts included: an address that the linker knows.</summary>
    public static ulong ImageEnd
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&ImageEndSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("_image_end")]
    private static extern void ImageEndSymbol();

    /// <summary>Where the image places the blob: an address that the linker knows.</summary>
    public static ulong BlobStart
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&BlobStartSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("_blob_start")]
    private static extern void BlobStartSymbol();

    /// <summary>The boot CPU's area: an address that the linker knows.</summary>
    public static ulong BootCpuArea
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&BootCpuAreaSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("boot_cpu_area")]
    private static extern void BootCpuAreaSymbol();

    /// <summary>Entry points of host vectors 0 to 31, 16 bytes apart: an address that the linker knows.</summary>
    public static ulong VectorStubs
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&VectorStubsSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("host_vector_stubs")]
    private static extern void VectorStubsSymbol();

    /// <summary>Entry point of the timer's interrupt and of any other: an address that the linker knows.</summary>
    public static ulong InterruptEntry
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&InterruptEntrySymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("host_interrupt_entry")]
    private static extern void InterruptEntrySymbol();

    /// <summary>Entry point of spurious interrupts: an address that the linker knows.</summary>
    public static ulong SpuriousEntry
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&SpuriousEntrySymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("host_spurious_entry")]
    private static extern void SpuriousEntrySymbol();

    /// <summary>Entry point of NMIs: an address that the linker knows.</summary>
    public static ulong NmiEntry
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&NmiEntrySymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("host_nmi_entry")]
    private static extern void NmiEntrySymbol();

    /// <summary>The page of the IDT: an address that the linker knows.</summary>
    public static ulong Idt
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&IdtSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("host_idt")]
    private static extern void IdtSymbol();

    /// <summary>The place of the stop context: an address that the linker knows.</summary>
    public static ulong StopContext
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&StopContextSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("stop_context")]
    private static extern void StopContextSymbol();

    /// <summary>Start of the code that a CPU begins with: an address that the linker knows.</summary>
    public static ulong TrampolineStart
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&TrampolineStartSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("trampoline_start")]
    private static extern void TrampolineStartSymbol();

    /// <summary>End of the code that a CPU begins with: an address that the linker knows.</summary>
    public static ulong TrampolineEnd
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&TrampolineEndSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("trampoline_end")]
    private static extern void TrampolineEndSymbol();

    /// <summary>The word from which a CPU that starts takes its RSP: an address that the linker knows.</summary>
    public static ulong StartStack
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&StartStackSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_start_stack")]
    private static extern void StartStackSymbol();

    /// <summary>Start of the zero-filled part, tables and stacks first: an address that the linker knows.</summary>
    public static ulong ZeroStart
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&ZeroStartSymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("_bss_start")]
    private static extern void ZeroStartSymbol();

    /// <summary>The kernel's own view of a frame that is its own: it maps its memory at equal addresses.</summary>
    public static void* Frame(HostPhysical address) => (void*)address.Value;

    /// <summary>The host-physical address of memory that is the kernel's own.</summary>
    public static HostPhysical Address(void* own) => new HostPhysical((ulong)own);

    /// <summary>
    /// The kernel's view of a guest's memory: user pages in the address space of the partition that the CPU serves.
    /// Reached only through <see cref="CopyGuest"/>, <see cref="LoadGuest"/> and <see cref="ClearGuest"/>.
    /// </summary>
    public static void* GuestView(GuestPhysical address, HostPhysical backing) => (void*)(GuestViewBase + address.Value);

    /// <summary>Linear address of guest-physical address 0 in a partition's host address space: slot 256 of the PML4.</summary>
    public const ulong GuestViewBase = 0xFFFF_8000_0000_0000;

    /// <summary>INT 2: runs the NMI handler, and its IRET ends the blocking of NMIs.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_raise_nmi")]
    public static extern void RaiseNmi();

    /// <summary>The linear address of what the calling CPU finds through GS.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_context")]
    public static extern ulong Context();

    /// <summary>Returns 1 if an interrupt came to this CPU since the last call, else 0.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("cpu_take_interrupt_mark")]
    public static extern uint TakeInterruptMark();
}
