// A key whose value names MSRs.
using MicroHV.Partitions.Policy;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of MSRs.</summary>
internal sealed class MsrsAttribute(string name) : NumberSetAttribute(
    name, "MSR", "an MSR", MsrGroups.All,
    "0x19c, \"0x19c-0x19d\", \"thermal\" or { range = \"0x19c\", access = \"r\", reason = \"…\" }");
