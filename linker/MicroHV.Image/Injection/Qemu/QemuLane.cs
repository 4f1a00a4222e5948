// The lane on which QEMU's SVM runs the kernel that is shipped.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Backends;
using MicroHV.Machines;
using MicroHV.Model;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>Every run is a machine of its own, which boots the image and ends.</summary>
internal sealed unsafe class QemuLane : ILane
{
    /// <summary>Its name.</summary>
    public const string LaneName = "qemu-svm";

    // What lies above the stack pointer on the way into a guest: the frames of the loop.
    private const ulong StackBytes = 0x400;

    private readonly QemuSystem _system;
    private readonly RamFile _ram;
    private readonly QemuEvidence _evidence;
    private readonly Dictionary<uint, ulong> _entries;
    private readonly IReadOnlyList<Place>[] _guestEntries;
    private readonly IReadOnlyList<Place>[] _nestedEntries;

    /// <summary>A lane for <paramref name="system"/>.</summary>
    /// <exception cref="InvalidDataException">The system does not run to its end without a fault.</exception>
    public QemuLane(QemuSystem system)
    {
        _system = system;
        _ram = new RamFile(system.Image.MemorySizeBytes);
        _evidence = new QemuEvidence(system, _ram);
        GdbInjection count = new(system.EntryAddress, _ram, null);
        Golden = RunWith(count, null);
        if (Golden.Failure is not null || Golden.Stop is not { Reason: Kernel.Abi.StopReason.FrameLimitReached })
        {
            throw new InvalidDataException(
                $"without a fault the system does not run to the end of its frames: {Golden.Failure ?? Golden.Stop?.Reason.ToString() ?? Golden.Ending}");
        }

        _evidence.LearnEntryTimes();
        _entries = count.Entries;

        // The tables are read as the model reads its own, in a machine that has the same RAM.
        using SoftwareMachine copy = new(system.Image.MemorySizeBytes);
        _ = _ram.TryRead(0, new Span<byte>(copy.Ram(0), (int)copy.RamSizeBytes));
        ControlBlocks blocks = new(copy, isVmx: false);
        _guestEntries = [.. system.Plan.Partitions.Select(partition => ModelPlaces.FindGuestEntries(copy, partition))];
        _nestedEntries =
        [
            .. system.Plan.Partitions.Select(partition => ModelPlaces.FindNestedEntries(
                copy, ProcessorKind.Amd, ((Kernel.Vcpu.Vcpu*)copy.Ram(count.Vcpus[(uint)partition.Index]))->NestedRoot)),
        ];
    }

    /// <summary>Fields of a VMCB that it hits.</summary>
    public static IReadOnlyList<BlockField> Fields { get; } = [.. ControlBlocks.GuestState, .. ControlBlocks.SvmControls];

    /// <inheritdoc/>
    public SystemPlan System => _system.Plan;

    /// <inheritdoc/>
    public RunEvidence Golden { get; }

    /// <summary>Why it cannot inject a fault of <paramref name="rule"/>; null if it can.</summary>
    public static string? Refusal(FaultRule rule)
    {
        if (rule.Location.Name is "behaviour" or "interrupt")
        {
            return "no partition of this lane does anything but its work, and nothing but its devices interrupts it";
        }

        if (rule.Kinds.FirstOrDefault(kind => kind != FaultKinds.BitFlip) is { } kind)
        {
            return $"it has no {kind}";
        }

        return rule.Triggers.FirstOrDefault(trigger => trigger is not (FaultTriggers.Entry or FaultTriggers.Boot)) is { } trigger
            ? $"it cannot wait for the trigger '{trigger}'"
            : null;
    }

    /// <inheritdoc/>
    public Fault Draw(FaultRule rule, FaultDraws draws)
    {
        int partition = rule.Partition ?? (int)draws.Below("partition", (ulong)System.Partitions.Count);
        string trigger = draws.OneOf("trigger", rule.Triggers);
        ulong at = trigger == FaultTriggers.Entry ? 1 + draws.Below(trigger, _entries[(uint)partition]) : 0;
        RegionPlan ram = System.Partitions[partition].Ram;
        (string element, ulong address, int bits) = rule.Location.Name switch
        {
            "register" => (draws.OneOf("register", ModelInjector.Registers), 0ul, 64),
            "guest-state" => OfField(draws.OneOf("guest-state", ControlBlocks.GuestState)),
            "control" => OfField(draws.OneOf("control", ControlBlocks.SvmControls)),
            "memory" => OfByte("ram", ram.HostPhysical, draws.Below("memory", ram.Guest.SizeBytes)),
            "page-table" => OfPlace(draws.OneOf("page-table", _guestEntries[partition])),
            "nested-table" => OfPlace(draws.OneOf("nested-table", _nestedEntries[partition])),
            "image" => OfByte("blob", System.Kernel.BlobBase, draws.Below("image", (ulong)_system.Blob.Length)),
            "kernel-data" => OfByte("data", _system.Data.Start, draws.Below("kernel-data", _system.Data.SizeBytes)),
            "kernel-code" => OfByte("code", _system.Code.Start, draws.Below("kernel-code", _system.Code.SizeBytes)),
            _ => OfByte("stack", 0, draws.Below("kernel-stack", StackBytes)),
        };
        int bit = (int)draws.Below("bit", (ulong)bits);
        return new Fault(rule.Location.Name, FaultKinds.BitFlip, partition, element, address, bit, trigger, at, 0);
    }

    /// <summary>Host-physical address of the nested entry of a partition that leads to the frame at <paramref name="host"/>.</summary>
    public ulong NestedEntryOf(int partition, ulong host) => _nestedEntries[partition].Single(place => place.Target == host).Address;

    /// <inheritdoc/>
    public RunEvidence Run(Fault fault) => RunWith(new GdbInjection(_system.EntryAddress, _ram, fault), fault);

    /// <inheritdoc/>
    public void Dispose() => _ram.Dispose();

    private RunEvidence RunWith(GdbInjection injection, Fault? fault)
    {
        _ram.Clear();
        InjectedMachine machine = new(_ram);
        TimeSpan machineTime = TimeSpan.FromTicks(
            (long)(_system.Frames * System.Schedule.MajorFrameNanoseconds) / TimeSpan.NanosecondsPerTick);
        RunSettings settings = new()
        {
            Guard = RunSettings.GuardFor(machine, BootPath.Direct, machineTime),
            Companion = injection.RunAsync,
        };
        List<TranscriptEvent> events = [];
        string[] names = [.. System.Partitions.Select(partition => partition.Name)];
        RunResult result = MachineRun.RunAsync(machine, _system.Image, names, settings, events.Add, CancellationToken.None)
            .GetAwaiter().GetResult();
        return _evidence.Collect(events, result.Ending, injection.IsInjected ? fault : null);
    }

    private static (string Element, ulong Address, int Bits) OfField(BlockField field) => (field.Name, 0, field.Bits);

    private static (string Element, ulong Address, int Bits) OfPlace(Place place) => (place.Name, place.Address, 64);

    private static (string Element, ulong Address, int Bits) OfByte(string name, ulong start, ulong offset) =>
        ($"{name}+0x{offset:x}", start + offset, 8);
}
