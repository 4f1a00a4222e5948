// One more partition for a system that is there.
using MicroHV.Image.Diagnostics;
using MicroHV.Image.Images;
using MicroHV.Partitions;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Authoring;

/// <summary>
/// Adds a project, a section and a window in every schedule to a system. The result is checked before the description changes: all of it
/// is added or nothing.
/// </summary>
internal sealed class PartitionCreation
{
    // Without a wish, a window is this part of the major frame.
    private const ulong WindowsInMajorFrame = 10;

    /// <summary>Path of the description.</summary>
    public required string SystemPath { get; init; }

    /// <summary>Name of the partition, an orderly one.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of.</summary>
    public required PartitionTemplate Template { get; init; }

    /// <summary>Length of its window, or null for a usual one.</summary>
    public required ulong? WindowNanoseconds { get; init; }

    private string SystemFolder => Path.GetDirectoryName(SystemPath)!;

    private string ProjectFolder => Path.Combine(SystemFolder, Name);

    /// <summary>Adds it, and says what it did or why not.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run()
    {
        DescriptionFile file = new(SystemPath);
        LoadedSystem before = SystemSource.Load(SystemPath).System;
        if (before.Plan is not SystemPlan plan)
        {
            DiagnosticPrinter.Print(before);
            return Refuse("the system has errors; mend them first");
        }

        if (plan.Partitions.Any(partition => partition.Name == Name))
        {
            return Refuse($"the system has a partition '{Name}' already; choose another name");
        }

        if (Path.Exists(ProjectFolder))
        {
            return Refuse($"there is a {ProjectFolder} already; choose another name");
        }

        if (!TryFindWindows(plan, out IReadOnlyList<ChosenWindow> windows, out string problem))
        {
            return Refuse(problem);
        }

        // From the last to the first, so that the places of the others stay what they are.
        DescriptionEditor editor = new(file.Text);
        foreach (ChosenWindow window in windows.OrderByDescending(window => window.Schedule.Windows[0].Place))
        {
            if (!TryInsert(editor, window))
            {
                return Refuse(
                    $"the windows of the system are not written as windows = [ … ] in {SystemPath}; add this one yourself, "
                    + $"with a project and a [[partition]]: {Item(window)}");
            }
        }

        editor.Append(Template.Section(Name));
        return Add(file, editor.Text, windows);
    }

    private int Add(DescriptionFile file, string text, IReadOnlyList<ChosenWindow> windows)
    {
        bool isDone = false;
        WriteProject();
        try
        {
            LoadedSystem after = SystemSource.LoadEdited(SystemPath, text).System;
            if (after.Plan is null)
            {
                DiagnosticPrinter.Print(after);
                return Refuse("with the partition the system would have these errors");
            }

            file.Replace(text);
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                Directory.Delete(ProjectFolder, recursive: true);
            }
        }

        string files = string.Join(", ", Template.Files.Select(item => $"{Name}/{PartitionTemplate.FileName(item, Name)}"));
        Console.WriteLine(
            $"{Path.GetFileName(SystemFolder)}: partition '{Name}' added: {files}, "
            + $"{string.Join(", ", windows.Select(window => Words(window, windows.Count > 1)))}, "
            + $"and its section of {Path.GetFileName(SystemPath)}");
        return ExitCode.Good;
    }

    private void WriteProject()
    {
        using StagedFolder staged = new(ProjectFolder);
        foreach (string item in Template.Files)
        {
            Template.Copy(item, staged.Add(PartitionTemplate.FileName(item, Name)));
        }

        if (Template.NeedsKitLocation && !KitLocation.IsKnownIn(SystemFolder))
        {
            KitLocation.Write(KitLocation.PropsName, staged.Add(KitLocation.PropsName));
        }

        staged.Publish();
    }

    // On the first CPU that has room in every schedule; what is missing is said of the first one.
    private bool TryFindWindows(SystemPlan plan, out IReadOnlyList<ChosenWindow> windows, out string problem)
    {
        problem = "";
        for (ulong cpu = 0; cpu < plan.Machine.CpuCount; cpu++)
        {
            List<ChosenWindow> found = [];
            foreach (SchedulePlan schedule in plan.Schedules)
            {
                if (!TryFindWindow(plan, schedule, cpu, out FreeTime time, out string missing))
                {
                    problem = problem.Length == 0 ? missing : problem;
                    break;
                }

                found.Add(new ChosenWindow(schedule, cpu, time));
            }

            if (found.Count == plan.Schedules.Count)
            {
                windows = found;
                return true;
            }
        }

        windows = [];
        return false;
    }

    private bool TryFindWindow(SystemPlan plan, SchedulePlan schedule, ulong cpu, out FreeTime window, out string problem)
    {
        FreeTime free = FreeTime.LongestOf(schedule, cpu);
        ulong usual = Math.Max(schedule.MajorFrameNanoseconds / WindowsInMajorFrame, SchedulePlan.MinWindowNanoseconds);
        ulong wanted = WindowNanoseconds ?? Math.Min(usual, free.DurationNanoseconds);
        window = new FreeTime(free.StartNanoseconds, wanted);
        problem = "";
        string which = plan.Schedules.Count == 1 ? "" : $" of schedule '{schedule.Name}'";
        string majorFrame = $"the major frame of {Units.FormatTime(schedule.MajorFrameNanoseconds)}{which}";
        const string WayOut = "shorten a window or lengthen major-frame";
        if (free.DurationNanoseconds < SchedulePlan.MinWindowNanoseconds)
        {
            problem = $"{majorFrame} has no room for a window: "
                + $"none is free for {Units.FormatTime(SchedulePlan.MinWindowNanoseconds)}; {WayOut}";
        }
        else if (wanted > free.DurationNanoseconds)
        {
            problem = $"{majorFrame} has no room for a window of {Units.FormatTime(wanted)}: "
                + $"the longest free time is {Units.FormatTime(free.DurationNanoseconds)}, "
                + $"from {Units.FormatTime(free.StartNanoseconds)}; ask for less, {WayOut}";
        }

        return problem.Length == 0;
    }

    // Behind the windows of its CPU that begin before it.
    private bool TryInsert(DescriptionEditor editor, ChosenWindow window)
    {
        IReadOnlyList<WindowPlan> windows = window.Schedule.Windows;
        int index = 0;
        for (int i = 0; i < windows.Count; i++)
        {
            bool isBefore = windows[i].Cpu.Value != window.Cpu || windows[i].StartNanoseconds < window.Time.StartNanoseconds;
            if (!isBefore)
            {
                break;
            }

            index = i + 1;
        }

        // A place with a file is a place in an included one.
        Place first = windows[0].Place;
        return first.File is null && editor.TryInsert(first, index, Item(window));
    }

    private string Item(ChosenWindow window)
    {
        string cpu = window.Cpu == 0 ? "" : $"cpu = {window.Cpu}, ";
        return $"{{ partition = \"{Name}\", {cpu}start = \"{Units.FormatTime(window.Time.StartNanoseconds)}\", "
            + $"duration = \"{Units.FormatTime(window.Time.DurationNanoseconds)}\" }}";
    }

    private static string Words(ChosenWindow window, bool isOneOfSeveral)
    {
        string cpu = window.Cpu == 0 ? "" : $" on CPU {window.Cpu}";
        string schedule = isOneOfSeveral ? $" in schedule '{window.Schedule.Name}'" : "";
        return $"a window of {Units.FormatTime(window.Time.DurationNanoseconds)} "
            + $"at {Units.FormatTime(window.Time.StartNanoseconds)}{cpu}{schedule}";
    }

    private static int Refuse(string problem)
    {
        Console.Error.WriteLine($"microhv: {problem}");
        Console.Error.WriteLine("microhv: nothing was added");
        return ExitCode.Failed;
    }

    private sealed record ChosenWindow(SchedulePlan Schedule, ulong Cpu, FreeTime Time);
}
