// The register dump of a partition that did something wrong.
namespace MicroHV.Kernel.Root;

using System.Runtime.CompilerServices;
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

    /// <summary>
    /// Takes the dump of the loaded <paramref name="vcpu"/> after <paramref name="exit"/> and has it sent, and adds to
    /// <paramref name="health"/> what a line has room for. An earlier dump that is still on its way is left alone: the first is the
    /// one to look at.
    /// </summary>
    internal static void Take<TBackend>(
        ref HealthRecord health, ref Vcpu vcpu, in Schedule schedule, ref PartitionTable table, in VmExit exit)
        where TBackend : struct, IBackend
    {
        ref PartitionConsole console = ref table.Console(vcpu.PartitionIndex);
        if (!console.CanTell(PendingRecords.Error | PendingRecords.EntryFailure))
        {
            TakeUnsent<TBackend>(ref health, ref vcpu, in schedule, in exit);
            return;
        }

        Fill<TBackend>(ref console.ErrorRecord, ref vcpu, in schedule, in exit);
        Summarize(ref health, in console.ErrorRecord);
        console.Tell(PendingRecords.Error);
        if (exit.Kind == ExitKind.EntryFailed)
        {
            TakeEntry<TBackend>(ref vcpu, ref table, in exit);
        }
    }

    /// <summary>The same without a dump that is sent.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void TakeUnsent<TBackend>(
        ref HealthRecord health, ref Vcpu vcpu, in Schedule schedule, in VmExit exit)
        where TBackend : struct, IBackend
    {
        PartitionErrorRecord record = default;
        Fill<TBackend>(ref record, ref vcpu, in schedule, in exit);
        Summarize(ref health, in record);
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

    private static void Fill<TBackend>(
        ref PartitionErrorRecord record, ref Vcpu vcpu, in Schedule schedule, in VmExit exit)
        where TBackend : struct, IBackend
    {
        record.Vendor = TBackend.Vendor;
        TBackend.Capture(ref vcpu, ref record.State);
        Describe(ref record, ref vcpu, in schedule, in exit);
    }

    private static void Summarize(ref HealthRecord health, in PartitionErrorRecord record)
    {
        health.Rip = record.State.Rip;
        health.Rsp = record.State.General.Rsp;
        health.Cr3 = record.State.Cr3;
        health.Address = record.Address;
        health.VendorReason = record.VendorReason;
        health.Qualification = record.Qualification;
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
