// Describes the system whose trace is read, by the blob that the kernel reads.
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Traces;

/// <summary>Makes descriptions.</summary>
internal static class TraceDescriptions
{
    /// <summary>The description of a system that booted.</summary>
    /// <param name="plan">Its plan.</param>
    /// <param name="blob">The blob that was made of the plan.</param>
    /// <param name="machine">The machine in a phrase.</param>
    /// <param name="boot">What the boot told.</param>
    public static TraceDescription Of(SystemPlan plan, ReadOnlyMemory<byte> blob, string machine, BootRecord boot)
    {
        KernelPlace place = new() { ImageStart = plan.Kernel.Layout.ImageStart, BlobStart = plan.Kernel.BlobBase };
        return BlobReader.Read(blob.Span, in place, config => Of(plan.Name, machine, boot, config));
    }

    private static TraceDescription Of(string name, string machine, in BootRecord boot, SystemConfig config) => new(
        name,
        machine,
        boot.TscHertz,
        boot.EpochTsc,
        config.Cpus.Length,
        (int)config.Header.TracePages,
        [.. PartitionNames(config)],
        [.. Vcpus(config)],
        [.. Schedules(config)],
        (int)config.Header.InitialSchedule);

    private static List<string> PartitionNames(SystemConfig config)
    {
        List<string> names = [];
        foreach (ref readonly PartitionRecord partition in config.Partitions)
        {
            names.Add(NameOf(in partition));
        }

        return names;
    }

    private static List<TracedVcpu> Vcpus(SystemConfig config)
    {
        List<TracedVcpu> vcpus = [];
        for (int i = 0; i < config.Vcpus.Length; i++)
        {
            int partition = (int)config.Vcpus[i].PartitionIndex;
            vcpus.Add(new TracedVcpu(partition, i - (int)config.Partitions[partition].FirstVcpu));
        }

        return vcpus;
    }

    private static List<TracedSchedule> Schedules(SystemConfig config)
    {
        List<TracedSchedule> schedules = [];
        for (int schedule = 0; schedule < config.Schedules.Length; schedule++)
        {
            List<TracedWindow> windows = [];
            for (int cpu = 0; cpu < config.Cpus.Length; cpu++)
            {
                foreach (ref readonly WindowRecord window in
                    config.WindowsOf(in config.WindowGroup((uint)schedule, (uint)cpu)))
                {
                    windows.Add(new TracedWindow(
                        cpu, (int)window.VcpuIndex, window.StartNanoseconds, window.DurationNanoseconds));
                }
            }

            ref readonly ScheduleRecord record = ref config.Schedules[schedule];
            schedules.Add(new TracedSchedule(NameOf(in record), record.MajorFrameNanoseconds, windows));
        }

        return schedules;
    }

    private static unsafe string NameOf(in PartitionRecord partition)
    {
        fixed (byte* name = partition.Name)
        {
            return TextOf(new ReadOnlySpan<byte>(name, PartitionRecord.NameSizeBytes));
        }
    }

    private static unsafe string NameOf(in ScheduleRecord schedule)
    {
        fixed (byte* name = schedule.Name)
        {
            return TextOf(new ReadOnlySpan<byte>(name, ScheduleRecord.NameSizeBytes));
        }
    }

    private static string TextOf(ReadOnlySpan<byte> name)
    {
        int length = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(length < 0 ? name : name[..length]);
    }
}
