// The software twin of kernel/Backends/Vmx/VmxSwitch.cs: VMCSs are dictionaries, and a callback is the guest.
namespace MicroHV.Kernel.Backends;

using System.Collections.Generic;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;
using MicroHV.Model;

/// <summary>VMX instructions, made of software. Those that can fail return 0, 1 for VMfailInvalid or 2 for VMfailValid.</summary>
public static unsafe class VmxSwitch
{
    /// <summary>VMXON.</summary>
    public static uint On(HostPhysical* region)
    {
        SoftwareCpu.Current.Vmx.IsOn = true;
        return 0;
    }

    /// <summary>VMCLEAR.</summary>
    public static uint Clear(HostPhysical* vmcs)
    {
        SoftwareCpu.Current.Vmx.Clear(vmcs->Value);
        return 0;
    }

    /// <summary>VMPTRLD.</summary>
    public static uint Load(HostPhysical* vmcs) => SoftwareCpu.Current.Vmx.TryLoad(vmcs->Value) ? 0u : 1;

    /// <summary>VMREAD of the current VMCS; 0 if the field does not exist.</summary>
    public static ulong Read(VmcsField field)
    {
        SoftwareVmx vmx = SoftwareCpu.Current.Vmx;
        vmx.Reads++;
        return vmx.Fields.GetValueOrDefault(field);
    }

    /// <summary>VMWRITE to the current VMCS.</summary>
    public static void Write(VmcsField field, ulong value)
    {
        SoftwareVmx vmx = SoftwareCpu.Current.Vmx;
        vmx.Writes++;
        vmx.Fields[field] = value;
    }

    /// <summary>INVVPID, single-context.</summary>
    public static void InvalidateTag(ulong tag) => SoftwareCpu.Current.Vmx.Flushes++;

    /// <summary>INVEPT, all contexts.</summary>
    public static void InvalidateNested() => SoftwareCpu.Current.Vmx.Flushes++;

    /// <summary>Runs the guest of the current VMCS until it exits. 0, or why VMLAUNCH or VMRESUME failed.</summary>
    public static uint Enter(Vcpu* vcpu)
    {
        uint failure = SoftwareMachine.Current.OnVmxEntry(new VcpuPointer(vcpu));
        vcpu->IsLaunched = failure == 0 ? 1u : vcpu->IsLaunched;
        return failure;
    }

    /// <summary>Where an exit continues.</summary>
    public static ulong ExitEntry => SoftwareMachine.Current.Symbols.VmxExited;
}
