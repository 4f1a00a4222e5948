// How a machine is to run.
namespace MicroHV.Machines;

/// <summary>Settings of one run that the system itself does not decide.</summary>
public sealed record RunSettings
{
    /// <summary>How the image is loaded.</summary>
    public BootPath BootPath { get; init; } = BootPath.Direct;

    /// <summary>
    /// Host time after which a machine that has not stopped is given up. It only catches a machine that hangs: limits
    /// of machine
    /// time belong to the kernel, which stops by itself at its frame limit.
    /// </summary>
    public required TimeSpan Guard { get; init; }

    /// <summary>
    /// What goes on beside the machine, from its start on, until the token says that it ended; null for nothing. It returns
    /// true if the machine shall end; if it fails, so does the run.
    /// </summary>
    public Func<RunFolder, CancellationToken, Task<bool>>? Companion { get; init; }

    /// <summary>
    /// What the machine wrote to its serial line before this run; a machine that goes on from a snapshot has said it already.
    /// </summary>
    public ReadOnlyMemory<byte> Said { get; init; }

    /// <summary>Gets a copy of every byte of the serial line; null for nobody.</summary>
    public Stream? ConsoleCopy { get; init; }

    /// <summary>What reads the trace beside the machine; null for no trace.</summary>
    public TraceCollector? Trace { get; init; }

    /// <summary>Resets of the machine over which the run goes on.</summary>
    public int ExpectedResets { get; init; }

    /// <summary>True to leave the run's folder where it is.</summary>
    public bool KeepFolder { get; init; }

    /// <summary>The guard for a run that lasts at most so long in machine time.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="path">How the image is loaded.</param>
    /// <param name="machineTime">The limit of machine time.</param>
    public static TimeSpan GuardFor(Machine machine, BootPath path, TimeSpan machineTime) =>
        TimeSpan.FromSeconds(
            machine.HostSecondsToKernel(path) + (machineTime.TotalSeconds * machine.HostSecondsPerMachineSecond));
}
