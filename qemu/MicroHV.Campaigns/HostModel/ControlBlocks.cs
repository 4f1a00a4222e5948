// Fields of control blocks by one name for both vendors.
using System.Runtime.InteropServices;
using MicroHV.Kernel.Backends;
using MicroHV.Model;

namespace MicroHV.Campaigns.HostModel;

/// <summary>A field of a VMCS, of a VMCB, or of both.</summary>
/// <param name="Name">The register's or the field's.</param>
/// <param name="Bits">How many bits of it a fault may hit, from bit 0.</param>
/// <param name="Vmcs">The field in a VMCS; null if it has none.</param>
/// <param name="Vmcb">The field in a VMCB; null if it has none.</param>
/// <param name="Part">The field in that one, if it is a segment; else null.</param>
internal sealed record BlockField(string Name, int Bits, VmcsField? Vmcs, string? Vmcb, string? Part = null)
{
    /// <summary>Its offset in a VMCB, in bytes.</summary>
    public ulong VmcbOffset => (ulong)Marshal.OffsetOf<Vmcb>(Vmcb!) + (Part is null ? 0 : (ulong)Marshal.OffsetOf<VmcbSegment>(Part));
}

/// <summary>Reads and writes control blocks, whether they are current or not.</summary>
/// <param name="machine">The machine that they are in.</param>
/// <param name="isVmx">Whether they are VMCSs.</param>
internal sealed unsafe class ControlBlocks(SoftwareMachine machine, bool isVmx)
{
    public static readonly BlockField Rip = new("RIP", 64, VmcsField.GuestRip, nameof(Vmcb.Rip));
    public static readonly BlockField Cr0 = new("CR0", 32, VmcsField.GuestCr0, nameof(Vmcb.Cr0));
    public static readonly BlockField Cr3 = new("CR3", 64, VmcsField.GuestCr3, nameof(Vmcb.Cr3));
    public static readonly BlockField Cr4 = new("CR4", 32, VmcsField.GuestCr4, nameof(Vmcb.Cr4));
    public static readonly BlockField Efer = new("EFER", 16, VmcsField.GuestEfer, nameof(Vmcb.Efer));

    private static readonly BlockField _nestedRoot = new("nested root", 64, VmcsField.EptPointer, nameof(Vmcb.NestedCr3));

    private const ulong RootMask = 0x000F_FFFF_FFFF_F000;

    /// <summary>Registers that the model's guests and the rules of entries act on.</summary>
    public static IReadOnlyList<BlockField> GuestState { get; } =
    [
        Rip,
        new("RFLAGS", 32, VmcsField.GuestRflags, nameof(Vmcb.Rflags)),
        Cr0,
        Cr3,
        Cr4,
        Efer,
        new("PAT", 64, VmcsField.GuestPat, nameof(Vmcb.Pat)),
    ];

    /// <summary>
    /// Segments and descriptor tables. Of the attributes the lower eight bits, which mean the same in both control blocks: type, S, DPL
    /// and P.
    /// </summary>
    public static IReadOnlyList<BlockField> Segments { get; } =
    [
        .. Segment("ES", nameof(Vmcb.Es), VmcsField.GuestEsSelector),
        .. Segment("CS", nameof(Vmcb.Cs), VmcsField.GuestCsSelector),
        .. Segment("SS", nameof(Vmcb.Ss), VmcsField.GuestSsSelector),
        .. Segment("DS", nameof(Vmcb.Ds), VmcsField.GuestDsSelector),
        .. Segment("FS", nameof(Vmcb.Fs), VmcsField.GuestFsSelector),
        .. Segment("GS", nameof(Vmcb.Gs), VmcsField.GuestGsSelector),
        .. Segment("LDTR", nameof(Vmcb.Ldtr), VmcsField.GuestLdtrSelector),
        .. Segment("TR", nameof(Vmcb.Tr), VmcsField.GuestTrSelector),
        new("GDTR limit", 16, VmcsField.GuestGdtrLimit, nameof(Vmcb.Gdtr), nameof(VmcbSegment.Limit)),
        new("GDTR base", 64, VmcsField.GuestGdtrBase, nameof(Vmcb.Gdtr), nameof(VmcbSegment.Base)),
        new("IDTR limit", 16, VmcsField.GuestIdtrLimit, nameof(Vmcb.Idtr), nameof(VmcbSegment.Limit)),
        new("IDTR base", 64, VmcsField.GuestIdtrBase, nameof(Vmcb.Idtr), nameof(VmcbSegment.Base)),
    ];

    /// <summary>MSRs in a VMCS. The processor has those of SYSCALL and SWAPGS while a guest runs.</summary>
    public static IReadOnlyList<BlockField> VmxMsrs { get; } =
    [
        new("SYSENTER_CS", 32, VmcsField.GuestSysenterCs, nameof(Vmcb.SysenterCs)),
        new("SYSENTER_ESP", 64, VmcsField.GuestSysenterEsp, nameof(Vmcb.SysenterEsp)),
        new("SYSENTER_EIP", 64, VmcsField.GuestSysenterEip, nameof(Vmcb.SysenterEip)),
    ];

    /// <summary>MSRs in a VMCB.</summary>
    public static IReadOnlyList<BlockField> SvmMsrs { get; } =
    [
        .. VmxMsrs,
        new("STAR", 64, null, nameof(Vmcb.Star)),
        new("LSTAR", 64, null, nameof(Vmcb.Lstar)),
        new("CSTAR", 64, null, nameof(Vmcb.Cstar)),
        new("SFMASK", 64, null, nameof(Vmcb.Sfmask)),
        new("KERNEL_GS_BASE", 64, null, nameof(Vmcb.KernelGsBase)),
    ];

    /// <summary>Control fields of a VMCB.</summary>
    public static IReadOnlyList<BlockField> SvmControls { get; } = [_nestedRoot];

    /// <summary>Control fields of a VMCS.</summary>
    public static IReadOnlyList<BlockField> VmxControls { get; } =
        [_nestedRoot, new("VMX-preemption timer", 32, VmcsField.VmxPreemptionTimerValue, null)];

    /// <summary>Control fields that the model acts on in full.</summary>
    public IReadOnlyList<BlockField> Controls { get; } = isVmx ? VmxControls : SvmControls;

    /// <summary>MSRs that its processor keeps in control blocks.</summary>
    public IReadOnlyList<BlockField> Msrs { get; } = isVmx ? VmxMsrs : SvmMsrs;

    /// <summary>Host-physical address of the root of the nested tables that the block at <paramref name="block"/> names.</summary>
    public ulong NestedRoot(ulong block) => Read(block, _nestedRoot) & RootMask;

    /// <summary>The value of a field.</summary>
    public ulong Read(ulong block, BlockField field) => isVmx
        ? machine.Vmcses[block].GetValueOrDefault(field.Vmcs!.Value)
        : *InVmcb(block, field);

    /// <summary>Gives a field a value.</summary>
    public void Write(ulong block, BlockField field, ulong value)
    {
        if (isVmx)
        {
            machine.Vmcses[block][field.Vmcs!.Value] = value;
        }
        else
        {
            *InVmcb(block, field) = value;
        }
    }

    private ulong* InVmcb(ulong block, BlockField field) =>
        (ulong*)machine.Ram(block + field.VmcbOffset);

    // In a VMCS the four fields of each segment lie in four groups, in the same order and two numbers apart.
    private static IEnumerable<BlockField> Segment(string name, string vmcb, VmcsField selector)
    {
        ulong number = selector - VmcsField.GuestEsSelector;
        return
        [
            new($"{name} selector", 16, selector, vmcb, nameof(VmcbSegment.Selector)),
            new($"{name} limit", 32, VmcsField.GuestEsLimit + number, vmcb, nameof(VmcbSegment.Limit)),
            new($"{name} attributes", 8, VmcsField.GuestEsAccessRights + number, vmcb, nameof(VmcbSegment.Attributes)),
            new($"{name} base", 64, VmcsField.GuestEsBase + number, vmcb, nameof(VmcbSegment.Base)),
        ];
    }
}
