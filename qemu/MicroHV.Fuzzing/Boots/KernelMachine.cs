// The whole kernel on the software machine, from its first C# instruction to its halt.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Root;
using MicroHV.Machines;
using MicroHV.Model;

namespace MicroHV.Fuzzing.Boots;

/// <summary>Boots blobs, one after the other.</summary>
internal sealed unsafe class KernelMachine : IDisposable
{
    private const ulong Information = 0x1000;
    private const int MaxTscReadsBetweenEntries = 20_000;
    private const ulong ResetTsc = 1_000_000;
    private const ulong TicksOfProgress = 16;

    private ulong _watchStart;
    private int _tscReads;
    private int _runs;

    /// <summary>A PC with processors of <paramref name="kind"/>, and RAM from address 0.</summary>
    public KernelMachine(ProcessorKind kind, ulong ramSizeBytes = SmallSystem.RamSizeBytes, int cpuCount = 1)
    {
        Kind = kind;
        Machine = new SoftwareMachine(ramSizeBytes, cpuCount) { OnReadTsc = Watch };
        Pc = new SoftwarePc(Machine);
        Guests = new ScriptedGuests(Machine);
        kind.Fit(Machine);
    }

    public ProcessorKind Kind { get; }

    public SoftwareMachine Machine { get; }

    public SoftwarePc Pc { get; }

    public ScriptedGuests Guests { get; }

    /// <summary>Puts <paramref name="blob"/> where the image would have it.</summary>
    public void Load(ReadOnlySpan<byte> blob) =>
        blob.CopyTo(new Span<byte>(Machine.Ram(Machine.Symbols.BlobStart), blob.Length));

    /// <summary>Boots what was loaded and runs it until every CPU has halted. Host exceptions and hangs are exceptions.</summary>
    /// <exception cref="BudgetSpentException">The guests used their entries up.</exception>
    public void Boot()
    {
        LinkerSymbols symbols = Machine.Symbols;
        Pc.Reset();
        Machine.Cpu.Tsc = ResetTsc;
        _tscReads = 0;
        new Span<byte>(Machine.Ram(symbols.WritableStart), (int)(symbols.ImageEnd - symbols.WritableStart)).Clear();
        Pc.WritePvhInformation(Information, (0ul, 0xA_0000ul), (0x10_0000ul, Machine.RamSizeBytes - 0x10_0000));
        Machine.Run(() => Start.Run(SoftwarePc.PvhMagic, Information, ResetTsc));
    }

    /// <summary>Boots <paramref name="blob"/>, runs it to its end and returns what it told.</summary>
    public List<TranscriptEvent> Run(ReadOnlySpan<byte> blob, int partitionCount = 2)
    {
        Load(blob);
        Boot();
        return Transcript(partitionCount);
    }

    /// <summary>What the serial line told.</summary>
    public List<TranscriptEvent> Transcript(int partitionCount = 2)
    {
        List<TranscriptEvent> events = [];
        TranscriptDecoder decoder = new(partitionCount, events.Add);
        decoder.Push(Pc.Uart.Sent.ToArray());
        decoder.Complete();
        return events;
    }

    /// <summary>The stop record that ends <paramref name="events"/>.</summary>
    public static StopRecord StopOf(List<TranscriptEvent> events) => ((StopEvent)events[^1]).Record;

    public void Dispose() => Machine.Dispose();

    // A kernel that runs no guest may sleep for ever, but not spin.
    private void Watch()
    {
        if (_runs != Guests.Runs.Count || _tscReads == 0)
        {
            _runs = Guests.Runs.Count;
            _tscReads = 0;
            _watchStart = Machine.Cpu.Tsc;
        }

        _tscReads++;
        if (_tscReads <= MaxTscReadsBetweenEntries)
        {
            return;
        }

        bool sleeps = Machine.Cpu.Tsc - _watchStart > TicksOfProgress * MaxTscReadsBetweenEntries;
        throw sleeps
            ? new BudgetSpentException()
            : new KernelHungException("the kernel goes round and runs no guest");
    }
}
