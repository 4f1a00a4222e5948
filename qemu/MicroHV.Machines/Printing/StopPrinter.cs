// The kernel's last record, for the person who has to find out why.
using MicroHV.Kernel.Abi;
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>Prints a stop that nobody planned.</summary>
public static class StopPrinter
{
    /// <summary>Prints it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="names">Names of the partitions, in the order of their indexes.</param>
    /// <param name="record">The stop.</param>
    /// <param name="places">Where the kernel was in its sources, the innermost function first; empty if not known.</param>
    public static void Print(
        IAnsiConsole console, IReadOnlyList<string> names, StopRecord record, IReadOnlyList<SourcePlace> places)
    {
        bool isException = record.Reason is StopReason.HostException or StopReason.MachineCheck && record.Rip != 0;
        DumpFrame.Open(
            console, "kernel", record.Reason.ToString(), places, isException ? $"0x{record.Rip:x}" : null);
        DumpFrame.Line(console, "why", StopWords.Sentence(record));
        string window = record.PartitionIndex < names.Count ? names[(int)record.PartitionIndex] : "nobody";
        DumpFrame.Line(console, "when", $"frame {record.Frames}, in the window of {window}, CPU {record.CpuIndex}");
        if (isException)
        {
            DumpFrame.Registers(console, [("RIP", record.Rip), ("RSP", record.Rsp), ("RBP", record.Rbp), ("CR2", record.Cr2)]);
            DumpFrame.Registers(console, [("CR3", record.Cr3)]);
            DumpFrame.Line(console, "RFLAGS", $"{record.Rflags:x16}  {RegisterBits.Rflags(record.Rflags)}".TrimEnd());
        }

        DumpFrame.Rule(console);
    }
}
