// What differs in time.
using System.Globalization;
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Differences;

/// <summary>Compares schedules: the major frame, windows of each partition on each CPU, and what each partition gets.</summary>
internal static class ScheduleDifferences
{
    /// <summary>Adds what is different in <paramref name="after"/>.</summary>
    public static void Compare(DifferenceList differences, SystemView before, SystemView after)
    {
        foreach ((ScheduleView? old, ScheduleView? present) in
            DifferenceList.Pair(before.Schedules, after.Schedules, schedule => schedule.Name ?? ""))
        {
            string subject = $"schedule {(old ?? present)!.Name}".TrimEnd();
            differences.Compare(DifferenceSection.Schedule, subject, "major frame", Frame(old), Frame(present));
            CompareWindows(differences, old, present);
            CompareShares(differences, old, present);
        }
    }

    private static string? Frame(ScheduleView? schedule) =>
        schedule is null ? null : Units.FormatTime(schedule.MajorFrameNanoseconds);

    private static void CompareWindows(DifferenceList differences, ScheduleView? before, ScheduleView? after)
    {
        IEnumerable<Owned> all = Owned.Of(before).Concat(Owned.Of(after));
        foreach ((uint cpu, string partition) in all.Select(owned => (owned.Cpu, owned.Window.Partition)).Distinct())
        {
            List<string> old = Of(before, cpu, partition);
            List<string> present = Of(after, cpu, partition);
            string[] same = [.. old.Intersect(present)];
            _ = old.RemoveAll(same.Contains);
            _ = present.RemoveAll(same.Contains);
            for (int i = 0; i < Math.Max(old.Count, present.Count); i++)
            {
                differences.Compare(
                    DifferenceSection.Schedule, $"{partition} on CPU {cpu}", "window", old.ElementAtOrDefault(i),
                    present.ElementAtOrDefault(i));
            }
        }
    }

    private static List<string> Of(ScheduleView? schedule, uint cpu, string partition) =>
        [.. Owned.Of(schedule).Where(owned => owned.Cpu == cpu && owned.Window.Partition == partition).Select(Words)];

    private static string Words(Owned owned)
    {
        WindowView window = owned.Window;
        string words = $"{Units.FormatTime(window.DurationNanoseconds)} at {Units.FormatTime(window.StartNanoseconds)}";
        return window.Vcpu == 0 ? words : $"{words} for vCPU {window.Vcpu}";
    }

    private static void CompareShares(DifferenceList differences, ScheduleView? before, ScheduleView? after)
    {
        foreach ((ShareView? old, ShareView? present) in
            DifferenceList.Pair(before?.Shares ?? [], after?.Shares ?? [], share => share.Partition))
        {
            differences.Compare(
                DifferenceSection.Schedule, (old ?? present)!.Partition, "share of time", Percent(old), Percent(present));
        }
    }

    private static string? Percent(ShareView? share) =>
        share is null ? null : string.Create(CultureInfo.InvariantCulture, $"{share.Percent:0.##} %");

    private sealed record Owned(uint Cpu, WindowView Window)
    {
        public static IEnumerable<Owned> Of(ScheduleView? schedule) =>
            schedule?.Cpus.SelectMany(cpu => cpu.Windows.Select(window => new Owned(cpu.Number, window))) ?? [];
    }
}
