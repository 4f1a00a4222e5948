// A lane on which an emulator runs the kernel that is shipped.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Model;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Injection.Shipped;

/// <summary>Every run is a machine of its own.</summary>
internal sealed unsafe class ShippedLane : ILane
{
    // What lies above the stack pointer on the way into a guest: the frames of the loop.
    private const ulong StackBytes = 0x400;

    private readonly ShippedSystem _system;
    private readonly IInjectedMachine _machine;
    private readonly ShippedEvidence _evidence;
    private readonly IReadOnlyList<BlockField> _controls;
    private readonly IReadOnlyDictionary<uint, ulong> _vcpus;
    private readonly IReadOnlyList<Place>[] _guestEntries;
    private readonly IReadOnlyList<Place>[] _nestedEntries;

    /// <summary>A lane for <paramref name="system"/> on <paramref name="machine"/>, which ends with it.</summary>
    /// <exception cref="InvalidDataException">The system does not run to its end without a fault.</exception>
    public ShippedLane(ShippedSystem system, IInjectedMachine machine)
    {
        (_system, _machine) = (system, machine);
        _evidence = new ShippedEvidence(system, machine.Machine.Title);
        bool isIntel = machine.Machine.Vendor == Vendor.Intel;
        _controls = isIntel ? ControlBlocks.VmxControls : ControlBlocks.SvmControls;
        ShippedInjection count = new();
        MachineRemains remains = machine.Run(count);
        Golden = _evidence.Collect(remains, null, isAtBoot: false);
        if (Golden.Failure is not null || Golden.Stop is not { Reason: StopReason.FrameLimitReached })
        {
            throw new InvalidDataException(
                $"without a fault the system does not run to the end of its frames: {Golden.Failure ?? Golden.Stop?.Reason.ToString() ?? Golden.Ending}");
        }

        _evidence.LearnEntryTimes();
        _vcpus = count.Vcpus;

        // The tables are read as the model reads its own, in a machine that has the same RAM.
        using SoftwareMachine copy = new(system.Image.MemorySizeBytes);
        _ = remains.Ram!.TryRead(0, new Span<byte>(copy.Ram(0), (int)copy.RamSizeBytes));
        _guestEntries = [.. system.Plan.Partitions.Select(partition => ModelPlaces.FindGuestEntries(copy, partition))];
        _nestedEntries =
        [
            .. system.Plan.Partitions.Select(partition => ModelPlaces.FindNestedEntries(
                copy,
                isIntel ? ProcessorKind.Intel : ProcessorKind.Amd,
                ((Kernel.Vcpu.Vcpu*)copy.Ram(_vcpus[(uint)partition.Index]))->NestedRoot)),
        ];
    }

    /// <inheritdoc/>
    public SystemPlan System => _system.Plan;

    /// <inheritdoc/>
    public RunEvidence Golden { get; }

    /// <summary>Bytes of the blob, the first of which is where the kernel's plan says.</summary>
    public ulong BlobSizeBytes => (ulong)_system.Blob.Length;

    /// <inheritdoc/>
    public Fault Draw(FaultRule rule, FaultDraws draws)
    {
        int partition = rule.Partition ?? (int)draws.Below("partition", (ulong)System.Partitions.Count);
        string kind = draws.OneOf("kind", rule.Kinds);
        string trigger = draws.OneOf("trigger", rule.Triggers);
        ulong at = trigger switch
        {
            FaultTriggers.Entry => 1 + draws.Below(trigger, (ulong)_evidence.EntriesOf(partition)),
            FaultTriggers.Window => 1 + draws.Below(trigger, (ulong)WindowsOf(partition).Count()),
            FaultTriggers.Time => draws.Below(trigger, _evidence.LastEntryNanoseconds + 1),
            _ => 0,
        };
        RegionPlan ram = System.Partitions[partition].Ram;
        (string element, ulong address, int bits) = rule.Location.Name switch
        {
            "register" => (draws.OneOf("register", ModelInjector.Registers), 0ul, 64),
            "guest-state" => OfField(draws.OneOf("guest-state", ControlBlocks.GuestState)),
            "segment" => OfField(draws.OneOf("segment", ControlBlocks.Segments)),
            "msr" => OfField(draws.OneOf("msr", ControlBlocks.SvmMsrs)),
            "extended-state" => ($"{ShippedInjection.XmmName}{draws.Below("extended-state", ShippedInjection.XmmCount)}", 0ul, ShippedInjection.XmmBits),
            "control" => OfField(draws.OneOf("control", _controls)),
            "memory" => OfByte("ram", ram.HostPhysical, draws.Below("memory", ram.Guest.SizeBytes)),
            "page-table" => OfPlace(draws.OneOf("page-table", _guestEntries[partition])),
            "nested-table" => OfPlace(draws.OneOf("nested-table", _nestedEntries[partition])),
            "image" => OfByte("blob", System.Kernel.BlobBase, draws.Below("image", BlobSizeBytes)),
            "kernel-data" => OfByte("data", _system.Data.Start, draws.Below("kernel-data", _system.Data.SizeBytes)),
            "kernel-code" => OfByte("code", _system.Code.Start, draws.Below("kernel-code", _system.Code.SizeBytes)),
            "behaviour" or "interrupt" or "machine" => ("", 0ul, 1),
            _ => OfByte("stack", 0, draws.Below("kernel-stack", StackBytes)),
        };
        int bit = (int)draws.Below("bit", (ulong)bits);
        return new Fault(rule.Location.Name, kind, partition, element, address, bit, trigger, at, draws.Number("behaviour"));
    }

    /// <summary>Host-physical address of the nested entry of a partition that leads to the frame at <paramref name="host"/>.</summary>
    public ulong NestedEntryOf(int partition, ulong host) => _nestedEntries[partition].Single(place => place.Target == host).Address;

    /// <inheritdoc/>
    public RunEvidence Run(Fault fault)
    {
        Moment? moment = MomentOf(fault);
        ulong vcpu = _vcpus[(uint)fault.Partition];
        ShippedInjection injection = new(fault, moment, vcpu)
        {
            Hostile = new HostileProgram(System.Partitions[fault.Partition], _machine.Machine.Vendor),
            IsOnce = _machine.IsDebugged,
        };
        MachineRemains remains = _machine.Run(injection);
        return _evidence.Collect(
            remains, injection.IsInjected ? moment : null, injection.IsInjected && fault.Trigger == FaultTriggers.Boot);
    }

    /// <inheritdoc/>
    public void Dispose() => _machine.Dispose();

    // Up to its injection a run is the golden one, so that its ways into guests are known by their numbers.
    private Moment? MomentOf(Fault fault) => fault.Trigger switch
    {
        FaultTriggers.Entry => new Moment(fault.Partition, fault.At),
        FaultTriggers.Window => _evidence.FirstAfter(
            WindowsOf(fault.Partition).ElementAt((int)fault.At - 1).PlannedStart, fault.Partition),
        FaultTriggers.Time => _evidence.FirstAfter((long)fault.At, null),
        _ => null,
    };

    private IEnumerable<WindowEvidence> WindowsOf(int partition) => Golden.Windows.Where(window => window.Partition == partition);

    private static (string Element, ulong Address, int Bits) OfField(BlockField field) => (field.Name, 0, field.Bits);

    private static (string Element, ulong Address, int Bits) OfPlace(Place place) => (place.Name, place.Address, 64);

    private static (string Element, ulong Address, int Bits) OfByte(string name, ulong start, ulong offset) =>
        ($"{name}+0x{offset:x}", start + offset, 8);
}
