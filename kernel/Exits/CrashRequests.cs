// The hypercalls about what outlived a reset.
namespace MicroHV.Kernel.Exits;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;

/// <summary>A system partition reads crash records, and says when it has dealt with them.</summary>
internal static unsafe class CrashRequests
{
    internal static ReturnCode Read(ref ExitContext context, ref Vcpu vcpu)
    {
        ReturnCode code = Begin(ref context, in vcpu);
        if (code != ReturnCode.NoError)
        {
            return code;
        }

        CrashRecord* record = context.Crash.Find((CrashKind)vcpu.Registers.Rdi);
        code = ReturnCode.NotAvailable;
        if (record is not null)
        {
            GuestPhysical to = new GuestPhysical(vcpu.Registers.Rsi);
            bool isWritten = GuestMemory.TryWriteAsGuest(vcpu.Regions, to, record, record->SizeBytes);
            code = isWritten ? ReturnCode.NoError : ReturnCode.InvalidParameter;
            vcpu.Registers.Rdx = isWritten ? record->SizeBytes : vcpu.Registers.Rdx;
        }

        context.Crash.Release();
        return code;
    }

    internal static ReturnCode Acknowledge(ref ExitContext context, in Vcpu vcpu)
    {
        ReturnCode code = Begin(ref context, in vcpu);
        if (code != ReturnCode.NoError)
        {
            return code;
        }

        CrashKind kind = (CrashKind)vcpu.Registers.Rdi;
        bool isThere = context.Crash.Find(kind) is not null;
        if (isThere)
        {
            context.Crash.Forget(kind);
        }

        context.Crash.Release();
        return isThere ? ReturnCode.NoError : ReturnCode.NoAction;
    }

    private static ReturnCode Begin(ref ExitContext context, in Vcpu vcpu)
    {
        if ((context.Partition.Options & PartitionOptions.System) == 0)
        {
            return ReturnCode.InvalidConfiguration;
        }

        if (vcpu.Registers.Rdi >= CrashRecord.KindCount)
        {
            return ReturnCode.InvalidParameter;
        }

        return context.Crash.TryTake() ? ReturnCode.NoError : ReturnCode.NotAvailable;
    }
}
