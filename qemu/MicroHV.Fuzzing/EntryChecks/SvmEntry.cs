// A VMRUN that a processor accepts, from which tests break one thing.
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Fuzzing.EntryChecks;

/// <summary>All that the checks of VMRUN look at, in a state that is good.</summary>
internal sealed class SvmEntry
{
    public SvmCapabilityFields Capabilities = Processors.Ryzen;
    public SvmControlFields Controls;
    public SvmGuestFields Guest;

    private SvmEntry()
    {
        Controls.Intercepts2 = 1;
        Controls.IopmBase = 0x10_0000;
        Controls.MsrpmBase = 0x10_4000;
        Controls.Asid = 1;
        Controls.IsNestedPaging = true;
        Controls.NestedCr3 = 0x10_6000;
        Controls.IsHostPaging = true;
        Guest.Efer = EFER.SVME;
        Guest.Dr6 = DR6.Reset;
        Guest.Dr7 = DR7.Reset;
        Guest.Rflags = RFLAGS.Reset;
        Guest.Pat = 0x0007_0406_0007_0406;
    }

    public static SvmEntry LongMode() => new()
    {
        Guest =
        {
            Efer = EFER.SVME | EFER.LME | EFER.LMA | EFER.NXE,
            Cr0 = CR0.PE | CR0.ET | CR0.NE | CR0.WP | CR0.PG,
            Cr4 = CR4.PAE,
            Cr3 = 0x1000,
            CsAttributes = 0xA9B,
        },
    };

    public static SvmEntry ProtectedMode() => new() { Guest = { Cr0 = CR0.PE | CR0.ET, CsAttributes = 0xC9B } };

    public static SvmEntry PaePaging() => new()
    {
        Guest = { Cr0 = CR0.PE | CR0.ET | CR0.PG, Cr4 = CR4.PAE, Cr3 = 0x2020, CsAttributes = 0xC9B },
    };

    public static SvmEntry RealMode() => new() { Guest = { Cr0 = CR0.Reset, CsAttributes = 0x9B } };

    public SvmEntryRule FirstViolation() => SvmEntryChecks.FirstViolation(in Capabilities, in Controls, in Guest);
}
