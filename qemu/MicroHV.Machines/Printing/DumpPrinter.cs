// A partition's dump, for the person who wrote the partition.
using System.Globalization;
using MicroHV.Kernel.Abi;
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>Prints a dump: what happened, where, and every register by name.</summary>
public static class DumpPrinter
{
    private const int RegistersPerLine = 4;

    /// <summary>Prints it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="partition">Name of the partition.</param>
    /// <param name="fault">The dump and what belongs to it.</param>
    /// <param name="places">Where it was in its sources, the innermost function first; empty if that is not known.</param>
    public static void Print(
        IAnsiConsole console, string partition, PartitionFault fault, IReadOnlyList<SourcePlace> places)
    {
        PartitionErrorRecord record = fault.Record;
        DumpFrame.Open(console, partition, record.Error.ToString(), places, $"0x{record.State.Rip:x}");
        DumpFrame.Line(console, "why", ErrorWords.Sentence(fault));
        string exit = $"{ErrorWords.ExitName(record)} ({VendorReason(record)})";
        DumpFrame.Line(console, "exit", $"{exit}, frame {record.Frame}, vCPU {record.VcpuIndex}");
        DumpFrame.Line(console, "at", Location(record));
        General(console, record.State);
        Control(console, record.State);
        Segments(console, record.State);
        DumpFrame.Rule(console);
    }

    private static string VendorReason(in PartitionErrorRecord record) => record.Vendor switch
    {
        Vendor.Amd => $"EXITCODE 0x{record.VendorReason:x}, EXITINFO1 0x{record.Qualification:x}",
        Vendor.Intel => $"exit reason 0x{record.VendorReason:x}, qualification 0x{record.Qualification:x}",
        _ => $"reason 0x{record.VendorReason:x}",
    };

    private static string Location(in PartitionErrorRecord record)
    {
        byte[] bytes = InstructionText.Bytes(record);
        string where = $"{record.State.Cs.Selector:x4}:{record.State.Rip:x16}";
        if (bytes.Length == 0)
        {
            return $"{where}  no byte there can be read";
        }

        string digits = string.Join(' ', bytes.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
        return $"{where}  {digits}  {InstructionText.Disassemble(record) ?? "(no instruction)"}";
    }

    private static void General(IAnsiConsole console, in CpuState state)
    {
        GuestRegisters general = state.General;
        (string Name, ulong Value)[] registers =
        [
            ("RAX", general.Rax), ("RBX", general.Rbx), ("RCX", general.Rcx), ("RDX", general.Rdx),
            ("RSI", general.Rsi), ("RDI", general.Rdi), ("RBP", general.Rbp), ("RSP", general.Rsp),
            ("R8", general.R8), ("R9", general.R9), ("R10", general.R10), ("R11", general.R11),
            ("R12", general.R12), ("R13", general.R13), ("R14", general.R14), ("R15", general.R15),
        ];
        foreach ((string Name, ulong Value)[] line in registers.Chunk(RegistersPerLine))
        {
            DumpFrame.Registers(console, line);
        }
    }

    private static void Control(IAnsiConsole console, in CpuState state)
    {
        Word(console, "RFLAGS", state.Rflags, RegisterBits.Rflags(state.Rflags));
        Word(console, "CR0", state.Cr0, RegisterBits.Cr0(state.Cr0));
        Word(console, "CR4", state.Cr4, RegisterBits.Cr4(state.Cr4));
        Word(console, "EFER", state.Efer, RegisterBits.Efer(state.Efer));
        Word(console, "CR2", state.Cr2, string.Empty);
        Word(console, "CR3", state.Cr3, string.Empty);
        Word(console, "CR8", state.Cr8, string.Empty);
        Word(console, "DR6", state.Dr6, string.Empty);
        Word(console, "DR7", state.Dr7, string.Empty);
        Word(console, "PAT", state.Pat, string.Empty);
    }

    private static void Segments(IAnsiConsole console, in CpuState state)
    {
        (string Name, SegmentState Segment)[] segments =
        [
            ("ES", state.Es), ("CS", state.Cs), ("SS", state.Ss), ("DS", state.Ds), ("FS", state.Fs), ("GS", state.Gs),
            ("LDTR", state.Ldtr), ("TR", state.Tr),
        ];
        foreach ((string name, SegmentState segment) in segments)
        {
            string rights = RegisterBits.Segment(segment.AccessRights);
            DumpFrame.Line(console, name, $"{segment.Selector:x4}  {Extent(segment)}  {rights}");
        }

        DumpFrame.Line(console, "GDTR", $"      {Extent(state.Gdtr)}");
        DumpFrame.Line(console, "IDTR", $"      {Extent(state.Idtr)}");
    }

    private static string Extent(in SegmentState segment) => $"base {segment.Base:x16}  limit {segment.Limit:x8}";

    private static void Word(IAnsiConsole console, string name, ulong value, string bits) =>
        DumpFrame.Line(console, name, $"{value:x16}  {bits}".TrimEnd());
}
