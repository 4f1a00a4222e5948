// The register dump of a partition that did something wrong.
namespace MicroHV.Kernel.Root;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>Fills the partition's <see cref="PartitionErrorRecord"/> and has it sent.</summary>
internal static unsafe class PartitionDump
{
    private const uint LongCode = 1u << 13;

    /// <summary>Takes the dump of the loaded <paramref name="vcpu"/> after <paramref name="exit"/>.</summary>
    internal static void Take<TBackend>(
        ref Vcpu vcpu,
        in Schedule schedule,
        ref PartitionTable table,
        in VmExit exit)
        where TBackend : struct, IBackend
    {
        ref PartitionConsole console = ref table.Console(vcpu.PartitionIndex);
        ref PartitionErrorRecord record = ref console.ErrorRecord;
        record.Vendor = TBackend.Vendor;
        TBackend.Capture(ref vcpu, ref record.State);
        Describe(ref record, ref vcpu, in schedule, in exit);
        console.Tell(PendingRecords.Error);
        if (exit.Kind == ExitKind.EntryFailed)
        {
            TakeEntry<TBackend>(ref vcpu, ref table, in exit);
        }
    }

    /// <summary>Takes what the processor checked when it refused to enter the loaded <paramref name="vcpu"/>.</summary>
    internal static void TakeEntry<TBackend>(ref Vcpu vcpu, ref PartitionTable table, in VmExit exit)
        where TBackend : struct, IBackend
    {
        ref PartitionConsole console = ref table.Console(vcpu.PartitionIndex);
        ref EntryFailureRecord record = ref console.EntryFailureRecord;
        record.PartitionIndex = vcpu.PartitionIndex;
        record.VcpuIndex = vcpu.Index;
        record.Vendor = TBackend.Vendor;
        record.VendorReason = exit.VendorReason;
        record.Qualification = exit.Qualification;
        TBackend.CaptureEntry(ref vcpu, ref record);
        console.Tell(PendingRecords.EntryFailure);
        Stop.Context.Crash.NoteEntry(ref record);
    }

    // What no backend has a part in.
    private static void Describe(
        ref PartitionErrorRecord record, ref Vcpu vcpu, in Schedule schedule, in VmExit exit)
    {
        record.PartitionIndex = vcpu.PartitionIndex;
        record.VcpuIndex = vcpu.Index;
        record.Error = vcpu.Error;
        record.ExitKind = (uint)exit.Kind;
        record.VendorReason = exit.VendorReason;
        record.Qualification = exit.Qualification;
        record.Address = exit.Address;
        record.Access = exit.Kind == ExitKind.NestedPageFault ? exit.Operand : 0;
        record.Frame = schedule.Frames;
        record.Tsc = Cpu.ReadTsc();
        CopyInstruction(ref record, ref vcpu);
    }

    private static void CopyInstruction(ref PartitionErrorRecord record, ref Vcpu vcpu)
    {
        ref readonly CpuState state = ref record.State;
        PagingState paging = new PagingState { Cr0 = state.Cr0, Cr3 = state.Cr3, Cr4 = state.Cr4, Efer = state.Efer };
        bool isLong = (state.Efer & EFER.LMA) != 0 && (state.Cs.AccessRights & LongCode) != 0;
        ulong linear = isLong ? state.Rip : (uint)(state.Cs.Base + state.Rip);
        GuestReader reader = new GuestReader(vcpu.Regions, ref vcpu.Views);
        fixed (byte* bytes = record.Instruction)
        {
            record.InstructionLength = (uint)InstructionFetch.Fetch(ref reader, in paging, linear, bytes);
        }
    }
}
