// The software twin of kernel/Cpu/Cpu.cs: the same members, on the SoftwareCpu of the thread.
namespace MicroHV.Kernel.Cpu;

using System;
using System.Collections.Generic;
using System.Numerics;
using MicroHV.Model;

/// <summary>The processor that the kernel runs on, made of software.</summary>
public static unsafe class Cpu
{
    /// <summary>Linear address at which hardware would show guest-physical address 0; tables are built for it, never walked by a processor.</summary>
    public const ulong GuestViewBase = 0xFFFF_8000_0000_0000;

    private static readonly uint[] _switchedMsrs =
        [Msr.IA32_STAR, Msr.IA32_LSTAR, Msr.IA32_CSTAR, Msr.IA32_FMASK, Msr.IA32_KERNEL_GS_BASE];

    /// <summary>CPUID with EAX = <paramref name="leaf"/> and ECX = <paramref name="subleaf"/>.</summary>
    public static void Cpuid(uint leaf, uint subleaf, CpuidResult* result)
    {
        SoftwareCpu.Current.CpuidLeaves.TryGetValue((leaf, subleaf), out (uint Eax, uint Ebx, uint Ecx, uint Edx) answer);
        (result->Eax, result->Ebx, result->Ecx, result->Edx) = answer;
    }

    /// <summary>CRC32, again and again.</summary>
    public static uint Crc32C(uint state, void* from, ulong sizeBytes)
    {
        ulong words = sizeBytes / sizeof(ulong);
        for (ulong i = 0; i < words; i++)
        {
            state = BitOperations.Crc32C(state, ((ulong*)from)[i]);
        }

        for (ulong i = words * sizeof(ulong); i < sizeBytes; i++)
        {
            state = BitOperations.Crc32C(state, ((byte*)from)[i]);
        }

        return state;
    }

    /// <summary>RDMSR. A host exception follows if the MSR does not exist.</summary>
    public static ulong ReadMsr(uint msr)
    {
        SoftwareCpu cpu = SoftwareCpu.Current;
        if (cpu.MsrDevices.TryGetValue(msr, out (Func<ulong> Read, Action<ulong> Write) device))
        {
            return device.Read();
        }

        return cpu.Msrs.TryGetValue(msr, out ulong value)
            ? value
            : throw new HostExceptionException($"RDMSR of 0x{msr:X}: #GP");
    }

    /// <summary>WRMSR. A host exception follows if the MSR does not exist or refuses the value.</summary>
    public static void WriteMsr(uint msr, ulong value)
    {
        SoftwareCpu cpu = SoftwareCpu.Current;
        if (cpu.MsrDevices.TryGetValue(msr, out (Func<ulong> Read, Action<ulong> Write) device))
        {
            device.Write(value);
        }
        else
        {
            cpu.Msrs[msr] = value;
        }
    }

    /// <summary>LFENCE; RDTSC: ticks since reset.</summary>
    public static ulong ReadTsc() => SoftwareCpu.Current.ReadTsc();

    /// <summary>IN AL, DX.</summary>
    public static uint In8(ushort port) => SoftwareMachine.Current.ReadPort(port, 1);

    /// <summary>IN EAX, DX.</summary>
    public static uint In32(ushort port) => SoftwareMachine.Current.ReadPort(port, 4);

    /// <summary>OUT DX, AL.</summary>
    public static void Out8(ushort port, uint value) => SoftwareMachine.Current.WritePort(port, 1, value);

    /// <summary>OUT DX, EAX.</summary>
    public static void Out32(ushort port, uint value) => SoftwareMachine.Current.WritePort(port, 4, value);

    /// <summary>MOV from CR0.</summary>
    public static ulong ReadCr0() => SoftwareCpu.Current.Registers.GetValueOrDefault("CR0");

    /// <summary>MOV to CR0.</summary>
    public static void WriteCr0(ulong value) => SoftwareCpu.Current.Registers["CR0"] = value;

    /// <summary>MOV from CR2.</summary>
    public static ulong ReadCr2() => SoftwareCpu.Current.Registers.GetValueOrDefault("CR2");

    /// <summary>MOV to CR2.</summary>
    public static void WriteCr2(ulong value) => SoftwareCpu.Current.Registers["CR2"] = value;

    /// <summary>MOV from CR3.</summary>
    public static ulong ReadCr3() => SoftwareCpu.Current.Registers.GetValueOrDefault("CR3");

    /// <summary>MOV to CR3.</summary>
    public static void WriteCr3(ulong value) => SoftwareCpu.Current.Registers["CR3"] = value;

    /// <summary>MOV from CR4.</summary>
    public static ulong ReadCr4() => SoftwareCpu.Current.Registers.GetValueOrDefault("CR4");

    /// <summary>MOV to CR4.</summary>
    public static void WriteCr4(ulong value) => SoftwareCpu.Current.Registers["CR4"] = value;

    /// <summary>Stores DR0 to DR3.</summary>
    public static void SaveDebugRegisters(ulong* four)
    {
        for (int i = 0; i < 4; i++)
        {
            four[i] = SoftwareCpu.Current.Registers.GetValueOrDefault($"DR{i}");
        }
    }

    /// <summary>Loads DR0 to DR3.</summary>
    public static void LoadDebugRegisters(ulong* four)
    {
        for (int i = 0; i < 4; i++)
        {
            SoftwareCpu.Current.Registers[$"DR{i}"] = four[i];
        }
    }

    /// <summary>Stores the MSRs that a VMCS does not switch.</summary>
    public static void SaveSwitchedMsrs(ulong* five)
    {
        for (int i = 0; i < _switchedMsrs.Length; i++)
        {
            five[i] = ReadMsr(_switchedMsrs[i]);
        }
    }

    /// <summary>Loads the MSRs that a VMCS does not switch.</summary>
    public static void LoadSwitchedMsrs(ulong* five)
    {
        for (int i = 0; i < _switchedMsrs.Length; i++)
        {
            WriteMsr(_switchedMsrs[i], five[i]);
        }
    }

    /// <summary>MOV from DR6.</summary>
    public static ulong ReadDr6() => SoftwareCpu.Current.Registers.GetValueOrDefault("DR6");

    /// <summary>MOV to DR6.</summary>
    public static void WriteDr6(ulong value) => SoftwareCpu.Current.Registers["DR6"] = value;

    /// <summary>XGETBV with ECX = 0.</summary>
    public static ulong ReadXcr0() => SoftwareCpu.Current.Registers.GetValueOrDefault("XCR0");

    /// <summary>XSETBV with ECX = 0.</summary>
    public static void WriteXcr0(ulong value) => SoftwareCpu.Current.Registers["XCR0"] = value;

    /// <summary>XSAVE64 of every component that XCR0 enables; <paramref name="area"/> is 64-byte aligned.</summary>
    public static void SaveExtendedState(void* area) =>
        SoftwareCpu.Current.ExtendedState.Save((byte*)area, ReadXcr0());

    /// <summary>XRSTOR64 of every component that XCR0 enables; <paramref name="area"/> is 64-byte aligned.</summary>
    public static void LoadExtendedState(void* area) =>
        SoftwareCpu.Current.ExtendedState.Load((byte*)area, ReadXcr0());

    /// <summary>FXSAVE64; <paramref name="area"/> is 16-byte aligned.</summary>
    public static void SaveLegacyState(void* area) =>
        SoftwareCpu.Current.ExtendedState.SaveLegacy((byte*)area);

    /// <summary>FXRSTOR64; <paramref name="area"/> is 16-byte aligned.</summary>
    public static void LoadLegacyState(void* area) =>
        SoftwareCpu.Current.ExtendedState.LoadLegacy((byte*)area);

    /// <summary>LGDT, reload of CS, null in all other segment registers, LTR.</summary>
    public static void LoadGdt(void* table, uint sizeBytes, ushort codeSelector, ushort taskSelector) => SoftwareCpu.Current.Registers["TR"] = taskSelector;

    /// <summary>LIDT.</summary>
    public static void LoadIdt(void* table, uint sizeBytes) => SoftwareCpu.Current.Registers["IDTR"] = sizeBytes;

    /// <summary>STI; NOP; CLI: lets pending interrupts in, once.</summary>
    public static void OpenInterruptSlot() => SoftwareCpu.Current.Apic.Deliver();

    /// <summary>STI; HLT; CLI: sleeps until an interrupt or NMI came.</summary>
    public static void WaitForInterrupt() => SoftwareCpu.Current.WaitForInterrupt();

    /// <summary>PAUSE.</summary>
    public static void Pause() => SoftwareCpu.Current.Pause();

    /// <summary>CLFLUSH: nothing is cached here.</summary>
    public static void FlushLine(void* address)
    {
    }

    /// <summary>MOV from RBP: the frame of the caller.</summary>
    public static ulong ReadFramePointer() => SoftwareCpu.Current.Registers.GetValueOrDefault("RBP");

    /// <summary>CLI; HLT, for ever.</summary>
    public static void Halt() => SoftwareCpu.Current.Halt();

    /// <summary>Copies bytes to or from user pages: STAC; REP MOVSB; CLAC (without STAC and CLAC where the processor has no SMAP).</summary>
    public static void CopyGuest(void* to, void* from, ulong sizeBytes)
    {
        SoftwareMachine.Current.NoteGuestAccess(to, sizeBytes);
        SoftwareMachine.Current.NoteGuestAccess(from, sizeBytes);
        Buffer.MemoryCopy(from, to, sizeBytes, sizeBytes);
    }

    /// <summary>Copies bytes to user pages and advances <paramref name="state"/> as <see cref="Crc32C"/> does.</summary>
    public static uint CopyGuestSummed(void* to, void* from, ulong sizeBytes, uint state)
    {
        CopyGuest(to, from, sizeBytes);
        return Crc32C(state, to, sizeBytes);
    }

    /// <summary>Loads eight bytes of user pages.</summary>
    public static ulong LoadGuest(void* from)
    {
        SoftwareMachine.Current.NoteGuestAccess(from, sizeof(ulong));
        return *(ulong*)from;
    }

    /// <summary>Zeroes bytes of user pages, eight at a time; <paramref name="sizeBytes"/> is a multiple of 8.</summary>
    public static void ClearGuest(void* start, ulong sizeBytes) => new Span<byte>(start, checked((int)sizeBytes)).Clear();

    /// <summary>Tells <see cref="CopyGuest"/> and <see cref="ClearGuest"/> that STAC and CLAC exist, and sets CR4.SMAP.</summary>
    public static void EnableSmap() => WriteCr4(ReadCr4() | (1UL << 21));

    /// <summary>INT 2: runs the NMI handler.</summary>
    public static void RaiseNmi() => SoftwareCpu.Current.RaiseNmi();

    /// <summary>Returns 1 if an interrupt came since the last call, else 0.</summary>
    public static uint TakeInterruptMark() => SoftwareCpu.Current.TakeInterruptMark();

    /// <summary>The linear address of what the calling CPU finds through GS.</summary>
    public static ulong Context() => SoftwareCpu.Current.Msrs[Msr.IA32_GS_BASE];

    /// <summary>First byte of the kernel image: an address that the linker knows.</summary>
    public static ulong ImageStart => SoftwareMachine.Current.Symbols.ImageStart;

    /// <summary>End of the kernel's code, where read-only data begin: an address that the linker knows.</summary>
    public static ulong TextEnd => SoftwareMachine.Current.Symbols.TextEnd;

    /// <summary>Start of the kernel's code: an address that the linker knows.</summary>
    public static ulong TextStart => SoftwareMachine.Current.Symbols.TextStart;

    /// <summary>Start of read-only data: an address that the linker knows.</summary>
    public static ulong ReadOnlyStart => SoftwareMachine.Current.Symbols.ReadOnlyStart;

    /// <summary>End of read-only data: an address that the linker knows.</summary>
    public static ulong ReadOnlyEnd => SoftwareMachine.Current.Symbols.ReadOnlyEnd;

    /// <summary>Start of writable data: an address that the linker knows.</summary>
    public static ulong WritableStart => SoftwareMachine.Current.Symbols.WritableStart;

    /// <summary>End of the kernel image, zero-filled parts included: an address that the linker knows.</summary>
    public static ulong ImageEnd => SoftwareMachine.Current.Symbols.ImageEnd;

    /// <summary>Where the image places the blob: an address that the linker knows.</summary>
    public static ulong BlobStart => SoftwareMachine.Current.Symbols.BlobStart;

    /// <summary>The boot CPU's area: an address that the linker knows.</summary>
    public static ulong BootCpuArea => SoftwareMachine.Current.Symbols.BootCpuArea;

    /// <summary>Entry points of host vectors 0 to 31, 16 bytes apart: an address that the linker knows.</summary>
    public static ulong VectorStubs => SoftwareMachine.Current.Symbols.VectorStubs;

    /// <summary>Entry point of the timer's interrupt: an address that the linker knows.</summary>
    public static ulong InterruptEntry => SoftwareMachine.Current.Symbols.InterruptEntry;

    /// <summary>Entry point of interrupts that nobody asked for: an address that the linker knows.</summary>
    public static ulong SpuriousEntry => SoftwareMachine.Current.Symbols.SpuriousEntry;

    /// <summary>Entry point of NMIs: an address that the linker knows.</summary>
    public static ulong NmiEntry => SoftwareMachine.Current.Symbols.NmiEntry;

    /// <summary>The page of the IDT: an address that the linker knows.</summary>
    public static ulong Idt => SoftwareMachine.Current.Symbols.Idt;

    /// <summary>The place of the stop context.</summary>
    public static ulong StopContext => SoftwareMachine.Current.Symbols.StopContext;

    /// <summary>Start of the code that a CPU begins with: an address that the linker knows.</summary>
    public static ulong TrampolineStart => SoftwareMachine.Current.Symbols.TrampolineStart;

    /// <summary>End of the code that a CPU begins with: an address that the linker knows.</summary>
    public static ulong TrampolineEnd => SoftwareMachine.Current.Symbols.TrampolineEnd;

    /// <summary>The word from which a CPU that starts takes its RSP: an address that the linker knows.</summary>
    public static ulong StartStack => SoftwareMachine.Current.Symbols.StartStack;

    /// <summary>Start of the zero-filled part, tables and stacks first.</summary>
    public static ulong ZeroStart => SoftwareMachine.Current.Symbols.ZeroStart;

    /// <summary>The kernel's own view of a frame that is its own.</summary>
    public static void* Frame(HostPhysical address) => SoftwareMachine.Current.Ram(address.Value);

    /// <summary>The host-physical address of memory that is the kernel's own.</summary>
    public static HostPhysical Address(void* own) => new(SoftwareMachine.Current.AddressOf(own));

    /// <summary>The kernel's view of a guest's memory: the RAM that backs it.</summary>
    public static void* GuestView(GuestPhysical address, HostPhysical backing) => SoftwareMachine.Current.Ram(backing.Value);
}
