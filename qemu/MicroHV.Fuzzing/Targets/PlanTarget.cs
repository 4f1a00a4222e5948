// Whole systems by chance: CPUs, virtual CPUs, schedules and guests, against a plain reading of their plan.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Fuzzing.Targets;

/// <summary>
/// A case is a machine, a plan and what its guests do. Nobody runs outside of their time, nobody loses any of it beyond the bound,
/// schedules change at the boundaries that the documentation names, the answers about them are true, and interrupts are neither lost
/// nor doubled.
/// </summary>
internal sealed class PlanTarget : FuzzTarget
{
    /// <summary>What becomes of a case whose requests are too close to each other for a judgement.</summary>
    public const string Undecided = "undecided";

    private const int MaxEntries = 20_000;
    private const int CheckedEntries = 4;

    // The kernel's own work between two guests, generously counted: reads of the clock, and twice a line status with 16 bytes.
    private const ulong ReadsOfBound = 48;
    private const ulong PortsOfBound = 36;
    private const ulong StopBounds = 4;

    private readonly Dictionary<(ProcessorKind Kind, int CpuCount), KernelMachine> _machines = [];
    private readonly Dictionary<int, GuestAnswer> _answers = [];

    /// <inheritdoc/>
    public override int MaxCaseBytes => 400;

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> bytes)
    {
        CaseBytes input = new(bytes);
        CasePlan plan = CasePlanReader.Read(ref input);
        KernelMachine kernel = MachineFor(plan);
        kernel.Machine.TscStep = 1 + (ulong)input.Choice(16);
        kernel.Machine.PortTicks = (ulong)input.OneOf(0, 0, 5, 50);
        kernel.Machine.FirstOfEqual = input.Choice(plan.CpuCount);
        CaseLives.Add(ref input, kernel, plan);
        PlanLife life = Live(kernel, plan);
        return Judge(life);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        foreach (KernelMachine machine in _machines.Values)
        {
            machine.Dispose();
        }
    }

    private static string Judge(PlanLife life)
    {
        if (RequestJudge.Judge(life) is not { } timeline)
        {
            return Undecided;
        }

        ulong lastIdle = Math.Min(life.IdleTimes().Max(), ulong.MaxValue / 2);
        ulong limit = timeline.StartOfFrame(life.Plan.FrameLimit);
        if (life.Plan.StopsWhenAllIdle && lastIdle + life.Bound >= limit && lastIdle <= limit + CaseLives.LongestCost + life.Bound)
        {
            // The last exit of all, while the last frame ends.
            return Undecided;
        }

        bool endsIdle = life.Plan.StopsWhenAllIdle && lastIdle < limit;
        Demand(
            life.Stop.Reason == (endsIdle ? StopReason.AllPartitionsIdle : StopReason.FrameLimitReached),
            $"the kernel stops at {life.Stop.Tsc} for {life.Stop.Reason}");
        Demand(
            endsIdle || life.Stop.Frames == life.Plan.FrameLimit,
            $"the kernel stops after {life.Stop.Frames} frames and not {life.Plan.FrameLimit}");
        ulong end = endsIdle ? lastIdle : limit;
        IReadOnlyDictionary<int, Moment> wakes = InterruptJudge.Judge(life, timeline, end);
        for (int cpu = 0; cpu < life.Plan.CpuCount; cpu++)
        {
            new CpuJudge(life, timeline, wakes, cpu).Judge(end);
        }

        // A CPU that is about to send has the line until it is done, and the one that waits for it pauses longer and longer.
        ulong busyUntil = life.Runs.Where(run => run.Cpu == (int)life.Stop.CpuIndex).Select(PlanLife.DoneAt).Append(end).Max();
        Demand(
            life.Stop.Tsc >= end && life.Stop.Tsc - busyUntil <= StopBounds * life.Bound,
            $"the kernel stops at {life.Stop.Tsc}, where {end} is planned");
        return $"{life.Plan.Kind}, {life.Plan.CpuCount} CPUs, {Math.Min(timeline.Switches, 3)} switches, {life.Stop.Reason}";
    }

    private PlanLife Live(KernelMachine kernel, CasePlan plan)
    {
        List<TranscriptEvent> events = kernel.Run(PlannedBlob.Of(plan), plan.PartitionCount);
        Demand(kernel.Guests.Refused.Count == 0, $"the processor refuses to enter: {kernel.Guests.Refused.FirstOrDefault()}");
        Demand(!events.Any(item => item is GarbledEvent), "a record cannot be read");
        Demand(events[0] is BootEvent && events[^1] is StopEvent, $"the kernel ends with {events[^1]}");
        return new PlanLife
        {
            Plan = plan,
            Boot = ((BootEvent)events[0]).Record,
            Stop = KernelMachine.StopOf(events),
            Runs = kernel.Guests.Runs,
            Answers = _answers,
            Bound = (ReadsOfBound * kernel.Machine.TscStep) + (PortsOfBound * kernel.Machine.PortTicks),
        };
    }

    private KernelMachine MachineFor(CasePlan plan)
    {
        if (!_machines.TryGetValue((plan.Kind, plan.CpuCount), out KernelMachine? kernel))
        {
            kernel = new KernelMachine(plan.Kind, PlannedBlob.RamSizeBytes, plan.CpuCount);
            kernel.Guests.MaxEntries = MaxEntries;
            kernel.Guests.CheckedEntries = CheckedEntries;
            kernel.Guests.Handler = CaseInterrupts.HandlerOf;
            _machines.Add((plan.Kind, plan.CpuCount), kernel);
        }

        kernel.Guests.Clear();
        kernel.Guests.OnRun = (ref vcpu) => NoteAnswer(kernel, ref vcpu);
        _answers.Clear();
        return kernel;
    }

    // A guest that goes on after a hypercall finds the answer in its registers.
    private void NoteAnswer(KernelMachine kernel, ref GuestCpu vcpu)
    {
        IReadOnlyList<GuestRun> runs = kernel.Guests.Runs;
        uint index = vcpu.Index;
        for (int i = runs.Count - 1; i >= 0; i--)
        {
            if (runs[i].Vcpu == index)
            {
                if (runs[i].Step?.Exit.Call is not null)
                {
                    _answers[i] = new GuestAnswer(vcpu.Registers.Rax, vcpu.Registers.Rdx, vcpu.Registers.Rsi);
                }

                return;
            }
        }
    }
}
