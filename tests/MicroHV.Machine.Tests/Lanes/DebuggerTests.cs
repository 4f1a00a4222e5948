// gdb at a machine: the kernel's and the guests' sources, whatever language they are written in.
using System.Diagnostics;
using MicroHV.Image.Images;
using MicroHV.Image.Verbs;
using MicroHV.Machines;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class DebuggerTests
{
    private const string General = "general";
    private const string Safety = "safety";

    private static readonly SystemSource _demo = SystemRuns.Load("partitions/demo");

    [Fact]
    public async Task The_kernel_stands_before_its_first_line_of_C_sharp()
    {
        (string said, _) = await DebugAsync(null, "x/1i $rip", "backtrace", "kill");
        Assert.Contains("BootRecord boot = default;", said);
        Assert.Contains(" <kernel_MicroHV_Kernel_Root_Start__Run>:", said);
        Assert.Contains("#1 ", said);
    }

    [Fact]
    public async Task A_guest_in_C_stands_before_its_first_instruction_and_stops_at_its_main()
    {
        (string said, _) = await DebugAsync(General, "hbreak main", "continue", "backtrace", "x/1xg $rsp", "info symbol *(long *)$rsp", "kill");
        Assert.Contains("_start () at /microhv/partitions/kits/c/start.S", said);
        Assert.Contains("main () at /guest/main.c", said);
        Assert.Contains("mhv_print(\"computing; never yields\\n\");", said);

        // The stack is the guest's: on top stands where main was called.
        Assert.Matches(@"0x5f[0-9a-f]+:\s+0x000000000020[0-9a-f]{4}\s", said);
        Assert.Matches(@"_start \+ \d+ in section \.text", said);
    }

    [Fact]
    public async Task A_guest_in_C_sharp_stops_at_its_main()
    {
        (string said, _) = await DebugAsync(Safety, "hbreak main", "continue", "kill");
        Assert.Contains("safety_MicroHV_Demo_Safety_Program__Main () at /guest/Program.cs", said);
        Assert.Contains("ulong frame = Schedules.Current.MajorFrameNanoseconds;", said);
    }

    [Fact]
    public async Task A_breakpoint_of_one_partition_stops_no_other_and_gdb_hears_the_end()
    {
        ulong othersMain = _demo.System.Plan!.Partitions.Single(item => item.Name == Safety).Image!.Elf!.FindSymbol("main")!.Value;
        (string said, RunReport report) = await DebugAsync(General, $"hbreak *{othersMain}", "continue");
        Assert.DoesNotContain("Breakpoint 1, ", said);
        Assert.Contains("exited normally", said);
        Assert.Equal(Outcome.Pass, report.Outcome);
    }

    [Fact]
    public async Task Memory_of_a_guest_can_be_changed_and_the_machine_goes_on_when_gdb_leaves()
    {
        ulong text = TextAddress("computing; never yields");
        (_, RunReport report) = await DebugAsync(General, $"set var *(char *){text} = 'C'", "detach");
        Assert.StartsWith(
            "Computing; never yields\n", report.Partitions.Single(item => item.Name == General).Console, StringComparison.Ordinal);
    }

    private static ulong TextAddress(string text)
    {
        ElfImage elf = _demo.System.Plan!.Partitions.Single(item => item.Name == General).Image!.Elf!;
        foreach (ElfSegment segment in elf.Segments)
        {
            int offset = segment.Bytes.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes(text));
            if (offset >= 0)
            {
                return segment.VirtualAddress + (ulong)offset;
            }
        }

        throw new InvalidOperationException($"'{text}' is not in the image.");
    }

    // Runs the demo with gdb, which attaches by the command line that 'run --gdb' prints.
    private static async Task<(string Said, RunReport Report)> DebugAsync(string? name, params string[] commands)
    {
        SystemPlan plan = _demo.System.Plan!;
        PartitionPlan? partition = plan.Partitions.SingleOrDefault(item => item.Name == name);
        TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SystemLaunch launch = new()
        {
            Plan = plan,
            Kernel = _demo.KernelElf,
            Machine = new DebuggedMachine(QemuMachine.Tcg),
            BootPath = BootPath.Direct,
            Limit = FrameLimit.Of(plan.Schedule.MajorFrameNanoseconds, null, null),
            Debugging = new DebugSession(PlanDebugging.Of(plan, _demo.KernelElf, partition), port.SetResult),
        };
        Task<(RunResult, RunReport Report)> run = launch.RunAsync(_ => { }, TestContext.Current.CancellationToken);
        _ = await Task.WhenAny(run, port.Task);
        Assert.True(port.Task.IsCompleted, "the machine ended before gdb could come");
        string said = await GdbAsync(PlanDebugging.CommandLine(partition, await port.Task), commands);
        return (said, (await run).Report);
    }

    private static async Task<string> GdbAsync(string commandLine, string[] commands)
    {
        string more = string.Concat(commands.Select(command => $" -ex '{command.Replace("'", @"'\''", StringComparison.Ordinal)}'"));
        ProcessStartInfo start = new("/bin/sh", ["-c", $"exec {commandLine}{more} -batch -nx 2>&1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return await process.StandardOutput.ReadToEndAsync();
    }
}
