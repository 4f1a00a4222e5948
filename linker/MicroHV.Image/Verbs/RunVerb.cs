// `microhv run`: a system on a machine.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using MicroHV.Image.Completion;
using MicroHV.Image.Help;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>run</c>: its options, and nothing of what they do (see <see cref="SystemRun"/>).</summary>
internal static class RunVerb
{
    private static readonly Dictionary<string, BootPath> _bootPaths = new()
    {
        ["direct"] = BootPath.Direct,
        ["grub"] = BootPath.Grub,
        ["uefi"] = BootPath.Uefi,
    };

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> system = SystemArgument.Create();
        Option<string> machine = new Option<string>("--machine")
        {
            Description = "The machine; auto takes nested KVM where it works, else QEMU, or Bochs for Intel.",
            DefaultValueFactory = _ => "auto",
        }.AcceptOnlyFromAmong([.. MachineChoice.Names]);
        Option<string?> vendor = new Option<string?>("--vendor")
        {
            Description = "Whose virtualization the machine must have; the system's own wish if absent.",
        }.AcceptOnlyFromAmong("intel", "amd");
        Option<ulong?> limit = new("--for")
        {
            Description = "Machine time after which the kernel stops, for example 2s or 500ms.",
            HelpName = "time",
            CustomParser = TimeValue.Parse,
        };
        Option<ulong?> frames = new("--frames")
        {
            Description = "Major frames after which the kernel stops.",
            HelpName = "number",
            CustomParser = WholeNumber.Of("number of major frames", 1),
        };
        Option<string?> json = FileOption.Create("File for the report.", "--json");
        Option<bool> keep = new("--keep")
        {
            Description = "Keep the folder of the run: serial line, transcript, report, images, and a script that starts the "
                + "machine again.",
        };
        Option<string?> trace = FileOption.Create(
            "Keep the trace, in a file if one is named, else in the system's folder; with 1MiB for each CPU if the system has no "
                + "[trace] of its own.",
            "--trace");
        trace.Arity = ArgumentArity.ZeroOrOne;
        Option<ulong?> bound = new("--window-bound")
        {
            Description = "Prove from the trace that every window began and ended within this time, for example 200us.",
            HelpName = "time",
            CustomParser = TimeValue.Parse,
        };
        Option<string> boot = new Option<string>("--boot")
        {
            Description = "Who loads the image: the machine itself, GRUB by BIOS, or GRUB by UEFI.",
            DefaultValueFactory = _ => "direct",
        }.AcceptOnlyFromAmong([.. _bootPaths.Keys]);

        Option<string?> console = new("--console")
        {
            Description = "Show only what this partition writes, as it writes it; all else goes to standard error. "
                + "There is no input: the kernel has no call by which a partition could read.",
            HelpName = "partition",
        };

        Option<string?> gdb = new("--gdb")
        {
            Description = "Stop before the first instruction of the kernel, or of a partition, and wait for gdb; prints gdb's "
                + "command line. On QEMU only.",
            HelpName = "kernel|partition",
            Arity = ArgumentArity.ZeroOrOne,
        };
        console.CompletionSources.Add(context => PartitionNames.Of(context, system));
        gdb.CompletionSources.Add(context => PartitionNames.Of(context, system).Prepend(SystemRun.Kernel));

        Verb command = new(
            "run",
            "Run a system on a machine and say whether it did what is expected of it.",
            new("run mine", "on the machine that suits it, until all its partitions are idle"),
            new("run mine --machine bochs --vendor intel", "on an emulated Intel processor"),
            new("run mine --boot uefi", "from an ISO, through UEFI firmware and GRUB"),
            new("run mine --for 500ms --json report.json", "for half a second of machine time, with a report"),
            new("run mine --console greeter", "only what the partition greeter writes"),
            new("run mine --trace", "with a trace, for 'microhv trace mine'"),
            new("run mine --window-bound 200us", "with the proof that every window came on time"),
            new("run mine --gdb greeter", "stopped before that partition's first instruction, for gdb"))
        {
            system, machine, vendor, limit, frames, json, keep, boot, console, gdb, trace, bound,
        };
        command.SetAction((arguments, cancellation) =>
        {
            SystemRun run = new()
            {
                SystemPath = arguments.GetRequiredValue(system),
                MachineName = arguments.GetRequiredValue(machine),
                Vendor = arguments.GetValue(vendor) switch
                {
                    "intel" => Vendor.Intel,
                    "amd" => Vendor.Amd,
                    _ => Vendor.Any,
                },
                LimitNanoseconds = arguments.GetValue(limit),
                LimitFrames = arguments.GetValue(frames),
                ReportPath = arguments.GetValue(json),
                KeepFolder = arguments.GetValue(keep),
                BootPath = _bootPaths[arguments.GetRequiredValue(boot)],
                ConsoleName = arguments.GetValue(console),
                IsTraced = arguments.GetResult(trace) is not null,
                TracePath = arguments.GetValue(trace),
                WindowBound = arguments.GetValue(bound),
                DebuggedName = arguments.GetResult(gdb) is null ? null : arguments.GetValue(gdb) ?? SystemRun.Kernel,
            };
            return CheckVerb.GuardAsync(() => UntilHangUpAsync(run, cancellation));
        });
        return command;
    }

    // A terminal that is closed interrupts as Ctrl-C does, so that neither process nor folder is left.
    private static async Task<int> UntilHangUpAsync(SystemRun run, CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            end.Cancel();
        });
        return await Task.Run(() => run.RunAsync(end.Token), CancellationToken.None);
    }
}
