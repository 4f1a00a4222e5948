// The page that `microhv show` prints.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.TextPages;

/// <summary>A system for a terminal: one section after the other, the same at every run.</summary>
internal static class TextPage
{
    /// <summary>Prints <paramref name="view"/>.</summary>
    public static void Print(PageWriter page, SystemView view)
    {
        PrintTitle(page, view);
        SchedulePart.Print(page, view);
        MemoryPart.Print(page, view);
        ReachPart.Print(page, view);
        GrantPart.Print(page, view);
        HealthPart.Print(page, view);
        PartitionPart.Print(page, view);
        PrintMachine(page, view.Machine);
    }

    private static void PrintTitle(PageWriter page, SystemView view)
    {
        page.Heading(view.Name);
        string frames = Figures.List(
            [.. view.Schedules.Select(schedule => Figures.Time(schedule.MajorFrameNanoseconds)).Distinct()]);
        page.Line($"{Figures.Count(view.Partitions.Count, "partition")} on {Figures.Count(view.Machine.ApicIds.Count, "CPU")}, "
            + $"major frame {frames}");
        page.Line($"[grey]blob {view.Blob.Sha256}, layout {view.Blob.LayoutVersion}[/]");
        if (view.Blob.FrameLimit != 0)
        {
            page.Line($"the kernel stops by itself after {view.Blob.FrameLimit} major frames");
        }

        if (view.Blob.StopsWhenAllIdle)
        {
            page.Line("the kernel stops when all partitions are idle");
        }

        if (!view.IsDescribed)
        {
            page.Line("[grey]from an image: free memory, reasons and names of shared memory are not in it[/]");
        }
    }

    private static void PrintMachine(PageWriter page, MachineView machine)
    {
        page.Heading("Machine", "what it must have; the kernel refuses another");
        page.Line($"  processor  {MachineWords.Processor(machine)}");
        page.Line($"  CPUs       {MachineWords.Cpus(machine)}");
        page.Line($"  RAM        {MachineWords.Ram(machine)}");
        page.Line($"  TSC        {MachineWords.Tsc(machine)}");
        page.Line($"  console    {MachineWords.Console(machine)}");
    }
}
