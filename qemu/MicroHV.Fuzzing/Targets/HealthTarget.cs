// Systems by chance whose partitions do wrong, against the tables of their plans.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Health;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Machines;
using MicroHV.Model;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Fuzzing.Targets;

/// <summary>
/// A case is a machine, a plan with its tables of health, and partitions that break its rules at any time, report errors and set modes,
/// while hardware fails. Modes, starts, budgets, watchdogs, schedules, ends and the log are what the documentation says, and no start
/// touches another partition's memory or time.
/// </summary>
internal sealed class HealthTarget : FuzzTarget
{
    private const int MaxEntries = 20_000;
    private const int CheckedEntries = 4;

    // As for plans by chance; an error costs the kernel no more than the serial line takes at once.
    private const ulong ReadsOfBound = 64;
    private const ulong PortsOfBound = 40;

    // Code and constants short enough to be checked within some frames.
    private const ulong PartSizeBytes = 0x1000;

    private readonly Dictionary<(ProcessorKind Kind, int CpuCount), KernelMachine> _machines = [];
    private readonly List<GuestEntry>[] _entries = [.. Enumerable.Range(0, CasePlan.MaxVcpus).Select(_ => new List<GuestEntry>())];
    private readonly byte[]?[] _memories = new byte[]?[CasePlan.MaxVcpus];
    private readonly HashSet<(HealthEvent Event, HealthAction Action)> _answers = [];

    /// <summary>Every event of a case that was decided, with its answer.</summary>
    public IReadOnlySet<(HealthEvent Event, HealthAction Action)> Answers => _answers;

    /// <inheritdoc/>
    public override int MaxCaseBytes => 500;

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> bytes)
    {
        CaseBytes input = new(bytes);
        HealthCase system = HealthCaseReader.Read(ref input);
        KernelMachine kernel = MachineFor(system.Plan);
        kernel.Machine.TscStep = 1 + (ulong)input.Choice(8);
        kernel.Machine.PortTicks = 0;
        kernel.Machine.FirstOfEqual = input.Choice(system.Plan.CpuCount);
        HealthDeeds.Add(ref input, kernel, system);
        HealthLife life = Live(kernel, system);
        if (HealthJudge.Judge(life) is not { } expected)
        {
            return PlanTarget.Undecided;
        }

        EndJudge.Judge(expected);
        StartJudge.Judge(expected, expected.End is null ? expected.Timeline.StartOfFrame(system.Plan.FrameLimit) : life.Stop.Tsc);
        if (expected.End is { } end)
        {
            // The same system boots again, and finds what the one before left.
            kernel.Guests.Clear();
            kernel.Guests.OnRun = (ref _) => { };
            EndJudge.JudgeNext(expected, end, kernel.Run(system.Blob(frames: 1), system.Plan.PartitionCount));
        }

        _answers.UnionWith(expected.Answers);
        return expected.LastAnswer is { } last ? $"{last.Event}, {last.Action}" : "nothing happens";
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        foreach (KernelMachine machine in _machines.Values)
        {
            machine.Dispose();
        }
    }

    private unsafe HealthLife Live(KernelMachine kernel, HealthCase system)
    {
        byte[] blob = system.Blob(system.Plan.FrameLimit);
        new Span<byte>(kernel.Machine.Ram(PlannedBlob.SparePage), (int)FrameSize.Size4K).Clear();
        List<TranscriptEvent> events = kernel.Run(blob, system.Plan.PartitionCount);
        Demand(!kernel.Guests.HasKernelFault, $"the processor refuses to enter: {kernel.Guests.Refused.FirstOrDefault()}");
        Demand(!events.Any(item => item is GarbledEvent), "a record cannot be read");
        Demand(events[0] is BootEvent && events[^1] is StopEvent, $"the kernel ends with {events[^1]}");
        return new HealthLife
        {
            System = system,
            Boot = ((BootEvent)events[0]).Record,
            Stop = KernelMachine.StopOf(events),
            Runs = [.. kernel.Guests.Runs],
            Entries = EntriesOf(kernel.Guests.Runs),
            GoldenCopies =
            [
                .. Enumerable.Range(0, system.Plan.PartitionCount)
                    .Select(index => PlannedBlob.GoldenCopyOf(index, kernel.Machine.Symbols.BlobStart)),
            ],
            IsReset = kernel.Pc.ResetLines.IsReset,
            Log = [.. events.OfType<HealthLogEvent>().Select(item => item.Record)],
            Bound = (ReadsOfBound * kernel.Machine.TscStep) + (PortsOfBound * kernel.Machine.PortTicks),
        };
    }

    private KernelMachine MachineFor(CasePlan plan)
    {
        if (!_machines.TryGetValue((plan.Kind, plan.CpuCount), out KernelMachine? kernel))
        {
            kernel = new KernelMachine(plan.Kind, PlannedBlob.RamSizeBytes, plan.CpuCount);
            LinkerSymbols symbols = kernel.Machine.Symbols;
            (symbols.TextEnd, symbols.ReadOnlyEnd) = (symbols.TextStart + PartSizeBytes, symbols.ReadOnlyStart + PartSizeBytes);
            kernel.Guests.MaxEntries = MaxEntries;
            kernel.Guests.CheckedEntries = CheckedEntries;
            _machines.Add((plan.Kind, plan.CpuCount), kernel);
        }

        kernel.Guests.Clear();
        kernel.Guests.OnRun = (ref vcpu) => NoteEntry(kernel, ref vcpu);
        Array.ForEach(_entries, entries => entries.Clear());
        Array.Clear(_memories);
        return kernel;
    }

    // Each run but those that the processor refused has its entry, by the order of its virtual CPU's runs; the last entry may have no end.
    private Dictionary<int, GuestEntry> EntriesOf(IReadOnlyList<GuestRun> runs)
    {
        int[] next = new int[_entries.Length];
        return runs.Index().Where(run => !run.Item.IsRefused).ToDictionary(run => run.Index, run => _entries[run.Item.Vcpu][next[run.Item.Vcpu]++]);
    }

    // On AMD's processors a guest writes each instruction before it runs it: its code is its own to change.
    private unsafe void NoteEntry(KernelMachine kernel, ref GuestCpu vcpu)
    {
        int partition = (int)vcpu.PartitionIndex;
        ReadOnlySpan<byte> all = new(kernel.Machine.Ram(PlannedBlob.MemoryOf(partition)), (int)SmallSystem.MemorySizeBytes);
        ReadOnlySpan<byte> memory = kernel.Kind == ProcessorKind.Intel ? all : all[HealthDeeds.CodeSizeBytes..];
        if (_memories[partition] is not { } last || !memory.SequenceEqual(last))
        {
            _memories[partition] = memory.ToArray();
        }

        ulong rip = kernel.Kind == ProcessorKind.Intel
            ? kernel.Machine.Cpu.Vmx.Fields[VmcsField.GuestRip]
            : ((Vmcb*)kernel.Machine.Ram(vcpu.ControlBlock))->Rip;
        _entries[vcpu.Index].Add(new GuestEntry(vcpu.Registers, rip, vcpu.Xmm[HealthDeeds.XmmByte], _memories[partition]!));
    }
}
