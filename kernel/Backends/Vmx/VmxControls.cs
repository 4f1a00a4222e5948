// The controls of a VMCS: what makes a guest exit, and the host that it exits to.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Vcpu;

/// <summary>Writes the control fields and the host-state area of the current VMCS.</summary>
internal static unsafe class VmxControls
{
    /// <summary>Primary controls beyond what <see cref="VmxCapabilities"/> requires to exist.</summary>
    private const uint Primary = VmxCapabilities.RequiredPrimary
        | PrimaryControls.HltExiting
        | PrimaryControls.MwaitExiting
        | PrimaryControls.MonitorExiting
        | PrimaryControls.RdpmcExiting
        | PrimaryControls.Cr8LoadExiting
        | PrimaryControls.Cr8StoreExiting;

    /// <summary>Exceptions that exit: those with which a guest could keep the processor busy for ever, and machine checks.</summary>
    private const uint Exceptions = (1u << GuestEvent.DB) | (1u << GuestEvent.AC) | (1u << GuestEvent.MC);

    /// <summary>Writes all of them. <paramref name="vcpu"/>'s VMCS is current.</summary>
    internal static void Write(in PerCpu cpu, ref Vcpu vcpu, in SystemConfig config)
    {
        VmxCapabilityFields capabilities = default;
        VmxProbe.Read(ref capabilities);
        WriteExecutionControls(in capabilities, ref vcpu);
        WriteBitmaps(in config, in config.Partitions[(int)vcpu.PartitionIndex]);
        WriteHost(in cpu, ref vcpu);
    }

    /// <summary>
    /// Has the guest exit when it can take an interrupt, or not. Every processor has the control: SDM 3C, "Processor-Based
    /// VM-Execution Controls".
    /// </summary>
    internal static void WriteInterruptWindow(in Vcpu vcpu)
    {
        ulong primary = VmxSwitch.Read(VmcsField.PrimaryProcessorBasedControls);
        VmxSwitch.Write(
            VmcsField.PrimaryProcessorBasedControls,
            vcpu.AwaitsInterruptWindow != 0
                ? primary | PrimaryControls.InterruptWindowExiting
                : primary & ~(ulong)PrimaryControls.InterruptWindowExiting);
    }

    private static void WriteExecutionControls(in VmxCapabilityFields capabilities, ref Vcpu vcpu)
    {
        Adjusted(VmcsField.PinBasedControls, capabilities.PinBased, VmxCapabilities.RequiredPinBased, 0);
        Adjusted(VmcsField.PrimaryProcessorBasedControls, capabilities.Primary, Primary, 0);
        Adjusted(
            VmcsField.SecondaryProcessorBasedControls,
            capabilities.Secondary,
            VmxCapabilities.RequiredSecondary,
            SecondaryControls.EnableRdtscp | SecondaryControls.EnableInvpcid | SecondaryControls.WbinvdExiting);

        // DR7 and IA32_DEBUGCTL are the guest's own; every processor can switch them.
        Adjusted(
            VmcsField.VmExitControls,
            capabilities.Exit,
            VmxCapabilities.RequiredExit | VmExitControls.SaveDebugControls,
            0);
        Adjusted(
            VmcsField.VmEntryControls,
            capabilities.Entry,
            VmxCapabilities.RequiredEntry | VmEntryControls.LoadDebugControls,
            0);

        VmxSwitch.Write(VmcsField.ExceptionBitmap, Exceptions);
        VmxSwitch.Write(VmcsField.PageFaultErrorCodeMask, 0);
        VmxSwitch.Write(VmcsField.PageFaultErrorCodeMatch, 0);
        VmxSwitch.Write(VmcsField.Cr3TargetCount, 0);
        VmxSwitch.Write(VmcsField.VmExitMsrStoreCount, 0);
        VmxSwitch.Write(VmcsField.VmExitMsrLoadCount, 0);
        VmxSwitch.Write(VmcsField.VmEntryMsrLoadCount, 0);
        VmxSwitch.Write(VmcsField.VmEntryInterruptionInformation, 0);
        VmxSwitch.Write(VmcsField.VirtualProcessorIdentifier, vcpu.GuestTag);
        VmxSwitch.Write(VmcsField.EptPointer, EptEntry.Pointer(new HostPhysical(vcpu.NestedRoot)));

        // The guest writes TS and MP alone; all else of CR0, and all of CR4, is ours to look at first.
        VmxSwitch.Write(VmcsField.Cr0GuestHostMask, ~(CR0.TS | CR0.MP));
        VmxSwitch.Write(VmcsField.Cr4GuestHostMask, ulong.MaxValue);
    }

    // Probe saw to it that everything required is allowed.
    private static void Adjusted(VmcsField field, ulong capability, uint required, uint optional) =>
        VmxSwitch.Write(field, VmxControlAdjustment.Of(capability, required, optional).Value);

    private static void WriteBitmaps(in SystemConfig config, in PartitionRecord partition)
    {
        // The bitmaps are pages of the blob: the processor reads them where they are.
        ulong ports = Cpu.Address(config.Bitmap(partition.PortBitmapOffset)).Value;
        VmxSwitch.Write(VmcsField.IoBitmapA, ports);
        VmxSwitch.Write(VmcsField.IoBitmapB, ports + FrameSize.Size4K);
        VmxSwitch.Write(VmcsField.MsrBitmaps, Cpu.Address(config.Bitmap(partition.VmxMsrBitmapOffset)).Value);
    }

    // The host that an exit goes to is the virtual CPU's CPU, whichever one writes this.
    private static void WriteHost(in PerCpu cpu, ref Vcpu vcpu)
    {
        VmxSwitch.Write(VmcsField.HostEsSelector, 0);
        VmxSwitch.Write(VmcsField.HostCsSelector, HostTables.CodeSelector);
        VmxSwitch.Write(VmcsField.HostSsSelector, 0);
        VmxSwitch.Write(VmcsField.HostDsSelector, 0);
        VmxSwitch.Write(VmcsField.HostFsSelector, 0);
        VmxSwitch.Write(VmcsField.HostGsSelector, 0);
        VmxSwitch.Write(VmcsField.HostTrSelector, HostTables.TaskSelector);
        VmxSwitch.Write(VmcsField.HostFsBase, 0);
        VmxSwitch.Write(VmcsField.HostGsBase, cpu.Area + CpuArea.Page);
        VmxSwitch.Write(VmcsField.HostTrBase, cpu.Area + CpuArea.Task);
        VmxSwitch.Write(VmcsField.HostGdtrBase, cpu.Area + CpuArea.Gdt);
        VmxSwitch.Write(VmcsField.HostIdtrBase, Cpu.Idt);
        VmxSwitch.Write(VmcsField.HostCr0, Cpu.ReadCr0());
        VmxSwitch.Write(VmcsField.HostCr3, vcpu.HostRoot);
        VmxSwitch.Write(VmcsField.HostCr4, Cpu.ReadCr4());
        VmxSwitch.Write(VmcsField.HostPat, Cpu.ReadMsr(Msr.IA32_PAT));
        VmxSwitch.Write(VmcsField.HostEfer, Cpu.ReadMsr(Msr.IA32_EFER));
        VmxSwitch.Write(VmcsField.HostSysenterCs, 0);
        VmxSwitch.Write(VmcsField.HostSysenterEsp, 0);
        VmxSwitch.Write(VmcsField.HostSysenterEip, 0);
        VmxSwitch.Write(VmcsField.HostRip, VmxSwitch.ExitEntry);
    }
}
