// Whole lives: the kernel boots, and both guests do what the case says until their plan ends.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Exits;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Fuzzing.Targets;

/// <summary>
/// A case is a processor and what its two guests do: how long they run, and what stops them. The kernel ends as its plan says,
/// whatever they do; windows begin and end on time; every record that it sends can be read.
/// </summary>
internal sealed class LifeTarget : FuzzTarget
{
    private const int MaxSteps = 16;
    private const int MaxEntries = 200;
    private const ulong FrameLimit = 3;

    private readonly KernelMachine[] _machines;
    private readonly byte[] _blob = SmallSystem.Blob(FrameLimit, SystemOptions.StopWhenAllIdle);

    /// <summary>A target with a machine of each kind.</summary>
    public LifeTarget()
    {
        _machines = [.. Enum.GetValues<ProcessorKind>().Select(kind => new KernelMachine(kind))];
        Array.ForEach(_machines, machine => machine.Guests.MaxEntries = MaxEntries);
    }

    /// <inheritdoc/>
    public override int MaxCaseBytes => 240;

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> bytes)
    {
        CaseBytes input = new(bytes);
        KernelMachine kernel = _machines[input.Choice(_machines.Length)];
        kernel.Guests.Clear();
        for (int i = 0; i < MaxSteps && !input.IsAtEnd; i++)
        {
            uint vcpu = (uint)input.Choice(2);
            ulong ticks = (ulong)input.Word() << input.Choice(4);
            kernel.Guests.Add(vcpu, new GuestStep(ticks, CaseExits.Read(ref input, kernel.Kind)));
        }

        try
        {
            List<TranscriptEvent> events = kernel.Run(_blob);
            return Judge(kernel, events);
        }
        catch (BudgetSpentException)
        {
            return $"{kernel.Kind} runs on";
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing) => Array.ForEach(_machines, machine => machine.Dispose());

    private static string Judge(KernelMachine kernel, List<TranscriptEvent> events)
    {
        string refused = kernel.Guests.Refused.FirstOrDefault() ?? "";
        Demand(refused.Length == 0, $"the processor refuses to enter: {refused}");
        Demand(!events.Any(item => item is GarbledEvent), "a record cannot be read");
        Demand(events[^1] is StopEvent, "the kernel halts without a word");
        StopReason reason = KernelMachine.StopOf(events).Reason;
        bool isPlanned = reason is StopReason.FrameLimitReached or StopReason.AllPartitionsIdle;
        Demand(isPlanned, $"the kernel stops for {reason}");
        foreach (GuestRun run in kernel.Guests.Runs)
        {
            Demand(run.End >= run.Start, $"virtual CPU {run.Vcpu} ran backwards");
        }

        IEnumerable<string> errors = events.OfType<PartitionErrorEvent>().Select(item => $"{item.Record.Error}").Order();
        return $"{kernel.Kind} {reason} {string.Join(' ', errors)}";
    }
}
