// A lane on which the kernel's own sources run as .NET, on a machine made of software.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Root;
using MicroHV.Kernel.Stop;
using MicroHV.Model;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Campaigns.HostModel;

/// <summary>Every run boots the kernel; its partitions do what <see cref="Workload"/> says.</summary>
internal sealed unsafe class ModelLane : ILane
{
    private const int MaxEntries = 100_000;
    private const int CheckedEntries = 4;
    private const ulong PageSizeBytes = 0x1000;
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const ulong PageFaultVector = 14;

    // Hypercalls, ports and NMIs of storms are the processor's word; these have the rules of entries checked at each one.
    private static readonly HashSet<string> _checked = ["guest-state", "segment", "msr", "control", "behaviour"];

    // After these, RAM that nobody clears may have changed.
    private static readonly HashSet<string> _spoiling = ["nested-table", "control", "image"];

    private readonly SystemPlan _system;
    private readonly ProcessorKind _kind;
    private readonly ulong _frames;
    private readonly byte[] _blob;
    private readonly KernelMachine _kernel;
    private readonly ControlBlocks _blocks;
    private readonly GuestMemoryPath _path;
    private readonly ModelInjector _injector;
    private readonly ModelPlaces[] _places;
    private readonly EvidenceCollection _collection;
    private readonly Workload[] _workloads;
    private readonly GuestStep?[] _given;
    private readonly GuestStep?[] _answered;
    private readonly ulong[] _refusals;
    private readonly LifeWatch _lives;
    private readonly ulong[] _vcpuAddresses;
    private readonly ulong _epochTsc;
    private readonly ulong _tscHertz;
    private bool _isSpoilt;
    private int _seenRuns;

    /// <summary>A machine with processors of <paramref name="kind"/>; it runs <paramref name="system"/> for <paramref name="frames"/>.</summary>
    /// <exception cref="InvalidDataException">The system does not run to its end without a fault.</exception>
    public ModelLane(ProcessorKind kind, SystemPlan system, ulong frames)
    {
        (_system, _kind, _frames) = (system, kind, frames);
        _blob = BlobWriter.Write(system, new BlobOptions { FrameLimit = frames });
        _kernel = new KernelMachine(kind, system.MemorySizeBytes);
        _kernel.Guests.MaxEntries = MaxEntries;
        _blocks = new ControlBlocks(_kernel.Machine, kind == ProcessorKind.Intel);
        _path = new GuestMemoryPath(_kernel.Machine, kind, _blocks);
        _injector = new ModelInjector(_kernel.Machine, _blocks, Insert);
        int count = system.Partitions.Count;
        (_workloads, _given, _answered) = (new Workload[count], new GuestStep?[count], new GuestStep?[count]);
        (_refusals, _vcpuAddresses) = (new ulong[count], new ulong[count]);
        _collection = new EvidenceCollection(_kernel, system);
        _lives = new LifeWatch(system, _collection, _kernel.Machine);
        Hook();
        (string ending, string? failure) = Live(null);
        BootRecord boot = _collection.BootOf()
            ?? throw new InvalidDataException(
                $"the system does not boot on the model: {failure ?? _collection.StopReasonOf()?.ToString() ?? ending}");
        (_epochTsc, _tscHertz) = (boot.EpochTsc, boot.TscHertz);
        Golden = Collect(ending, failure);
        if (Golden.Stop is not { Reason: StopReason.FrameLimitReached } || Golden.Garbled != 0 || failure is not null)
        {
            throw new InvalidDataException(
                $"without a fault the system does not run to the end of its frames: {Golden.Stop?.Reason.ToString() ?? failure ?? ending}");
        }

        if (Golden.Partitions.FirstOrDefault(partition => partition.Errors.Count != 0) is { } broken)
        {
            throw new InvalidDataException($"without a fault a partition has an error: {broken.Errors[0]}");
        }

        _places = [.. system.Partitions.Select(PlacesOf)];
    }

    /// <inheritdoc/>
    public SystemPlan System => _system;

    /// <inheritdoc/>
    public RunEvidence Golden { get; }

    /// <summary>Why no model lane can inject at <paramref name="location"/>; null if it can.</summary>
    public static string? Refusal(FaultLocation location) => location.Name switch
    {
        "kernel-code" => "the model runs the kernel's sources as .NET, whose code it cannot change",
        "extended-state" => "the model's way into a guest keeps no XMM registers in RAM",
        "machine" => "the model's processors report nothing by themselves",
        "kernel-stack" => "the kernel's stack is one of .NET",
        "kernel-data" => "pointers that a fault makes wild would leave the model's RAM for the memory of this program",
        _ => null,
    };

    /// <inheritdoc/>
    public Fault Draw(FaultRule rule, FaultDraws draws)
    {
        int partition = rule.Partition ?? (int)draws.Below("partition", (ulong)_system.Partitions.Count);
        ModelPlaces places = _places[partition];
        string kind = draws.OneOf("kind", rule.Kinds);
        string trigger = draws.OneOf("trigger", rule.Triggers);
        ulong at = trigger switch
        {
            FaultTriggers.Entry => 1 + draws.Below(trigger, places.Entries),
            FaultTriggers.Window => 1 + draws.Below(trigger, places.Windows),
            FaultTriggers.Time => draws.Below(trigger, _frames * _system.Schedule.MajorFrameNanoseconds),
            _ => 0,
        };
        (string element, ulong address, int bits) = rule.Location.Name switch
        {
            "register" => (draws.OneOf("register", ModelInjector.Registers), 0ul, 64),
            "guest-state" => OfField(draws.OneOf("guest-state", ControlBlocks.GuestState)),
            "segment" => OfField(draws.OneOf("segment", ControlBlocks.Segments)),
            "msr" => OfField(draws.OneOf("msr", _blocks.Msrs)),
            "control" => OfField(draws.OneOf("control", _blocks.Controls)),
            "memory" => OfByte(places.Page, draws.Below("memory", PageSizeBytes)),
            "page-table" => OfPlace(draws.OneOf("page-table", places.GuestEntries)),
            "nested-table" => OfPlace(draws.OneOf("nested-table", places.NestedEntries)),
            "image" => OfByte(new Place("blob", _kernel.Machine.Symbols.BlobStart), draws.Below("image", (ulong)_blob.Length)),
            _ => ("", 0ul, 1),
        };
        int bit = (int)draws.Below("bit", (ulong)bits);
        return new Fault(rule.Location.Name, kind, partition, element, address, bit, trigger, at, draws.Number("behaviour"));
    }

    /// <inheritdoc/>
    public RunEvidence Run(Fault fault)
    {
        (string ending, string? failure) = Live(fault);
        return Collect(ending, failure);
    }

    /// <summary>Host-physical address of the nested entry of a partition that leads to the frame at <paramref name="host"/>.</summary>
    public ulong NestedEntryOf(int partition, ulong host) => _places[partition].NestedEntries.Single(place => place.Target == host).Address;

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    private static (string Element, ulong Address, int Bits) OfField(BlockField field) => (field.Name, 0, field.Bits);

    private static (string Element, ulong Address, int Bits) OfPlace(Place place) => (place.Name, place.Address, 64);

    private static (string Element, ulong Address, int Bits) OfByte(Place place, ulong offset) =>
        ($"{place.Name}+0x{offset:x}", place.Address + offset, 8);

    private void Hook()
    {
        SoftwareMachine machine = _kernel.Machine;
        Func<VcpuPointer, uint> vmx = machine.OnVmxEntry;
        Action<VcpuPointer, ulong> svm = machine.OnSvmEntry;
        Action watch = machine.OnReadTsc;
        machine.OnVmxEntry = vcpu =>
        {
            BeforeEntry(ref vcpu.Value);
            return vmx(vcpu);
        };
        machine.OnSvmEntry = (vcpu, vmcb) =>
        {
            BeforeEntry(ref vcpu.Value);
            svm(vcpu, vmcb);
        };
        machine.OnReadTsc = () =>
        {
            Guard(_injector.OnClock);
            watch();
        };
        _kernel.Guests.OnRun = OnRun;
    }

    private void BeforeEntry(ref GuestCpu vcpu)
    {
        try
        {
            fixed (GuestCpu* pointer = &vcpu)
            {
                _vcpuAddresses[vcpu.PartitionIndex] = _kernel.Machine.AddressOf(pointer);
            }

            _lives.BeforeEntry(in vcpu);
            _injector.BeforeEntry(ref vcpu);
        }
        catch (Exception failure)
        {
            throw new ExperimentException(failure);
        }
    }

    private void OnRun(ref GuestCpu vcpu)
    {
        try
        {
            int partition = (int)vcpu.PartitionIndex;
            NoteDone(partition, ref vcpu);
            if (_given[partition] is null)
            {
                GuestStep step = _workloads[partition].Next(ref vcpu);
                _given[partition] = step;
                _kernel.Guests.Add(vcpu.Index, step);
            }
        }
        catch (Exception failure)
        {
            throw new ExperimentException(failure);
        }
    }

    // A guest that goes on behind a hypercall finds the answer in its registers.
    private void NoteDone(int partition, ref GuestCpu vcpu)
    {
        List<GuestRun> runs = _kernel.Guests.Runs;
        for (; _seenRuns < runs.Count; _seenRuns++)
        {
            if (IsProtectionFault(runs[_seenRuns].Injected))
            {
                _refusals[_collection.PartitionOf(runs[_seenRuns].Vcpu)]++;
            }

            if (runs[_seenRuns].Step is { } step)
            {
                int index = Array.FindIndex(_given, given => ReferenceEquals(given, step));
                if (index >= 0)
                {
                    _given[index] = null;
                    _answered[index] = step;
                }
            }
        }

        if (_answered[partition]?.Exit.Call is not null && vcpu.Registers.Rax != (ulong)ReturnCode.NoError)
        {
            _refusals[partition]++;
        }

        _answered[partition] = null;
    }

    // SDM 3C, "Event Injection" and APM 2, "Event Injection": #GP, which the kernel gives for an answer.
    private static bool IsProtectionFault(ulong injected) => (injected & 0x8000_07FF) == 0x8000_030D;

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure)
        {
            throw new ExperimentException(failure);
        }
    }

    private void Insert(Fault fault)
    {
        foreach (HostileStep step in HostileSteps.Of(fault, _kind, _system.Partitions[fault.Partition]))
        {
            _workloads[fault.Partition].Insert(step);
        }
    }

    private (string Ending, string? Failure) Live(Fault? fault)
    {
        SoftwareMachine machine = _kernel.Machine;
        if (_isSpoilt)
        {
            new Span<byte>(machine.Ram(0), (int)machine.RamSizeBytes).Clear();
        }

        _isSpoilt = fault is not null && _spoiling.Contains(fault.Location);
        _kernel.Guests.Clear();
        _kernel.Guests.CheckedEntries = fault is not null && _checked.Contains(fault.Location) ? int.MaxValue : CheckedEntries;
        _seenRuns = 0;
        Array.Clear(_given);
        Array.Clear(_answered);
        Array.Clear(_refusals);
        _lives.Clear();
        foreach (PartitionPlan partition in _system.Partitions)
        {
            _workloads[partition.Index] = new Workload(_path, _blocks, _kind, partition);
        }

        _kernel.Load(_blob);
        _injector.Arm(fault, fault is null ? 0 : _vcpuAddresses[fault.Partition], fault is null ? 0 : TscOf(fault));
        try
        {
            _kernel.Boot();
            return ("the kernel halted without a record", null);
        }
        catch (ExperimentException failure)
        {
            return ("", failure.Message);
        }
        catch (BudgetSpentException)
        {
            return ("the kernel goes on behind the end of its frames", null);
        }
        catch (KernelHungException hang)
        {
            return ($"the kernel hung: {hang.Message}", null);
        }
        catch (Exception exception)
        {
            return ($"the kernel's handler of exceptions failed behind: {exception.Message}", Handle(exception));
        }
    }

    // On hardware the exception would be one of the processor, or of the kernel's own checks: their handlers are the kernel's.
    private string? Handle(Exception exception)
    {
        bool isCheck = exception is IndexOutOfRangeException or OverflowException or DivideByZeroException;
        try
        {
            _kernel.Machine.Run(() =>
            {
                HostExceptionFrame frame = new() { Vector = PageFaultVector };
                if (isCheck)
                {
                    Start.OnFailedCheck(0);
                }
                else
                {
                    Start.OnHostException(&frame);
                }
            });
        }
        catch (ExperimentException failure)
        {
            return failure.Message;
        }
        catch (Exception)
        {
            // No record then, which is what the evidence shows.
        }

        return null;
    }

    private ulong TscOf(Fault fault)
    {
        ulong nanoseconds = fault.Trigger == FaultTriggers.Window
            ? (ulong)Golden.Windows.Where(window => window.Partition == fault.Partition).ElementAt((int)fault.At - 1).PlannedStart
            : fault.At;
        return _epochTsc + (ulong)((UInt128)nanoseconds * _tscHertz / NanosecondsPerSecond);
    }

    private RunEvidence Collect(string ending, string? failure) =>
        _collection.Collect(_epochTsc, _tscHertz, _injector.InjectedTsc, _refusals, _lives, ending, failure);

    private ModelPlaces PlacesOf(PartitionPlan partition)
    {
        ulong vcpu = _vcpuAddresses[partition.Index];
        GuestCpu* state = (GuestCpu*)_kernel.Machine.Ram(vcpu);
        return new ModelPlaces
        {
            Vcpu = vcpu,
            Page = new Place("page", partition.Ram.HostPhysical + partition.Ram.Guest.SizeBytes - PageSizeBytes),
            GuestEntries = ModelPlaces.FindGuestEntries(_kernel.Machine, partition),
            NestedEntries = ModelPlaces.FindNestedEntries(_kernel.Machine, _kind, state->NestedRoot),
            Entries = _injector.Entries.GetValueOrDefault(state->Index),
            Windows = (ulong)Golden.Windows.Count(window => window.Partition == partition.Index),
        };
    }
}
