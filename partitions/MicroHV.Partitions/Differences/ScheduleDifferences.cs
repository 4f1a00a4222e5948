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
        differences.Compare(DifferenceSection.Schedule, "system", "first schedule", First(before), First(after));

        // Where there is one schedule on both sides, nobody has to be told which one is meant.
        bool isOnly = before.Schedules.Count == 1 && after.Schedules.Count == 1;
        IEnumerable<(ScheduleView? Before, ScheduleView? After)> pairs = isOnly
            ? [(before.Schedules[0], after.Schedules[0])]
            : DifferenceList.Pair(before.Schedules, after.Schedules, schedule => schedule.Name);
        foreach ((ScheduleView? old, ScheduleView? present) in pairs)
        {
            string name = (old ?? present)!.Name;
            string prefix = isOnly ? "" : $"{name}: ";
            differences.Compare(DifferenceSection.Schedule, $"schedule {name}", "major frame", Frame(old), Frame(present));
            CompareWindows(differences, prefix, old, present);
            CompareBackgrounds(differences, prefix, old, present);
            CompareShares(differences, prefix, old, present);
        }
    }

    private static string First(SystemView view) => view.Schedules.First(schedule => schedule.IsInitial).Name;

    private static string? Frame(ScheduleView? schedule) =>
        schedule is null ? null : Units.FormatTime(schedule.MajorFrameNanoseconds);

    private static void CompareWindows(DifferenceList differences, string prefix, ScheduleView? before, ScheduleView? after)
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
                    DifferenceSection.Schedule, $"{prefix}{partition} on CPU {cpu}", "window", old.ElementAtOrDefault(i),
                    present.ElementAtOrDefault(i));
            }
        }
    }

    private static void CompareBackgrounds(DifferenceList differences, string prefix, ScheduleView? before, ScheduleView? after)
    {
        IEnumerable<uint> cpus = (before?.Cpus ?? []).Concat(after?.Cpus ?? []).Select(cpu => cpu.Number).Distinct();
        foreach (uint cpu in cpus)
        {
            differences.Compare(
                DifferenceSection.Schedule, $"{prefix}CPU {cpu}", "background", Background(before, cpu), Background(after, cpu));
        }
    }

    private static string? Background(ScheduleView? schedule, uint cpu) =>
        schedule?.Cpus.FirstOrDefault(view => view.Number == cpu)?.Background is { } background
            ? background.Vcpu == 0 ? background.Partition : $"{background.Partition}, vCPU {background.Vcpu}"
            : null;

    private static List<string> Of(ScheduleView? schedule, uint cpu, string partition) =>
        [.. Owned.Of(schedule).Where(owned => owned.Cpu == cpu && owned.Window.Partition == partition).Select(Words)];

    private static string Words(Owned owned)
    {
        WindowView window = owned.Window;
        string words = $"{Units.FormatTime(window.DurationNanoseconds)} at {Units.FormatTime(window.StartNanoseconds)}";
        return window.Vcpu == 0 ? words : $"{words} for vCPU {window.Vcpu}";
    }

    private static void CompareShares(DifferenceList differences, string prefix, ScheduleView? before, ScheduleView? after)
    {
        foreach ((ShareView? old, ShareView? present) in
            DifferenceList.Pair(before?.Shares ?? [], after?.Shares ?? [], share => share.Partition))
        {
            differences.Compare(
                DifferenceSection.Schedule, prefix + (old ?? present)!.Partition, "share of time", Percent(old), Percent(present));
            differences.Compare(
                DifferenceSection.Schedule, prefix + (old ?? present)!.Partition, "demand", Demand(old), Demand(present));
        }
    }

    private static string? Demand(ShareView? share) =>
        share is { PeriodNanoseconds: ulong period, DurationNanoseconds: ulong duration }
            ? $"{Units.FormatTime(duration)} in every {Units.FormatTime(period)}"
            : null;

    private static string? Percent(ShareView? share) =>
        share is null ? null : string.Create(CultureInfo.InvariantCulture, $"{share.Percent:0.##} %");

    private sealed record Owned(uint Cpu, WindowView Window)
    {
        public static IEnumerable<Owned> Of(ScheduleView? schedule) =>
            schedule?.Cpus.SelectMany(cpu => cpu.Windows.Select(window => new Owned(cpu.Number, window))) ?? [];
    }
}
