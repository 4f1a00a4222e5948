// The instruction that exited, found in the guest's memory where the processor does not tell.
namespace MicroHV.Kernel.Backends;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
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

    /// <summary>False if the instruction at CS:RIP is none, any more, of those that exit.</summary>
    internal static bool TryDecode(Vmcb* vmcb, ref Vcpu vcpu, in SystemConfig config, out ExitInstruction exiting)
    {
        FetchBuffer buffer;
        PagingState paging = new PagingState
        {
            Cr0 = vmcb->Cr0,
            Cr3 = vmcb->Cr3,
            Cr4 = vmcb->Cr4,
            Efer = vmcb->Efer,
        };
        bool isLong = IsLongCode(vmcb);
        ulong linear = isLong ? vmcb->Rip : (uint)(vmcb->Cs.Base + vmcb->Rip);
        ReadOnlySpan<RegionRecord> regions = config.RegionsOf(in config.Partitions[(int)vcpu.PartitionIndex]);
        int count = InstructionFetch.Fetch(regions, in paging, linear, (byte*)&buffer);
        CodeSize narrow = (vmcb->Cs.Attributes & Code32) != 0 ? CodeSize.Bits32 : CodeSize.Bits16;
        ReadOnlySpan<byte> bytes = new ReadOnlySpan<byte>(&buffer, count);
        return ExitInstruction.TryDecode(bytes, isLong ? CodeSize.Bits64 : narrow, out exiting);
    }

    /// <summary>True in 64-bit mode.</summary>
    internal static bool IsLongCode(Vmcb* vmcb) =>
        (vmcb->Efer & EFER.LMA) != 0 && (vmcb->Cs.Attributes & LongCode) != 0;

    // InstructionFetch.SizeBytes bytes.
    private struct FetchBuffer
    {
        internal ulong Low;
        internal ulong High;
    }
}
