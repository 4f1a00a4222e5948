// The one way the kernel dies: every other CPU halted, a record kept and sent, then silence or a reset.
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

    /// <summary>Stops for <paramref name="reason"/>; it says what the details mean. The plan's table may want a reset.</summary>
    public static void Because(StopReason reason, ulong detail0, ulong detail1) =>
        Because(reason, detail0, detail1, ActionOf(reason));

    /// <summary>Stops for <paramref name="reason"/> and resets the machine.</summary>
    public static void AndReset(StopReason reason, ulong detail0, ulong detail1) =>
        Because(reason, detail0, detail1, HealthAction.Reset);

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
        record.Action = ActionOf(record.Reason);
        Die(ref record, frame->Rbp);
    }

    private static void Because(StopReason reason, ulong detail0, ulong detail1, HealthAction action)
    {
        StopRecord record = default;
        record.Reason = reason;
        record.Detail0 = detail0;
        record.Detail1 = detail1;
        record.Action = action;
        Die(ref record, Cpu.ReadFramePointer());
    }

    private static void Die(ref StopRecord record, ulong framePointer)
    {
        ref CpuContext cpu = ref CpuContext.Current;
        ref StopContext context = ref Context;
        if (Interlocked.CompareExchange(ref context.Stopper, (int)cpu.CpuIndex + 1, 0) != 0)
        {
            // Another CPU stops the kernel, or dying failed. What the console has not said by now, it will not say.
            if (context.IsResetting && context.Stopper == (int)cpu.CpuIndex + 1)
            {
                SystemReset.Perform();
            }

            Cpu.Halt();
        }

        // In this order no CPU is halted by the NMI while it holds the console.
        context.Console.Seize();
        LocalApic.SendNmiToOthers();
        context.IsResetting = record.Action == HealthAction.Reset && context.HasBegun;
        Describe(ref record, in cpu, in context);
        if (record.Reason is not (StopReason.AllPartitionsIdle or StopReason.FrameLimitReached))
        {
            context.Crash.KeepStop(in record, cpu.Area, framePointer);
        }

        context.Crash.EndLife();
        if (context.HasPlan && context.Plan.Header.HardwareWatchdog == HardwareWatchdog.Ib700)
        {
            Ib700.Disable();
        }

        fixed (StopRecord* bytes = &record)
        {
            context.Console.Finish(WireRecordKind.Stop, (byte*)bytes, (uint)sizeof(StopRecord));
        }

        if (context.IsResetting)
        {
            SystemReset.Perform();
        }

        Cpu.Halt();
    }

    private static void Describe(ref StopRecord record, in CpuContext cpu, in StopContext context)
    {
        record.Action = context.IsResetting ? HealthAction.Reset : HealthAction.Stop;
        record.CpuIndex = cpu.CpuIndex;
        record.PartitionIndex = cpu.PartitionIndex;
        record.ScheduleIndex = cpu.ScheduleIndex;
        record.Frames = cpu.Frames;
        record.Tsc = Cpu.ReadTsc();
        record.NmiCount = cpu.NmiCount;
        record.ScrubCount = context.Scrubber.Count;
        record.ScrubStepTicks = context.Scrubber.LongestStepTicks;
        record.StackSizeBytes = StackMark.Of(Cpu.BootCpuArea);
        for (uint i = 1; context.HasPlan && i < context.Plan.Cpus.Length; i++)
        {
            uint stackSizeBytes = StackMark.Of(CpuArea.Of(i, context.Plan.Header.PoolBase));
            record.StackSizeBytes = stackSizeBytes > record.StackSizeBytes ? stackSizeBytes : record.StackSizeBytes;
        }
    }

    // The module's table answers for what the kernel itself meets.
    private static HealthAction ActionOf(StopReason reason)
    {
        HealthEvent healthEvent = reason switch
        {
            StopReason.MachineCheck => HealthEvent.MachineCheck,
            StopReason.ChecksumMismatch => HealthEvent.ChecksumMismatch,
            StopReason.NonMaskableInterrupt => HealthEvent.NonMaskableInterrupt,
            StopReason.HostException or StopReason.FailedCheck or StopReason.Unreachable or StopReason.EntryFailed =>
                HealthEvent.HostException,
            _ => HealthEvent.None,
        };
        ref readonly StopContext context = ref Context;
        return healthEvent == HealthEvent.None || !context.HasPlan
            ? HealthAction.Stop
            : context.Plan.ModuleAction(healthEvent).Action;
    }
}
