// The one way the kernel dies: every other CPU halted, a record on the console, then silence.
namespace MicroHV.Kernel.Stop;

using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;

/// <summary>Stops the kernel. Nothing here returns.</summary>
public static unsafe class Stop
{
    /// <summary>What the CPUs share.</summary>
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
        ref CpuContext cpu = ref CpuContext.Current;
        ref StopContext context = ref Context;
        if (Interlocked.CompareExchange(ref context.Stopper, (int)cpu.CpuIndex + 1, 0) != 0)
        {
            // Another CPU stops the kernel, or dying failed. What the console has not said by now, it will not say.
            Cpu.Halt();
        }

        // In this order no CPU is halted by the NMI while it holds the console.
        context.Console.Seize();
        LocalApic.SendNmiToOthers();
        record.CpuIndex = cpu.CpuIndex;
        record.PartitionIndex = cpu.PartitionIndex;
        record.Frames = cpu.Frames;
        record.Tsc = Cpu.ReadTsc();
        record.NmiCount = cpu.NmiCount;
        fixed (StopRecord* bytes = &record)
        {
            context.Console.Finish(WireRecordKind.Stop, (byte*)bytes, (uint)sizeof(StopRecord));
        }

        Cpu.Halt();
    }
}
