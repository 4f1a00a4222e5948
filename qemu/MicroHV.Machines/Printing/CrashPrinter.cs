// What the kernel that ran before a reset left, for the person who has to find out why.
using System.Globalization;
using MicroHV.Kernel.Abi;
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>Prints a crash record.</summary>
public static class CrashPrinter
{
    /// <summary>Prints it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="names">Names of the partitions, in the order of their indexes.</param>
    /// <param name="record">The record.</param>
    /// <param name="sources">Line numbers of what runs.</param>
    public static void Print(IAnsiConsole console, IReadOnlyList<string> names, CrashRecord record, SystemSources sources)
    {
        bool isPartitions = record.Kind == CrashKind.PartitionError;
        IReadOnlyList<IReadOnlyList<SourcePlace>> lines = sources.Of(record);
        StopRecord stop = record.Stop;
        string subject = isPartitions ? NameOf(names, record.LastEvent.PartitionIndex) : "kernel";
        DumpFrame.Open(
            console, $"before the reset, {subject}", CrashWords.Name(record), lines.Count > 0 ? lines[0] : [], null);
        DumpFrame.Line(console, "why", CrashWords.Sentence(record));
        DumpFrame.Line(console, "look at", CrashWords.Advice(record));
        string window = isPartitions ? "" : $", frame {stop.Frames}, in the window of {NameOf(names, stop.PartitionIndex)}";
        DumpFrame.Line(console, "when", $"{CrashWords.When(record)}{window}, CPU {stop.CpuIndex}");
        if (CrashWords.LastEvent(record, names) is { } last)
        {
            DumpFrame.Line(console, "event", last);
        }

        Registers(console, record);
        foreach ((string address, IReadOnlyList<SourcePlace> places) in Addresses(record).Zip(lines))
        {
            DumpFrame.Line(console, "from", $"{address}  {(places.Count > 0 ? places[0] : "")}".TrimEnd());
        }

        if (record.LaterCount > 0)
        {
            DumpFrame.Line(console, "later", $"{record.LaterCount} more like it, which were only counted");
        }

        DumpFrame.Rule(console);
    }

    private static void Registers(IAnsiConsole console, in CrashRecord record)
    {
        StopRecord stop = record.Stop;
        if (record.Kind == CrashKind.PartitionError)
        {
            HealthRecord last = record.LastEvent;
            DumpFrame.Registers(console, [("RIP", last.Rip), ("RSP", last.Rsp), ("CR3", last.Cr3), ("ADDR", last.Address)]);
        }
        else if (stop.Rip != 0)
        {
            DumpFrame.Registers(console, [("RIP", stop.Rip), ("RSP", stop.Rsp), ("RBP", stop.Rbp), ("CR2", stop.Cr2)]);
            DumpFrame.Registers(console, [("CR3", stop.Cr3)]);
            DumpFrame.Line(console, "RFLAGS", $"{stop.Rflags:x16}  {RegisterBits.Rflags(stop.Rflags)}".TrimEnd());
        }
    }

    private static IEnumerable<string> Addresses(CrashRecord record) =>
        SystemSources.AddressesOf(record).Select(address => address.ToString("x16", CultureInfo.InvariantCulture));

    private static string NameOf(IReadOnlyList<string> names, uint index) =>
        index < names.Count ? names[(int)index] : "nobody";
}
