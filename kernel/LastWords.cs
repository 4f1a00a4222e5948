// What the kernel that ran before left: found, checked and told before anything else.
namespace MicroHV.Kernel.Root;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Stop;

/// <summary>A step of the boot, as soon as the plan says where to look.</summary>
internal static unsafe class LastWords
{
    /// <summary>Opens the crash frame of <paramref name="plan"/> and sends the records in it.</summary>
    internal static void Find(in SystemConfig plan, ref BootRecord boot)
    {
        ref StopContext context = ref Stop.Context;
        context.Plan = plan;
        context.HasPlan = true;
        context.Scrubber.Begin(new HostPhysical(plan.Header.BlobBase));
        boot.CrashRecords = context.Crash.Open(plan.Header.CrashFrame, context.Scrubber.CodeCrc32C);
        for (uint kind = 0; kind < CrashRecord.KindCount; kind++)
        {
            CrashRecord* record = context.Crash.Find((CrashKind)kind);
            if (record is not null)
            {
                context.Console.Send(WireRecordKind.Crash, (byte*)record, record->SizeBytes);
            }
        }
    }
}
