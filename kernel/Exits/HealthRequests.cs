// The hypercalls about health: ARINC 653's RAISE_APPLICATION_ERROR, the watchdog, and the log.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Vcpu;

/// <summary>A partition speaks of itself; a system partition reads what happened to all.</summary>
internal static unsafe class HealthRequests
{
    private const int SequenceShift = 16;
    private const ulong IdMask = 0xFFFF;

    internal static Verdict Raise(ref Vcpu vcpu)
    {
        const int CodeShift = 32;
        HealthEvent raised = (HealthEvent)(uint)vcpu.Registers.Rdi;
        if (raised is not (HealthEvent.DeadlineMissed or HealthEvent.ApplicationError))
        {
            return Answers.Return(ref vcpu, ReturnCode.InvalidParameter);
        }

        HealthMessage message = default;
        GuestPhysical from = new GuestPhysical(vcpu.Registers.Rsi);
        if (from.Value != 0 && !GuestMemory.TryRead(vcpu.Regions, from, message.Bytes, HealthRecord.MessageSizeBytes))
        {
            return Answers.Return(ref vcpu, ReturnCode.InvalidParameter);
        }

        vcpu.RaisedCode = (uint)(vcpu.Registers.Rdi >> CodeShift);
        for (int i = 0; i < HealthRecord.MessageSizeBytes; i++)
        {
            vcpu.RaisedMessage[i] = message.Bytes[i];
        }

        return Answers.Error(ref vcpu, raised);
    }

    internal static ReturnCode KickWatchdog(ref ExitContext context, ref Vcpu vcpu)
    {
        if (context.Partition.WatchdogWindows == 0)
        {
            return ReturnCode.NoAction;
        }

        context.Table.Partition(vcpu.PartitionIndex).WatchdogLeft = context.Partition.WatchdogWindows;
        return ReturnCode.NoError;
    }

    internal static ReturnCode Read(ref ExitContext context, ref Vcpu vcpu)
    {
        ReturnCode code = FindRing(in context, in vcpu, out uint console);
        if (code != ReturnCode.NoError)
        {
            return code;
        }

        ref HealthRing ring = ref context.Table.Console(console).Health;
        ulong wanted = vcpu.Registers.Rdi >> SequenceShift;
        if (!ring.TryRead(wanted == 0 ? ring.Acknowledged + 1 : wanted, out HealthRecord record))
        {
            return ReturnCode.NotAvailable;
        }

        GuestPhysical to = new GuestPhysical(vcpu.Registers.Rsi);
        if (!GuestMemory.TryWriteAsGuest(vcpu.Regions, to, &record, (uint)sizeof(HealthRecord)))
        {
            return ReturnCode.InvalidParameter;
        }

        vcpu.Registers.Rdx = record.Sequence;
        return ReturnCode.NoError;
    }

    internal static ReturnCode Acknowledge(ref ExitContext context, ref Vcpu vcpu)
    {
        ReturnCode code = FindRing(in context, in vcpu, out uint console);
        if (code != ReturnCode.NoError)
        {
            return code;
        }

        ref HealthRing ring = ref context.Table.Console(console).Health;
        ulong sequence = vcpu.Registers.Rdi >> SequenceShift;
        if (sequence > ring.Last)
        {
            return ReturnCode.InvalidParameter;
        }

        if (sequence <= ring.Acknowledged)
        {
            return ReturnCode.NoAction;
        }

        ring.Acknowledged = sequence;
        return ReturnCode.NoError;
    }

    // Bits 15:0 of RDI: a partition's id, its index + 1; 0 is the module, whose console is the last.
    private static ReturnCode FindRing(in ExitContext context, in Vcpu vcpu, out uint console)
    {
        uint id = (uint)(vcpu.Registers.Rdi & IdMask);
        console = id == 0 ? context.Table.Count : id - 1;
        if ((context.Partition.Options & PartitionOptions.System) == 0)
        {
            return ReturnCode.InvalidConfiguration;
        }

        return id > context.Table.Count ? ReturnCode.InvalidParameter : ReturnCode.NoError;
    }

    // The guest's bytes are copied here once, and what was copied is what counts.
    private struct HealthMessage
    {
        internal fixed byte Bytes[HealthRecord.MessageSizeBytes];
    }
}
