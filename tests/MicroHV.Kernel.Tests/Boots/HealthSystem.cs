// A running system whose health monitor a test looks over the shoulder.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Boots;

/// <summary>Two partitions whose table of actions a test writes, with starts in plenty.</summary>
internal sealed unsafe class HealthSystem : IDisposable
{
    public HealthSystem(ProcessorKind kind, byte[]? blob = null)
    {
        Kernel = new KernelMachine(kind);
        Blob = new BlobEditor(blob ?? SmallSystem.Blob(1));
        foreach (ref PartitionRecord partition in Blob.Partitions)
        {
            partition.RestartBudget = PartitionRecord.MaxRestartBudget;
            partition.RestartPeriodNanoseconds = 1;
        }

        Kernel.Guests.OnRun = (ref vcpu) => Note(ref vcpu);
    }

    public KernelMachine Kernel { get; }

    public BlobEditor Blob { get; }

    public List<(GuestRegisters Registers, ulong Rip)> Entries { get; } = [];

    public List<GuestRegisters> SafetyEntries { get; } = [];

    public List<HealthRecord> Log { get; private set; } = [];

    public void Answer(
        uint partition, HealthEvent healthEvent, HealthAction action, uint schedule = 0, HealthFlags flags = HealthFlags.Log) =>
        Blob.HealthActions[(int)(((partition + 1) * HealthActionRecord.EventCount) + (uint)healthEvent)] =
            new HealthActionRecord { Action = action, Flags = flags, Schedule = schedule };

    public List<TranscriptEvent> Run(ulong frames)
    {
        Blob.Header.FrameLimit = frames;
        List<TranscriptEvent> events = Kernel.Run(Blob.Sealed());
        Log = [.. events.OfType<HealthLogEvent>().Select(entry => entry.Record)];
        return events;
    }

    public ulong Word(uint partition, ulong address) => *(ulong*)Kernel.Machine.Ram(SmallSystem.HostOf((int)partition, address));

    public byte[] Memory(uint partition, int sizeBytes) =>
        new Span<byte>(Kernel.Machine.Ram(SmallSystem.HostOf((int)partition, SmallSystem.MemoryBase)), sizeBytes).ToArray();

    public byte[] Golden(uint partition) => new Span<byte>(GoldenCopy(partition), 64).ToArray();

    public void FlipGoldenBit(uint partition) => *GoldenCopy(partition) ^= 1;

    public void Dispose() => Kernel.Dispose();

    private byte* GoldenCopy(uint partition)
    {
        CopyRecord copy = Blob.Copies.ToArray().First(
            copy => copy.PartitionIndex == partition && copy.GuestPhysical == SmallSystem.MemoryBase);
        return (byte*)Kernel.Machine.Ram(Kernel.Machine.Symbols.BlobStart + Blob.Header.Images.Offset + copy.ImageOffset);
    }

    private void Note(ref Kernel.Vcpu.Vcpu vcpu)
    {
        GuestRegisters registers = vcpu.Registers;
        if (vcpu.PartitionIndex == 0)
        {
            SafetyEntries.Add(registers);
            return;
        }

        ulong rip = Kernel.Kind == ProcessorKind.Intel
            ? Kernel.Machine.Cpu.Vmx.Fields[VmcsField.GuestRip]
            : ((Vmcb*)Kernel.Machine.Ram(vcpu.ControlBlock))->Rip;
        Entries.Add((registers, rip));
    }
}
