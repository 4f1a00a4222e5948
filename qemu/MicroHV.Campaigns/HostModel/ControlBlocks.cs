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
internal sealed record BlockField(string Name, int Bits, VmcsField? Vmcs, string? Vmcb);

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

    /// <summary>Control fields of a VMCB.</summary>
    public static IReadOnlyList<BlockField> SvmControls { get; } = [_nestedRoot];

    /// <summary>Control fields of a VMCS.</summary>
    public static IReadOnlyList<BlockField> VmxControls { get; } =
        [_nestedRoot, new("VMX-preemption timer", 32, VmcsField.VmxPreemptionTimerValue, null)];

    /// <summary>Control fields that the model acts on in full.</summary>
    public IReadOnlyList<BlockField> Controls { get; } = isVmx ? VmxControls : SvmControls;

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
        (ulong*)machine.Ram(block + (ulong)Marshal.OffsetOf<Vmcb>(field.Vmcb!));
}
