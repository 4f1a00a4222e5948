// A stopped guest with everything around it, for what an exit must leave alone and for the next case.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;
using MicroHV.Model;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Fuzzing.Exits;

/// <summary>
/// Memory, control block, MSRs and registers as they were when it was taken. Exits may change the virtual CPU, its control block,
/// its console, the CPU's count of NMIs and the guest's own memory; all else must stay.
/// </summary>
internal sealed unsafe class GuestSnapshot
{
    private const ulong PageSizeBytes = 0x1000;
    private static readonly ulong _nmiCountOffset = (ulong)Marshal.OffsetOf<CpuContext>(nameof(CpuContext.NmiCount));

    // Fields of the virtual CPU that no exit changes: by offset, from and to.
    private static readonly (int Start, int End)[] _fixedVcpu = [(0x188, 0x1A8), (0x24C, 0x258), (0x2D0, 0x2F8)];

    // Fields of a VMCB that no exit changes; of virtual interrupts, V_TPR follows CR8. APM 2, "Layout of VMCB".
    private static readonly (int Start, int End)[] _fixedVmcb = [(0x008, 0x05C), (0x061, 0x068), (0x090, 0x0A8), (0x0B0, 0x0B8)];

    // Control fields of a VMCS that follow the guest: what is injected, and what it believes.
    private static readonly HashSet<VmcsField> _followingFields =
    [
        VmcsField.VmEntryInterruptionInformation, VmcsField.VmEntryExceptionErrorCode, VmcsField.VmEntryInstructionLength,
        VmcsField.VmEntryControls, VmcsField.Cr0ReadShadow, VmcsField.Cr4ReadShadow,
    ];

    private readonly StoppedGuest _guest;
    private readonly byte[] _ram;
    private readonly (ulong Start, ulong End)[] _changeable;
    private readonly Dictionary<VmcsField, ulong> _fields = [];
    private readonly Dictionary<uint, ulong> _msrs;
    private readonly Dictionary<string, ulong> _registers;
    private readonly PerCpu _cpu;
    private readonly PartitionRecord _partition;
    private readonly ulong _tsc;

    /// <summary>Of <paramref name="guest"/> as it is.</summary>
    public GuestSnapshot(StoppedGuest guest)
    {
        _guest = guest;
        SoftwareMachine machine = guest.Machine;
        _ram = new ReadOnlySpan<byte>(machine.Ram(0), (int)machine.RamSizeBytes).ToArray();
        _changeable = [.. Changeable().OrderBy(range => range.Start)];
        _fields = guest.Kind == Boots.ProcessorKind.Intel ? new(guest.Fields) : [];
        _msrs = new(machine.Cpu.Msrs);
        _registers = new(machine.Cpu.Registers);
        _cpu = guest.Cpu;
        _partition = guest.Partition;
        _tsc = machine.Cpu.Tsc;
    }

    /// <summary>The first thing that has changed and must not have; null if there is none.</summary>
    public string? FirstWrongChange()
    {
        ulong next = 0;
        foreach ((ulong start, ulong end) in _changeable)
        {
            if (FirstChange(next, start) is { } found)
            {
                return found;
            }

            next = end;
        }

        return FirstChange(next, (ulong)_ram.Length) ?? FirstWrongField();
    }

    /// <summary>The same of the guest's control block and the virtual CPU alone, which is quick.</summary>
    public string? FirstWrongField()
    {
        string? vcpu = FirstChangeOf(_guest.VcpuAddress, _fixedVcpu, "the virtual CPU");
        return vcpu ?? (_guest.Kind == Boots.ProcessorKind.Intel
            ? FirstWrongVmcsField()
            : FirstChangeOf(_guest.Vcpu.ControlBlock, _fixedVmcb, "the VMCB"));
    }

    /// <summary>Puts everything back.</summary>
    public void Restore()
    {
        foreach ((ulong start, ulong end) in _changeable)
        {
            _ram.AsSpan((int)start, (int)(end - start)).CopyTo(Ram(start, end));
        }

        PutBack(_fields, _fields.Count == 0 ? [] : _guest.Fields);
        PutBack(_msrs, _guest.Machine.Cpu.Msrs);
        PutBack(_registers, _guest.Machine.Cpu.Registers);
        _guest.Cpu = _cpu;
        _guest.Partition = _partition;
        _guest.Machine.Cpu.Tsc = _tsc;
        _guest.Machine.Cpu.InterruptMark = false;
        _guest.Guests.Clear();
    }

    private static void PutBack<TKey>(Dictionary<TKey, ulong> from, Dictionary<TKey, ulong> to)
        where TKey : notnull
    {
        to.Clear();
        foreach ((TKey key, ulong value) in from)
        {
            to.Add(key, value);
        }
    }

    private IEnumerable<(ulong Start, ulong End)> Changeable()
    {
        ulong vcpu = _guest.VcpuAddress;
        yield return (vcpu, vcpu + (ulong)Unsafe.SizeOf<GuestCpu>());
        yield return (_guest.Vcpu.ApicPage, _guest.Vcpu.ApicPage + PageSizeBytes);
        yield return (StoppedGuest.ConsolePage, StoppedGuest.ConsolePage + PageSizeBytes);
        if (_guest.Kind != Boots.ProcessorKind.Intel)
        {
            yield return (_guest.Vcpu.ControlBlock, _guest.Vcpu.ControlBlock + PageSizeBytes);
        }

        // The CPU counts an NMI that stopped the guest.
        ulong counter = _guest.Machine.Symbols.BootCpuArea + CpuArea.Page + _nmiCountOffset;
        yield return (counter, counter + sizeof(ulong));
        foreach ((ulong start, ulong sizeBytes) in _guest.OwnMemory)
        {
            yield return (start, start + sizeBytes);
        }
    }

    private string? FirstChange(ulong start, ulong end)
    {
        if (start == end)
        {
            return null;
        }

        // Nearly always nothing has changed, and to say so is quicker than to find where.
        ReadOnlySpan<byte> now = Ram(start, end);
        ReadOnlySpan<byte> then = _ram.AsSpan((int)start, (int)(end - start));
        return now.SequenceEqual(then)
            ? null
            : $"host-physical 0x{start + (ulong)now.CommonPrefixLength(then):X} was written to";
    }

    private string? FirstChangeOf(ulong address, (int Start, int End)[] ranges, string what)
    {
        foreach ((int start, int end) in ranges)
        {
            if (FirstChange(address + (ulong)start, address + (ulong)end) is not null)
            {
                return $"{what} has changed at 0x{start:X} to 0x{end:X}";
            }
        }

        return null;
    }

    // SDM 3D, "Field Encoding in VMCS": bits 11:10 are 0 for control fields and 3 for the host's state.
    private string? FirstWrongVmcsField()
    {
        foreach ((VmcsField field, ulong value) in _fields)
        {
            bool isKernels = ((ulong)field >> 10 & 3) is 0 or 3;
            if (isKernels && !_followingFields.Contains(field) && _guest.Fields[field] != value)
            {
                return $"{field} has changed from 0x{value:X} to 0x{_guest.Fields[field]:X}";
            }
        }

        return null;
    }

    private Span<byte> Ram(ulong start, ulong end) => new(_guest.Machine.Ram(start), (int)(end - start));
}
