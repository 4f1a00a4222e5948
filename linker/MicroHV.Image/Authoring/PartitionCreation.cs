// One more partition for a system that is there.
using MicroHV.Image.Diagnostics;
using MicroHV.Image.Images;
using MicroHV.Partitions;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Authoring;

/// <summary>
/// Adds a project, a section and a window to a system. The result is checked before the description changes: all of it
/// is added or nothing.
/// </summary>
internal sealed class PartitionCreation
{
    // Without a wish, a window is this part of the major frame.
    private const ulong WindowsInMajorFrame = 10;

    // Windows are on this CPU where their author says nothing else.
    private const ulong DefaultCpu = 0;

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

        if (!TryFindWindow(plan.Schedule, out FreeTime window, out string problem))
        {
            return Refuse(problem);
        }

        DescriptionEditor editor = new(file.Text);
        if (!TryInsertWindow(editor, plan.Schedule, window))
        {
            return Refuse(
                $"the windows of the system are not written as windows = [ … ] in {SystemPath}; add this one yourself, "
                + $"with a project and a [[partition]]: {Item(window)}");
        }

        editor.Append(Template.Section(Name));
        return Add(file, editor.Text, window);
    }

    private int Add(DescriptionFile file, string text, FreeTime window)
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
            + $"a window of {Units.FormatTime(window.DurationNanoseconds)} "
            + $"at {Units.FormatTime(window.StartNanoseconds)}, and its section of {Path.GetFileName(SystemPath)}");
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

    private bool TryFindWindow(SchedulePlan schedule, out FreeTime window, out string problem)
    {
        FreeTime free = FreeTime.LongestOf(schedule, DefaultCpu);
        ulong usual = Math.Max(schedule.MajorFrameNanoseconds / WindowsInMajorFrame, SchedulePlan.MinWindowNanoseconds);
        ulong wanted = WindowNanoseconds ?? Math.Min(usual, free.DurationNanoseconds);
        window = new FreeTime(free.StartNanoseconds, wanted);
        problem = "";
        string majorFrame = $"the major frame of {Units.FormatTime(schedule.MajorFrameNanoseconds)}";
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

    private bool TryInsertWindow(DescriptionEditor editor, SchedulePlan schedule, FreeTime window)
    {
        Place first = schedule.Windows[0].Place;
        int index = schedule.Windows.TakeWhile(other => other.StartNanoseconds < window.StartNanoseconds).Count();

        // A place with a file is a place in an included one.
        return first.File is null && editor.TryInsert(first, index, Item(window));
    }

    private string Item(FreeTime window) =>
        $"{{ partition = \"{Name}\", start = \"{Units.FormatTime(window.StartNanoseconds)}\", "
        + $"duration = \"{Units.FormatTime(window.DurationNanoseconds)}\" }}";

    private static int Refuse(string problem)
    {
        Console.Error.WriteLine($"microhv: {problem}");
        Console.Error.WriteLine("microhv: nothing was added");
        return ExitCode.Failed;
    }
}
