// The registers of a native partition at its first instruction.
using MicroHV.Kernel.Abi;

namespace MicroHV.Partitions.Planning;

/// <summary>
/// 64-bit mode, paging on, interrupts off, RDI pointing at the information page, RSI the number of the virtual CPU.
/// </summary>
internal static class NativeStart
{
    // PG, WP, NE, ET, MP, PE.
    private const ulong Cr0 = 0x8001_0033;

    // OSXMMEXCPT, OSFXSR, PAE.
    private const ulong Cr4 = 0x620;

    // NXE, LMA, LME.
    private const ulong Efer = 0xD00;

    // As after reset: WB, WT, UC-, UC, and again. SDM 3A, "Programming the PAT".
    private const ulong Pat = 0x0007_0406_0007_0406;
    private const ulong Dr6 = 0xFFFF_0FF0;
    private const ulong Dr7 = 0x400;
    private const ulong Rflags = 0x2;

    // In the format of the VMCS. SDM 3C, "Guest Register State".
    private const uint CodeRights = 0xA09B;
    private const uint DataRights = 0xC093;
    private const uint TaskRights = 0x8B;
    private const uint Unusable = 0x1_0000;

    /// <summary>The state for an image that starts at <paramref name="entry"/>.</summary>
    /// <param name="entry">RIP.</param>
    /// <param name="vcpu">Number of the virtual CPU within its partition.</param>
    /// <param name="stackEnd">First address behind its stack, which grows down from there.</param>
    /// <param name="pageTables">CR3.</param>
    /// <param name="descriptors">The page with GDT and TSS.</param>
    public static CpuState Of(ulong entry, uint vcpu, ulong stackEnd, ulong pageTables, ulong descriptors) => new()
    {
        // RSP as after a call: 8 below a multiple of 16, which is what compilers expect at a function's entry.
        General = new GuestRegisters
        {
            Rdi = NativeLayout.InformationPage,
            Rsi = vcpu,
            Rsp = (stackEnd & ~0xFUL) - sizeof(ulong),
        },
        Rip = entry,
        Rflags = Rflags,
        Cr0 = Cr0,
        Cr3 = pageTables,
        Cr4 = Cr4,
        Efer = Efer,
        Dr6 = Dr6,
        Dr7 = Dr7,
        Pat = Pat,
        Cs = GuestDescriptors.Flat(GuestDescriptors.CodeSelector, CodeRights),
        Ss = GuestDescriptors.Flat(GuestDescriptors.DataSelector, DataRights),
        Ds = GuestDescriptors.Flat(GuestDescriptors.DataSelector, DataRights),
        Es = GuestDescriptors.Flat(GuestDescriptors.DataSelector, DataRights),
        Fs = GuestDescriptors.Flat(GuestDescriptors.DataSelector, DataRights),
        Gs = GuestDescriptors.Flat(GuestDescriptors.DataSelector, DataRights),
        Ldtr = new SegmentState { AccessRights = Unusable },
        Tr = new SegmentState
        {
            Selector = GuestDescriptors.TaskSelector,
            AccessRights = TaskRights,
            Limit = GuestDescriptors.TaskLimit,
            Base = descriptors + GuestDescriptors.TaskOffset,
        },
        Gdtr = new SegmentState { Limit = GuestDescriptors.GdtLimit, Base = descriptors },
    };
}
