// The one way the kernel dies: a record on the console, then silence.
namespace MicroHV.Kernel.Stop;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;

/// <summary>Stops the kernel. Nothing here returns.</summary>
public static unsafe class Stop
{
    /// <summary>What the dying kernel knows about itself.</summary>
    public static ref StopContext Context => ref *(StopContext*)Cpu.Frame(new HostPhysical(Cpu.StopContext));

    /// <summary>Stops for <paramref name="reason"/>; it says what the details mean.</summary>
    public static void Because(StopReason reason, ulong detail0, ulong detail1)
    {
        StopRecord record = default;
        record.Reason = reason;
        record.Detail0 = detail0;
        record.Detail1 = detail1;
        Die(ref record);
    }

    /// <summary>Stops for a host exception that left <paramref name="frame"/>.</summary>
    public static void Because(HostExceptionFrame* frame)
    {
        StopRecord record = default;
        record.Reason = frame->Vector == HostExceptionFrame.MachineCheckVector
            ? StopReason.MachineCheck
            : StopReason.HostException;
        record.Vector = (uint)frame->Vector;
        record.Rip = frame->Rip;
        record.Rsp = frame->Rsp;
        record.Rflags = frame->Rflags;
        record.Rbp = frame->Rbp;
        record.ExceptionErrorCode = frame->ErrorCode;
        record.Cr2 = Cpu.ReadCr2();
        record.Cr3 = Cpu.ReadCr3();
        Die(ref record);
    }

    private static void Die(ref StopRecord record)
    {
        ref StopContext context = ref Context;
        if (context.IsDying)
        {
            // Dying failed. What the console has not said by now, it will not say.
            Cpu.Halt();
        }

        context.IsDying = true;
        record.CpuIndex = context.CpuIndex;
        record.PartitionIndex = context.PartitionIndex;
        record.Frames = context.Frames;
        record.Tsc = Cpu.ReadTsc();
        record.NmiCount = Cpu.NmiCount();
        fixed (StopRecord* bytes = &record)
        {
            context.Console.Finish(WireRecordKind.Stop, (byte*)bytes, (uint)sizeof(StopRecord));
        }

        Cpu.Halt();
    }
}
