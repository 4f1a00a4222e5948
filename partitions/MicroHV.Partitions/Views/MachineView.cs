// The machine that a system requires.
using System.Text.Json.Serialization;
using MicroHV.Kernel.Abi;

namespace MicroHV.Partitions.Views;

/// <summary>What a machine must have; the kernel refuses to boot on another.</summary>
/// <param name="Vendor">Whose virtualization it must have.</param>
/// <param name="TscHertz">Its TSC frequency in hertz, within one part in 256; null accepts any.</param>
/// <param name="ApicIds">Local APIC id of each CPU, the one that boots first; null accepts any.</param>
/// <param name="RamEnd">First address behind the highest RAM that must be there.</param>
/// <param name="ConsolePort">First I/O port of the serial console; null means none.</param>
/// <param name="ConsoleBaud">Its baud rate.</param>
public sealed record MachineView(
    [property: JsonConverter(typeof(LowerCaseEnumConverter<Vendor>))] Vendor Vendor,
    ulong? TscHertz,
    IReadOnlyList<uint?> ApicIds,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong RamEnd,
    uint? ConsolePort,
    uint ConsoleBaud);
