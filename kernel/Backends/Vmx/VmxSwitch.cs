// The VMX instructions and the world switch. Bodies in vmx_switch.asm; tests run a software twin of this file.
namespace MicroHV.Kernel.Backends;

using System.Runtime;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>VMX instructions. Those that can fail return 0, 1 for VMfailInvalid or 2 for VMfailValid.</summary>
public static unsafe class VmxSwitch
{
    /// <summary>VMXON.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vmx_on")]
    public static extern uint On(HostPhysical* region);

    /// <summary>VMCLEAR.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vmx_clear")]
    public static extern uint Clear(HostPhysical* vmcs);

    /// <summary>VMPTRLD.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vmx_load")]
    public static extern uint Load(HostPhysical* vmcs);

    /// <summary>VMREAD of the current VMCS; 0 if the field does not exist.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vmx_read")]
    public static extern ulong Read(VmcsField field);

    /// <summary>VMWRITE to the current VMCS.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vmx_write")]
    public static extern void Write(VmcsField field, ulong value);

    /// <summary>INVVPID, single-context: drops the translations that are tagged with <paramref name="tag"/>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vmx_invalidate_tag")]
    public static extern void InvalidateTag(ulong tag);

    /// <summary>INVEPT, all contexts.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vmx_invalidate_nested")]
    public static extern void InvalidateNested();

    /// <summary>Runs the guest of the current VMCS until it exits. 0, or why VMLAUNCH or VMRESUME failed.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vmx_enter")]
    public static extern uint Enter(Vcpu* vcpu);

    /// <summary>Where an exit continues: an address that the linker knows.</summary>
    public static ulong ExitEntry
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (ulong)(delegate*<void>)&ExitEntrySymbol;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vmx_exited")]
    private static extern void ExitEntrySymbol();
}
