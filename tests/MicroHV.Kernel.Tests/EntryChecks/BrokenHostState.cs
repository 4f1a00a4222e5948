// One broken VM entry for each rule on host state.
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model.EntryChecks;
using static MicroHV.Model.EntryChecks.VmxEntryRule;

namespace MicroHV.Kernel.Tests.EntryChecks;

/// <summary>SDM 3C, "Checks on Host Control Registers, MSRs, and SSP" and the two titles after it.</summary>
internal static class BrokenHostState
{
    private const ulong NotCanonical = 1ul << 47;

    public static IEnumerable<Broken> All => [.. Registers, .. Segments, .. AddressSpace];

    private static Broken[] Registers =>
    [
        new(HostCr0, e => e.Host.Cr0 &= ~CR0.NE),
        new(HostCr0, e => e.Host.Cr0 |= 1ul << 32),
        new(HostCr4, e => e.Host.Cr4 &= ~CR4.VMXE),
        new(HostCr4, e => e.Host.Cr4 |= CR4.LA57),
        new(HostCetWithoutWriteProtect, e =>
        {
            e.Capabilities.Cr4Fixed1 |= CR4.CET;
            e.Host.Cr4 |= CR4.CET;
            e.Host.Cr0 &= ~CR0.WP;
        }),
        new(HostCr3, e => e.Host.Cr3 |= 1ul << 40),
        new(HostSysenterEsp, e => e.Host.SysenterEsp = NotCanonical),
        new(HostSysenterEip, e => e.Host.SysenterEip = NotCanonical),
        new(HostPerfGlobalCtrl, e =>
        {
            e.Controls.Exit |= VmExitControls.LoadPerfGlobalCtrl;
            e.Host.PerfGlobalCtrl = 1ul << 63;
        }),
        new(HostPat, e => e.Host.Pat = (e.Host.Pat & ~0xFFul) | 2),
        new(HostPat, e => e.Host.Pat |= 3ul << 56),
        new(HostEferReserved, e => e.Host.Efer |= 2),
        new(HostEferMode, e => e.Host.Efer &= ~EFER.LMA),
        new(HostEferMode, e => e.Host.Efer &= ~EFER.LME),
        new(HostSCet, WithCet, e => e.Host.SCet = 1ul << 6),
        new(HostSCet, WithCet, e => e.Host.SCet = 0xC00),
        new(HostSCet, WithCet, e => e.Host.SCet = NotCanonical),
        new(HostSsp, WithCet, e => e.Host.Ssp = 2),
        new(HostSsp, WithCet, e => e.Host.Ssp = NotCanonical),
        new(HostInterruptSspTable, WithCet, e => e.Host.InterruptSspTable = NotCanonical),
        new(HostPkrs, e =>
        {
            e.AllowExit(VmExitControls.LoadPkrs);
            e.Host.Pkrs = 1ul << 32;
        }),
    ];

    private static Broken[] Segments =>
    [
        new(HostEsSelector, e => e.Host.EsSelector |= 1),
        new(HostCsSelector, e => e.Host.CsSelector |= 2),
        new(HostSsSelector, e => e.Host.SsSelector |= 4),
        new(HostDsSelector, e => e.Host.DsSelector |= 1),
        new(HostFsSelector, e => e.Host.FsSelector |= 1),
        new(HostGsSelector, e => e.Host.GsSelector |= 1),
        new(HostTrSelector, e => e.Host.TrSelector |= 4),
        new(HostCsNull, e => e.Host.CsSelector = 0),
        new(HostTrNull, e => e.Host.TrSelector = 0),
        new(HostSsNull, VmxEntry.Host32Bit, e => e.Host.SsSelector = 0),
        new(HostFsBase, e => e.Host.FsBase = NotCanonical),
        new(HostGsBase, e => e.Host.GsBase = NotCanonical),
        new(HostGdtrBase, e => e.Host.GdtrBase = NotCanonical),
        new(HostIdtrBase, e => e.Host.IdtrBase = NotCanonical),
        new(HostTrBase, e => e.Host.TrBase = NotCanonical),
    ];

    private static Broken[] AddressSpace =>
    [
        new(Ia32eGuestOutsideIa32eMode, e => e.Host.IsInIa32eMode = false),
        new(Host64OutsideIa32eMode, VmxEntry.ProtectedMode, e => e.Host.IsInIa32eMode = false),
        new(Host32InIa32eMode, VmxEntry.Host32Bit, e => e.Host.IsInIa32eMode = true),
        new(Host32Pcide, VmxEntry.Host32Bit, e => e.Host.Cr4 |= CR4.PCIDE),
        new(Host32Rip, VmxEntry.Host32Bit, e => e.Host.Rip |= 1ul << 32),
        new(Host64Pae, e => e.Host.Cr4 &= ~CR4.PAE),
        new(Host64Rip, e => e.Host.Rip = NotCanonical),
    ];

    private static VmxEntry WithCet()
    {
        VmxEntry entry = VmxEntry.LongMode();
        entry.AllowExit(VmExitControls.LoadCetState);
        return entry;
    }
}
