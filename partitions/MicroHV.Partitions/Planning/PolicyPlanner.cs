// What a partition may use of the machine without the kernel, and what it is told of the processor.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Planning;

/// <summary>From grants as written to ranges of ports and MSRs and to masks of CPUID.</summary>
internal static class PolicyPlanner
{
    /// <summary>The ranges of ports of one grant.</summary>
    public static IEnumerable<PortPlan> Ports(PortGrantSection grant) =>
        grant.Ports.Value.Ranges.Select(range => new PortPlan(
            grant.Place, range.First, range.Last, grant.Reason?.Value, grant.Ports.Value.Group));

    /// <summary>The ranges of MSRs of one grant.</summary>
    public static IEnumerable<MsrPlan> Msrs(MsrGrantSection grant)
    {
        MsrAccess access = grant.Access?.Value switch
        {
            "w" => MsrAccess.Write,
            "rw" => MsrAccess.ReadWrite,
            _ => MsrAccess.Read,
        };
        return grant.Msrs.Value.Ranges.Select(range => new MsrPlan(
            grant.Place, range.First, range.Last, access, grant.Reason?.Value, grant.Msrs.Value.Group));
    }

    /// <summary>One mask for each leaf and subleaf of which bits are hidden.</summary>
    public static IReadOnlyList<CpuidMaskPlan> CpuidMasks(CpuidSection section) =>
    [
        .. section.Hide
            .GroupBy(bit => (bit.Value.Leaf, bit.Value.Subleaf))
            .Select(bits => new CpuidMaskPlan(
                bits.First().Place,
                bits.Key.Leaf,
                bits.Key.Subleaf,
                BitsOf(bits, CpuidRegister.Eax),
                BitsOf(bits, CpuidRegister.Ebx),
                BitsOf(bits, CpuidRegister.Ecx),
                BitsOf(bits, CpuidRegister.Edx))),
    ];

    private static uint BitsOf(IEnumerable<Written<CpuidBit>> bits, CpuidRegister register) => bits
        .Where(bit => bit.Value.Register == register)
        .Aggregate(0u, (mask, bit) => mask | bit.Value.Bits);
}
