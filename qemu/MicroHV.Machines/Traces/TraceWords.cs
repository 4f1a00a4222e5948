// What a record says, for people.
using System.Globalization;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Machines;

/// <summary>The words of records.</summary>
public static class TraceWords
{
    private const int SoftwareInterrupt = 4;

    /// <summary>The words by which kinds are chosen and shown.</summary>
    public static IReadOnlyDictionary<string, TraceKind> Kinds { get; } = new Dictionary<string, TraceKind>
    {
        ["frame"] = TraceKind.Frame,
        ["window-start"] = TraceKind.WindowStart,
        ["window-end"] = TraceKind.WindowEnd,
        ["exit"] = TraceKind.Exit,
        ["hypercall"] = TraceKind.Hypercall,
        ["injection"] = TraceKind.Injection,
        ["error"] = TraceKind.Error,
        ["mode"] = TraceKind.Mode,
        ["schedule"] = TraceKind.Schedule,
        ["sleep"] = TraceKind.Sleep,
        ["background"] = TraceKind.Background,
    };

    private static readonly Dictionary<TraceKind, string> _words = Kinds.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The word of a kind; its number if it is none of ours.</summary>
    /// <param name="kind">The kind.</param>
    public static string WordOf(TraceKind kind) => _words.TryGetValue(kind, out string? word)
        ? word
        : string.Create(CultureInfo.InvariantCulture, $"kind-{(int)kind}");

    /// <summary>What else a record says; empty if nothing.</summary>
    /// <param name="record">The record.</param>
    /// <param name="description">What was traced.</param>
    public static string DetailOf(in TraceRecord record, TraceDescription description) => record.Kind switch
    {
        TraceKind.Frame => string.Create(CultureInfo.InvariantCulture, $"{record.Value}"),
        TraceKind.WindowStart or TraceKind.WindowEnd => $"{Microseconds(description, record.Value)} late",
        TraceKind.Exit => ExitOf(record),
        TraceKind.Hypercall => string.Create(
            CultureInfo.InvariantCulture, $"{NameOf((Hypercall)record.Detail)} 0x{record.Value:x}"),
        TraceKind.Injection => string.Create(
            CultureInfo.InvariantCulture, $"vector {record.Detail}, {TypeOf(record.Value)}"),
        TraceKind.Error => NameOf((HealthEvent)record.Detail),
        TraceKind.Mode => NameOf((PartitionMode)record.Detail),
        TraceKind.Schedule => record.Detail < description.Schedules.Count
            ? $"{description.Schedules[record.Detail].Name} from frame {record.Value}"
            : $"{record.Detail} from frame {record.Value}",
        TraceKind.Sleep => $"at most {Microseconds(description, record.Value)}",
        _ => "",
    };

    /// <summary>The name of a member of an enumeration; its number if there is none.</summary>
    /// <typeparam name="TEnum">The enumeration.</typeparam>
    /// <param name="value">The member.</param>
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString();

    private static string ExitOf(in TraceRecord record)
    {
        ExitKind kind = (ExitKind)record.Detail;
        bool hasAddress = kind is ExitKind.PortIo or ExitKind.MsrRead or ExitKind.MsrWrite or ExitKind.NestedPageFault
            or ExitKind.ControlRegisterRead or ExitKind.ControlRegisterWrite or ExitKind.Exception;
        return hasAddress
            ? string.Create(CultureInfo.InvariantCulture, $"{NameOf(kind)} 0x{record.Value:x}")
            : NameOf(kind);
    }

    // SDM 3C, "VM-Entry Controls for Event Injection".
    private static string TypeOf(uint type) => type switch
    {
        0 => "interrupt",
        2 => "NMI",
        3 => "exception",
        SoftwareInterrupt => "software interrupt",
        _ => "software exception",
    };

    private static string Microseconds(TraceDescription description, uint ticks) =>
        string.Create(CultureInfo.InvariantCulture, $"{description.Nanoseconds(ticks) / 1000m:0.###}us");
}
