// A machine made of arrays and dictionaries, for the kernel's sources to run on under .NET.
namespace MicroHV.Model;

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

/// <summary>
/// RAM, ports, MSRs and CPUID of a machine that does not exist. Every thread has its own current machine, so that tests
/// run side by side.
/// </summary>
public sealed unsafe class SoftwareMachine : IDisposable
{
    [ThreadStatic]
    private static SoftwareMachine s_current;

    private byte* _ram;

    /// <summary>A machine with <paramref name="ramSizeBytes"/> of zeroed RAM from host-physical address 0; it becomes the thread's current one.</summary>
    public SoftwareMachine(ulong ramSizeBytes)
    {
        RamSizeBytes = ramSizeBytes;
        _ram = (byte*)NativeMemory.AlignedAlloc((nuint)ramSizeBytes, 4096);
        NativeMemory.Clear(_ram, (nuint)ramSizeBytes);
        s_current = this;
    }

    /// <summary>The machine that this thread's kernel code runs on.</summary>
    /// <exception cref="InvalidOperationException">No machine was made on this thread.</exception>
    public static SoftwareMachine Current =>
        s_current ?? throw new InvalidOperationException("kernel code ran on a thread that has no SoftwareMachine");

    /// <summary>Size of the RAM in bytes.</summary>
    public ulong RamSizeBytes { get; }

    /// <summary>Ticks of the time-stamp counter; every read adds <see cref="TscStep"/>.</summary>
    public ulong Tsc { get; set; }

    /// <summary>Ticks that pass between two reads of the time-stamp counter.</summary>
    public ulong TscStep { get; set; } = 1;

    /// <summary>Values of MSRs; reading one that is not here is a host exception.</summary>
    public Dictionary<uint, ulong> Msrs { get; } = [];

    /// <summary>MSRs that do something when they are read or written; they come before <see cref="Msrs"/>.</summary>
    public Dictionary<uint, (Func<ulong> Read, Action<ulong> Write)> MsrDevices { get; } = [];

    /// <summary>Answers of CPUID by leaf and subleaf (EAX, EBX, ECX, EDX); others are zero.</summary>
    public Dictionary<(uint Leaf, uint Subleaf), (uint Eax, uint Ebx, uint Ecx, uint Edx)> CpuidLeaves { get; } = [];

    /// <summary>Control and extended-control registers by name.</summary>
    public Dictionary<string, ulong> Registers { get; } = [];

    /// <summary>x87, SSE and what came after.</summary>
    public SoftwareExtendedState ExtendedState { get; } = new();

    /// <summary>Called for every port read: port and width in bytes to value. All ones by default: nobody answers.</summary>
    public Func<ushort, int, uint> OnPortRead { get; set; } = (_, width) => width == 1 ? 0xFFu : 0xFFFF_FFFFu;

    /// <summary>Called for every port write: port, width in bytes, value.</summary>
    public Action<ushort, int, uint> OnPortWrite { get; set; } = (_, _, _) => { };

    /// <summary>Called before every read of the time-stamp counter, for watchdogs.</summary>
    public Action OnReadTsc { get; set; } = () => { };

    /// <summary>Called with every access of the kernel to a guest's memory: host-physical address and bytes. Null: nobody looks.</summary>
    public Action<ulong, ulong> OnGuestAccess { get; set; }

    /// <summary>Called when the kernel sleeps until an interrupt; by default time passes.</summary>
    public Action OnWaitForInterrupt { get; set; } = () => { };

    /// <summary>Called when the kernel lets pending interrupts in.</summary>
    public Action OnOpenInterruptSlot { get; set; } = () => { };

    /// <summary>Addresses that a linker would know.</summary>
    public LinkerSymbols Symbols { get; } = new();

    /// <summary>The VMX of this machine.</summary>
    public SoftwareVmx Vmx { get; } = new();

    /// <summary>The SVM of this machine.</summary>
    public SoftwareSvm Svm { get; } = new();

    /// <summary>True if an interrupt has come that the kernel has not seen yet.</summary>
    public bool InterruptMark { get; set; }

    /// <summary>NMIs that have come to the kernel.</summary>
    public ulong NmiCount => Kernel.Stop.CpuContext.Current.NmiCount;

    /// <summary>Makes it the machine that this thread's kernel code runs on.</summary>
    public void MakeCurrent() => s_current = this;

    /// <summary>
    /// What RESET does to all but the time-stamp counter, RAM, CPUID, MSRs and devices; CR0, CR4 and IA32_EFER are as boot
    /// code leaves them.
    /// </summary>
    public void Reset()
    {
        const ulong ProtectedPagingMode = 0x8001_0011;
        const ulong PaeAndSse = 0x620;
        const ulong LongModeWithNx = 0xD00;
        Registers.Clear();
        Registers["CR0"] = ProtectedPagingMode;
        Registers["CR4"] = PaeAndSse;
        Registers["XCR0"] = 1;
        Msrs[Kernel.Cpu.Msr.IA32_EFER] = LongModeWithNx;
        ExtendedState.Reset();
        Vmx.Reset();
        InterruptMark = false;
        s_current = this;
    }

    /// <summary>Clears <see cref="InterruptMark"/>; 1 if it was set, else 0.</summary>
    public uint TakeInterruptMark()
    {
        bool mark = InterruptMark;
        InterruptMark = false;
        return mark ? 1u : 0u;
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

        NativeMemory.AlignedFree(_ram);
        _ram = null;
        if (ReferenceEquals(s_current, this))
        {
            s_current = null;
        }
    }
}
