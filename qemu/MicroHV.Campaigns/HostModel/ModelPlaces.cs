// Where things lie that faults hit, as the golden run leaves them.
using System.Globalization;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Memory;
using MicroHV.Model;
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.HostModel;

/// <summary>A byte or a word in RAM with a name for people.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Address">Its host-physical address.</param>
/// <param name="Target">Host-physical address of the frame that it maps; 0 if it maps none.</param>
internal readonly record struct Place(string Name, ulong Address, ulong Target = 0);

/// <summary>Places of one partition.</summary>
internal sealed class ModelPlaces
{
    private const int EntriesPerTable = 512;
    private const string FirstTables = "boot-tables";

    /// <summary>Host-physical address of its virtual CPU.</summary>
    public required ulong Vcpu { get; init; }

    /// <summary>The page that it works on.</summary>
    public required Place Page { get; init; }

    /// <summary>Entries of its own page tables that are not 0.</summary>
    public required IReadOnlyList<Place> GuestEntries { get; init; }

    /// <summary>Entries of its nested tables that are present.</summary>
    public required IReadOnlyList<Place> NestedEntries { get; init; }

    /// <summary>Entries of its virtual CPU.</summary>
    public required ulong Entries { get; init; }

    /// <summary>Windows that it ran in.</summary>
    public required ulong Windows { get; init; }

    /// <summary>The first page tables of a partition that <paramref name="machine"/> has booted.</summary>
    public static unsafe IReadOnlyList<Place> FindGuestEntries(SoftwareMachine machine, PartitionPlan partition)
    {
        List<Place> found = [];
        foreach (RegionPlan region in partition.Regions.Where(region => region.Name == FirstTables))
        {
            ulong* words = (ulong*)machine.Ram(region.HostPhysical);
            for (ulong i = 0; i < region.Guest.SizeBytes / sizeof(ulong); i++)
            {
                if (words[i] != 0)
                {
                    string name = $"entry at {Hex(region.Guest.Start + (i * sizeof(ulong)))}";
                    found.Add(new Place(name, region.HostPhysical + (i * sizeof(ulong))));
                }
            }
        }

        return found;
    }

    /// <summary>The nested tables below <paramref name="root"/>.</summary>
    public static IReadOnlyList<Place> FindNestedEntries(SoftwareMachine machine, ProcessorKind kind, ulong root)
    {
        List<Place> found = [];
        if (kind == ProcessorKind.Intel)
        {
            Collect<EptEntry>(machine, root, PageTables<EptEntry>.RootLevel, 0, found);
        }
        else
        {
            Collect<NptEntry>(machine, root, PageTables<NptEntry>.RootLevel, 0, found);
        }

        return found;
    }

    private static unsafe void Collect<TEntry>(SoftwareMachine machine, ulong table, int level, ulong guest, List<Place> found)
        where TEntry : struct, ITableEntry
    {
        ulong* entries = (ulong*)machine.Ram(table);
        ulong span = PageTables<TEntry>.SizeOf(level);
        for (int i = 0; i < EntriesPerTable; i++, guest += span)
        {
            if (!TEntry.IsPresent(entries[i]))
            {
                continue;
            }

            ulong target = TEntry.Target(entries[i], level).Value;
            bool isLeaf = TEntry.IsLeaf(entries[i], level);
            found.Add(new Place($"level {level} entry of {Hex(guest)}", table + ((ulong)i * sizeof(ulong)), isLeaf ? target : 0));
            if (!isLeaf)
            {
                Collect<TEntry>(machine, target, level - 1, guest, found);
            }
        }
    }

    private static string Hex(ulong address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:x}");
}
