// A key whose value names I/O ports.
using MicroHV.Partitions.Policy;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of I/O ports.</summary>
internal sealed class PortsAttribute(string name) : NumberSetAttribute(
    name, "port", "a port", PortGroups.All,
    "0x3f8, \"0x3f8-0x3ff\", \"com2\" or { range = \"0x3f8-0x3ff\", reason = \"…\" }");
