// VMX of one CPU of the software machine.
namespace MicroHV.Model;

using System.Collections.Generic;
using MicroHV.Kernel.Backends;

/// <summary>The current VMCS, and counters of the instructions that reach it. The VMCSs themselves are the machine's.</summary>
public sealed class SoftwareVmx
{
    private const ulong Nothing = ulong.MaxValue;

    private readonly SoftwareMachine _machine;
    private ulong _current = Nothing;

    /// <summary>The VMX of a CPU of <paramref name="machine"/>.</summary>
    internal SoftwareVmx(SoftwareMachine machine) => _machine = machine;

    /// <summary>True after VMXON.</summary>
    public bool IsOn { get; set; }

    /// <summary>Fields of the current VMCS.</summary>
    public Dictionary<VmcsField, ulong> Fields => _machine.Vmcses[_current];

    /// <summary>VMREADs so far.</summary>
    public ulong Reads { get; set; }

    /// <summary>VMWRITEs so far.</summary>
    public ulong Writes { get; set; }

    /// <summary>INVVPIDs and INVEPTs so far.</summary>
    public ulong Flushes { get; set; }

    /// <summary>VMCLEAR: a VMCS that was never loaded has no fields; one that was keeps them and is active nowhere.</summary>
    public void Clear(ulong vmcs)
    {
        RequireNotElsewhere(vmcs);
        _ = _machine.Vmcses.TryAdd(vmcs, []);
        _ = _machine.ActiveVmcses.Remove(vmcs);
        _current = _current == vmcs ? Nothing : _current;
    }

    /// <summary>VMPTRLD. False if VMX is off or the VMCS was never cleared.</summary>
    /// <exception cref="HostExceptionException">
    /// The VMCS is active on another CPU, which hardware would not notice. SDM 3C, "Software Use of the VMCS and Related Structures".
    /// </exception>
    public bool TryLoad(ulong vmcs)
    {
        RequireNotElsewhere(vmcs);
        if (!IsOn || !_machine.Vmcses.ContainsKey(vmcs))
        {
            return false;
        }

        _machine.ActiveVmcses[vmcs] = this;
        _current = vmcs;
        return true;
    }

    /// <summary>Makes <paramref name="fields"/> the current VMCS, at host-physical address <paramref name="address"/>.</summary>
    public void Load(ulong address, Dictionary<VmcsField, ulong> fields)
    {
        _machine.Vmcses[address] = fields;
        _current = address;
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        IsOn = false;
        _current = Nothing;
        (Reads, Writes, Flushes) = (0, 0, 0);
    }

    private void RequireNotElsewhere(ulong vmcs)
    {
        if (_machine.ActiveVmcses.TryGetValue(vmcs, out SoftwareVmx other) && other != this)
        {
            throw new HostExceptionException($"the VMCS at 0x{vmcs:X} is active on another CPU");
        }
    }
}
