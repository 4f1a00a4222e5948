// The grants of a system as rows.
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Pages;

/// <summary>Ports, MSRs and devices with their holders; MSRs that all partitions have are told once.</summary>
internal sealed class GrantTable
{
    /// <summary>Who has what all partitions have.</summary>
    public const string Everybody = "every partition";

    private static readonly (string Kind, string Noun)[] _kinds =
        [("ports", "an I/O port"), ("MSRs", "an MSR"), ("device", "a device's memory")];

    private readonly SystemView _view;

    /// <summary>The grants of <paramref name="view"/>.</summary>
    public GrantTable(SystemView view)
    {
        _view = view;
        Rows = [.. PortRows(), .. MsrRows(), .. DeviceRows()];
    }

    /// <summary>The grants.</summary>
    public IReadOnlyList<GrantRow> Rows { get; }

    /// <summary>A sentence for each kind of grant that nobody has.</summary>
    public IEnumerable<string> Absent =>
        _kinds
            .Where(grant => Rows.All(row => row.Kind != grant.Kind))
            .Select(grant => $"No partition uses {grant.Noun} itself.");

    private IEnumerable<GrantRow> PortRows() =>
        from partition in _view.Partitions
        from port in partition.Ports
        select new GrantRow(
            "ports", partition.Index, partition.Name, [port.ToString()],
            port.Reasons.Count == 0 ? null : string.Join("; ", port.Reasons));

    private IEnumerable<GrantRow> MsrRows()
    {
        MsrView[] common = [.. _view.Partitions[0].Msrs.Where(msr => _view.Partitions.All(partition => Has(partition, msr)))];
        if (common.Length != 0)
        {
            yield return new GrantRow("MSRs", null, Everybody, [.. common.Select(msr => msr.ToString())], null);
        }

        foreach (PartitionView partition in _view.Partitions)
        {
            foreach (MsrView msr in partition.Msrs.Where(msr => !common.Any(other => IsSame(msr, other))))
            {
                yield return new GrantRow("MSRs", partition.Index, partition.Name, [msr.ToString()], msr.Reasons.Count == 0 ? null : string.Join("; ", msr.Reasons));
            }
        }
    }

    private IEnumerable<GrantRow> DeviceRows() =>
        from partition in _view.Partitions
        from region in partition.Regions
        where region.IsDevice
        select new GrantRow(
            "device",
            partition.Index,
            partition.Name,
            [
                region.Name, Figures.Range(region.Host, region.SizeBytes), Units.FormatSize(region.SizeBytes),
                region.Rights, region.MemoryType,
            ],
            region.Reason);

    private static bool Has(PartitionView partition, MsrView msr) => partition.Msrs.Any(other => IsSame(msr, other));

    private static bool IsSame(MsrView one, MsrView other) =>
        (one.First, one.Last, one.Access, one.Vendor) == (other.First, other.Last, other.Access, other.Vendor);
}
