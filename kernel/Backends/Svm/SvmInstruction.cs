// The instruction that exited, found in the guest's memory where the processor does not tell.
namespace MicroHV.Kernel.Backends;

using System;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;
using MicroHV.Kernel.Vcpu.Decoding;

/// <summary>
/// Walks the guest's page tables and decodes the bytes at CS:RIP. Whoever changes them between the exit and this look gets what
/// the bytes say now: a decoded instruction is compared with the exit before anything is done for it.
/// </summary>
internal static unsafe class SvmInstruction
{
    private const ushort LongCode = 1 << 9;
    private const ushort Code32 = 1 << 10;

    /// <summary>
    /// True if the bytes at CS:RIP begin with the low <paramref name="lengthBytes"/> (1 to 8) bytes of
    /// <paramref name="pattern"/>: nearly every instruction that exits has no prefix, and this finds it without a decoder.
    /// </summary>
    internal static bool Matches(Vmcb* vmcb, ref Vcpu vcpu, ulong pattern, int lengthBytes)
    {
        PagingState paging;
        ulong linear = Locate(vmcb, in vcpu, out paging);
        bool mayCrossPage = (linear & (FrameSize.Size4K - 1)) > FrameSize.Size4K - sizeof(ulong);
        GuestReader reader = new GuestReader(vcpu.Regions, ref vcpu.Views);
        return !mayCrossPage
            && GuestPaging.TryTranslate(ref reader, in paging, linear, out GuestPhysical address)
            && reader.TryLoad(address, out ulong bytes)
            && ((bytes ^ pattern) << (64 - (8 * lengthBytes))) == 0;
    }

    /// <summary>False if the instruction at CS:RIP is none, any more, of those that exit.</summary>
    internal static bool TryDecode(Vmcb* vmcb, ref Vcpu vcpu, out ExitInstruction exiting)
    {
        FetchBuffer buffer;
        PagingState paging;
        ulong linear = Locate(vmcb, in vcpu, out paging);
        GuestReader reader = new GuestReader(vcpu.Regions, ref vcpu.Views);
        int count = InstructionFetch.Fetch(ref reader, in paging, linear, (byte*)&buffer);
        CodeSize narrow = (vmcb->Cs.Attributes & Code32) != 0 ? CodeSize.Bits32 : CodeSize.Bits16;
        ReadOnlySpan<byte> bytes = new ReadOnlySpan<byte>(&buffer, count);
        return ExitInstruction.TryDecode(bytes, IsLongCode(vmcb, in vcpu) ? CodeSize.Bits64 : narrow, out exiting);
    }

    /// <summary>
    /// True in 64-bit mode. The guest's belief has the LMA that the instruction ran under: an emulator clears that of the
    /// VMCB before it intercepts the write that ends paging.
    /// </summary>
    internal static bool IsLongCode(Vmcb* vmcb, in Vcpu vcpu) =>
        (vcpu.EferShadow & EFER.LMA) != 0 && HasLongCode(vmcb);

    /// <summary>True if CS has L, whatever the mode.</summary>
    internal static bool HasLongCode(Vmcb* vmcb) => (vmcb->Cs.Attributes & LongCode) != 0;

    // Where CS:RIP is, and what translates it.
    private static ulong Locate(Vmcb* vmcb, in Vcpu vcpu, out PagingState paging)
    {
        paging.Cr0 = vmcb->Cr0;
        paging.Cr3 = vmcb->Cr3;
        paging.Cr4 = vmcb->Cr4;
        paging.Efer = vcpu.EferShadow;
        return IsLongCode(vmcb, in vcpu) ? vmcb->Rip : (uint)(vmcb->Cs.Base + vmcb->Rip);
    }

    // InstructionFetch.SizeBytes bytes.
    private struct FetchBuffer
    {
        internal ulong Low;
        internal ulong High;
    }
}
