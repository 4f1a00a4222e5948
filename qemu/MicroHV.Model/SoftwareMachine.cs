// A machine made of arrays and dictionaries, for the kernel's sources to run on under .NET.
namespace MicroHV.Model;

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Backends;

/// <summary>
/// RAM, ports and CPUs of a machine that does not exist. Every thread has its own current machine, so that tests run side by
/// side.
/// </summary>
public sealed unsafe class SoftwareMachine : IDisposable
{
    private readonly SoftwareCpu[] _cpus;
    private byte* _ram;

    /// <summary>
    /// A machine with <paramref name="ramSizeBytes"/> of zeroed RAM from host-physical address 0; it becomes the thread's current
    /// one.
    /// </summary>
    public SoftwareMachine(ulong ramSizeBytes, int cpuCount = 1)
    {
        RamSizeBytes = ramSizeBytes;
        _ram = (byte*)NativeMemory.AlignedAlloc((nuint)ramSizeBytes, 4096);
        NativeMemory.Clear(_ram, (nuint)ramSizeBytes);
        _cpus = new SoftwareCpu[cpuCount];
        for (int i = 0; i < cpuCount; i++)
        {
            _cpus[i] = new SoftwareCpu(this, i);
        }

        Turns = new CpuTurns(_cpus);
        MakeCurrent();
    }

    /// <summary>The machine that this thread's kernel code runs on.</summary>
    /// <exception cref="InvalidOperationException">No machine was made on this thread.</exception>
    public static SoftwareMachine Current => SoftwareCpu.Current.Machine;

    /// <summary>Size of the RAM in bytes.</summary>
    public ulong RamSizeBytes { get; }

    /// <summary>All CPUs; the first one boots.</summary>
    public IReadOnlyList<SoftwareCpu> Cpus => _cpus;

    /// <summary>The CPU that runs; the first one while none does.</summary>
    public SoftwareCpu Cpu => Turns.Running;

    /// <summary>Ticks that a read of a time-stamp counter takes, and the first PAUSE of a wait.</summary>
    public ulong TscStep { get; set; } = 1;

    /// <summary>Ticks that an access to a port takes.</summary>
    public ulong PortTicks { get; set; }

    /// <summary>Of CPUs at the same tick, the one with this index goes first, and then those behind it: another order, another run.</summary>
    public int FirstOfEqual
    {
        get => Turns.FirstOfEqual;
        set => Turns.FirstOfEqual = value;
    }

    /// <summary>Called for every port read: port and width in bytes to value. All ones by default: nobody answers.</summary>
    public Func<ushort, int, uint> OnPortRead { get; set; } = (_, width) => width == 1 ? 0xFFu : 0xFFFF_FFFFu;

    /// <summary>Called for every port write: port, width in bytes, value.</summary>
    public Action<ushort, int, uint> OnPortWrite { get; set; } = (_, _, _) => { };

    /// <summary>Called when a processor meets three faults in a row.</summary>
    public Action OnShutdown { get; set; } = () => throw new HostExceptionException("a triple fault");

    /// <summary>Called before every read of a time-stamp counter, for watchdogs.</summary>
    public Action OnReadTsc { get; set; } = () => { };

    /// <summary>Called with every access of the kernel to a guest's memory: host-physical address and bytes. Null: nobody looks.</summary>
    public Action<ulong, ulong> OnGuestAccess { get; set; }

    /// <summary>
    /// The guests under VMX: changes the fields of the running CPU's VMCS as an exit would and returns 0, or returns why the entry
    /// failed.
    /// </summary>
    public Func<VcpuPointer, uint> OnVmxEntry { get; set; } = _ => throw new InvalidOperationException("no guest was given");

    /// <summary>
    /// The guests under SVM: gets the virtual CPU and the VMCB's host-physical address and changes the VMCB as an exit would.
    /// </summary>
    public Action<VcpuPointer, ulong> OnSvmEntry { get; set; } = (_, _) => throw new InvalidOperationException("no guest was given");

    /// <summary>Addresses that a linker would know.</summary>
    public LinkerSymbols Symbols { get; } = new();

    /// <summary>Whose turn it is.</summary>
    internal CpuTurns Turns { get; }

    /// <summary>Fields of every VMCS, by its host-physical address.</summary>
    internal Dictionary<ulong, Dictionary<VmcsField, ulong>> Vmcses { get; } = [];

    /// <summary>The VMX of the CPU on which a VMCS is active, by the VMCS's host-physical address.</summary>
    internal Dictionary<ulong, SoftwareVmx> ActiveVmcses { get; } = [];

    /// <summary>Makes it the machine that this thread's kernel code runs on.</summary>
    public void MakeCurrent() => _cpus[0].MakeCurrent();

    /// <summary>What RESET does to the CPUs (<see cref="SoftwareCpu.Reset"/>). RAM and devices stay.</summary>
    public void Reset()
    {
        Vmcses.Clear();
        ActiveVmcses.Clear();
        foreach (SoftwareCpu cpu in _cpus)
        {
            cpu.Reset();
        }

        MakeCurrent();
    }

    /// <summary>
    /// Runs <paramref name="kernel"/> on the first CPU, and on the others what it starts there, until all have halted. What one of them
    /// throws ends them all.
    /// </summary>
    public void Run(Action kernel) => Turns.Run(kernel);

    /// <summary>IN.</summary>
    public uint ReadPort(ushort port, int widthBytes)
    {
        Cpu.Spend(PortTicks);
        return OnPortRead(port, widthBytes);
    }

    /// <summary>OUT.</summary>
    public void WritePort(ushort port, int widthBytes, uint value)
    {
        Cpu.Spend(PortTicks);
        OnPortWrite(port, widthBytes, value);
    }

    /// <summary>A pointer to RAM.</summary>
    /// <exception cref="HostExceptionException">The address is not RAM: on hardware, a host page fault.</exception>
    public byte* Ram(ulong address)
    {
        ObjectDisposedException.ThrowIf(_ram is null, this);
        if (address >= RamSizeBytes)
        {
            throw new HostExceptionException($"host-physical address 0x{address:X} is not RAM");
        }

        return _ram + address;
    }

    /// <summary>Tells <see cref="OnGuestAccess"/> of an access, if <paramref name="pointer"/> points into RAM at all.</summary>
    public void NoteGuestAccess(void* pointer, ulong sizeBytes)
    {
        ulong offset = (ulong)((byte*)pointer - _ram);
        if (OnGuestAccess is not null && offset < RamSizeBytes)
        {
            OnGuestAccess(offset, sizeBytes);
        }
    }

    /// <summary>The host-physical address of a pointer into RAM.</summary>
    /// <exception cref="HostExceptionException">The pointer does not point into RAM.</exception>
    public ulong AddressOf(void* pointer)
    {
        ulong offset = (ulong)((byte*)pointer - _ram);
        if (offset >= RamSizeBytes)
        {
            throw new HostExceptionException("a pointer of the kernel does not point into RAM");
        }

        return offset;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ram is null)
        {
            return;
        }

        Turns.Dispose();
        NativeMemory.AlignedFree(_ram);
        _ram = null;
    }
}
