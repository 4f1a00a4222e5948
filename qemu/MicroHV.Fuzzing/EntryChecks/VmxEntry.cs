// A VM entry that a processor accepts, from which tests break one thing.
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Fuzzing.EntryChecks;

/// <summary>All that the checks of a VM entry look at, in a state that is good.</summary>
internal sealed class VmxEntry
{
    public VmxCapabilityFields Capabilities = Processors.SkylakeX;
    public VmxControlFields Controls;
    public VmxHostFields Host;
    public VmxGuestFields Guest;

    private const uint CodeLong = 0xA09B;
    private const uint Code32 = 0xC09B;
    private const uint DataFlat = 0xC093;

    private VmxEntry()
    {
        Controls.PinBased = VmxControlAdjustment.Of(Capabilities.PinBased, VmxCapabilities.RequiredPinBased, 0).Value;
        Controls.Primary = VmxControlAdjustment.Of(Capabilities.Primary, VmxCapabilities.RequiredPrimary, 0).Value;
        Controls.Secondary = VmxControlAdjustment.Of(
            Capabilities.Secondary, VmxCapabilities.RequiredSecondary, VmxCapabilities.OptionalSecondary).Value;
        Controls.Exit = VmxControlAdjustment.Of(Capabilities.Exit, VmxCapabilities.RequiredExit, 0).Value;
        uint entry = VmxCapabilities.RequiredEntry | VmEntryControls.LoadDebugControls;
        Controls.Entry = VmxControlAdjustment.Of(Capabilities.Entry, entry, 0).Value;
        Controls.IoBitmapA = 0x10_0000;
        Controls.IoBitmapB = 0x10_1000;
        Controls.MsrBitmap = 0x10_2000;
        Controls.Vpid = 1;
        Controls.Eptp = 0x10_3000 | (3 << 3) | 6;
        SetHost();
        Guest.VmcsLinkPointer = ulong.MaxValue;
        Guest.Rflags = RFLAGS.Reset;
        Guest.Dr7 = DR7.Reset;
        Guest.Pat = 0x0007_0406_0007_0406;
        Guest.Tr = new() { AccessRights = 0x8B, Limit = 0x67, Selector = 0x28 };
        Guest.Ldtr = new() { AccessRights = 0x82, Limit = 0xFFFF, Selector = 0x30 };
        Guest.GdtrLimit = 0xFFFF;
        Guest.IdtrLimit = 0xFFF;
    }

    public static VmxEntry LongMode()
    {
        VmxEntry entry = new();
        entry.Controls.Entry |= VmEntryControls.Ia32eModeGuest;
        entry.Guest.Cr0 = CR0.PE | CR0.ET | CR0.NE | CR0.WP | CR0.PG;
        entry.Guest.Cr3 = 0x1000;
        entry.Guest.Cr4 = CR4.PAE | CR4.VMXE;
        entry.Guest.Efer = EFER.LMA | EFER.LME | EFER.NXE;
        entry.Guest.Rip = 0xFFFF_8000_0010_0000;
        entry.SetFlat(CodeLong);
        return entry;
    }

    public static VmxEntry ProtectedMode()
    {
        VmxEntry entry = new();
        entry.Guest.Cr0 = CR0.PE | CR0.ET | CR0.NE;
        entry.Guest.Cr4 = CR4.VMXE;
        entry.Guest.Rip = 0x10_0000;
        entry.SetFlat(Code32);
        return entry;
    }

    public static VmxEntry PaePaging()
    {
        VmxEntry entry = ProtectedMode();
        entry.Guest.Cr0 |= CR0.PG;
        entry.Guest.Cr4 |= CR4.PAE;
        entry.Guest.Cr3 = 0x2020;
        entry.Guest.Pdpte0 = 0x3001;
        entry.Guest.Pdpte1 = 0x4001;
        entry.Guest.Pdpte2 = 0xFFE;
        return entry;
    }

    public static VmxEntry RealMode()
    {
        VmxEntry entry = new();
        entry.Guest.Cr0 = CR0.ET | CR0.NE;
        entry.Guest.Cr4 = CR4.VMXE;
        entry.Guest.Rip = 0xFFF0;
        VmxSegmentFields segment = new() { AccessRights = 0x93, Limit = 0xFFFF };
        entry.SetAll(segment);
        entry.Guest.Cs.Selector = 0xF000;
        entry.Guest.Cs.Base = 0xFFFF_0000;
        return entry;
    }

    public static VmxEntry Virtual8086Mode()
    {
        VmxEntry entry = ProtectedMode();
        entry.Guest.Cr0 |= CR0.PG;
        entry.Guest.Rflags |= RFLAGS.VM;
        entry.SetAll(new() { AccessRights = 0xF3, Limit = 0xFFFF, Selector = 0x1234, Base = 0x1_2340 });
        return entry;
    }

    /// <summary>A 32-bit host that enters a protected-mode guest.</summary>
    public static VmxEntry Host32Bit()
    {
        VmxEntry entry = ProtectedMode();
        entry.Controls.Exit &= ~VmExitControls.HostAddressSpaceSize;
        entry.Host.IsInIa32eMode = false;
        entry.Host.Efer = 0;
        entry.Host.Rip = 0x10_0000;
        return entry;
    }

    public VmxEntryRule FirstViolation() =>
        VmxEntryChecks.FirstViolation(in Capabilities, in Controls, in Host, in Guest);

    /// <summary>A segment register by its number in the VMCS.</summary>
    public ref VmxSegmentFields Segment(int number)
    {
        switch (number)
        {
            case 0: return ref Guest.Es;
            case 1: return ref Guest.Cs;
            case 2: return ref Guest.Ss;
            case 3: return ref Guest.Ds;
            case 4: return ref Guest.Fs;
            case 5: return ref Guest.Gs;
            case 6: return ref Guest.Ldtr;
            default: return ref Guest.Tr;
        }
    }

    public void AllowSecondary(uint bits)
    {
        Capabilities.Secondary |= (ulong)bits << 32;
        Controls.Secondary |= bits;
    }

    public void AllowPinBased(uint bits)
    {
        Capabilities.PinBased |= (ulong)bits << 32;
        Controls.PinBased |= bits;
    }

    public void AllowExit(uint bits)
    {
        Capabilities.Exit |= (ulong)bits << 32;
        Controls.Exit |= bits;
    }

    public void AllowEntry(uint bits)
    {
        Capabilities.Entry |= (ulong)bits << 32;
        Controls.Entry |= bits;
    }

    public void Restrict() => Controls.Secondary &= ~SecondaryControls.UnrestrictedGuest;

    private void SetHost()
    {
        Host.IsInIa32eMode = true;
        Host.CsSelector = 0x08;
        Host.SsSelector = 0x10;
        Host.TrSelector = 0x18;
        Host.Cr0 = CR0.PE | CR0.ET | CR0.NE | CR0.WP | CR0.PG;
        Host.Cr3 = 0x5000;
        Host.Cr4 = CR4.PAE | CR4.VMXE | CR4.OSFXSR;
        Host.Rip = 0xFFFF_FFFF_8010_0000;
        Host.Pat = 0x0007_0406_0007_0406;
        Host.Efer = EFER.LMA | EFER.LME | EFER.NXE;
    }

    private void SetFlat(uint code)
    {
        SetAll(new() { AccessRights = DataFlat, Limit = 0xFFFF_FFFF, Selector = 0x10 });
        Guest.Cs.AccessRights = code;
        Guest.Cs.Selector = 0x08;
    }

    private void SetAll(VmxSegmentFields segment)
    {
        for (int number = 0; number < 6; number++)
        {
            Segment(number) = segment;
        }
    }
}
