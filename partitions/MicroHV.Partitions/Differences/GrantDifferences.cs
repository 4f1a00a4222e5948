// What differs in the ports and MSRs of a partition.
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Differences;

/// <summary>Compares grants as sets: a wider range is told as what it has more.</summary>
internal static class GrantDifferences
{
    /// <summary>Adds what is different in <paramref name="after"/>; null has no grants.</summary>
    public static void Compare(
        DifferenceList differences, string partition, PartitionView? before, PartitionView? after)
    {
        IReadOnlyList<PortView> old = before?.Ports ?? [];
        IReadOnlyList<PortView> present = after?.Ports ?? [];
        foreach (PortView port in old.SelectMany(port => Without(port, present)))
        {
            differences.Compare(DifferenceSection.Grants, partition, "ports", port.ToString(), null);
        }

        foreach (PortView port in present.SelectMany(port => Without(port, old)))
        {
            differences.Compare(DifferenceSection.Grants, partition, "ports", null, port.ToString());
        }

        foreach ((PortView? one, PortView? other) in DifferenceList.Pair(old, present, port => (port.First, port.Last)))
        {
            if (one is not null && other is not null)
            {
                differences.Compare(
                    DifferenceSection.Grants, partition, $"reason of ports {one}", Reasons(one.Reasons), Reasons(other.Reasons));
            }
        }

        foreach ((MsrView? one, MsrView? other) in DifferenceList.Pair(before?.Msrs ?? [], after?.Msrs ?? [], Key))
        {
            differences.Compare(DifferenceSection.Grants, partition, "MSRs", one?.ToString(), other?.ToString());
            if (one is not null && other is not null)
            {
                differences.Compare(
                    DifferenceSection.Grants, partition, $"reason of MSRs {one}", Reasons(one.Reasons), Reasons(other.Reasons));
            }
        }
    }

    // What is left of a range without all that the others have.
    private static IEnumerable<PortView> Without(PortView port, IReadOnlyList<PortView> others)
    {
        ulong next = port.First;
        foreach (PortView other in others.Where(other => other.First <= port.Last && port.First <= other.Last))
        {
            if (other.First > next)
            {
                yield return new PortView(next, other.First - 1, []);
            }

            next = other.Last + 1;
        }

        if (next <= port.Last)
        {
            yield return new PortView(next, port.Last, []);
        }
    }

    private static string? Reasons(IReadOnlyList<string> reasons) => reasons.Count == 0 ? null : string.Join("; ", reasons);

    private static (ulong, ulong, string, string) Key(MsrView msr) => (msr.First, msr.Last, msr.Access, msr.Vendor);
}
