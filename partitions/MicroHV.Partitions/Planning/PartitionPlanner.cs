// Decides everything that one [[partition]] leaves open, its physical place aside.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Projects;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Planning;

/// <summary>Lays a native partition out and prepares what a cold start loads.</summary>
internal static class PartitionPlanner
{
    // No blob is larger.
    private const int MaxImageSizeBytes = 1 << 30;

    /// <summary>The partition's regions, image and grants.</summary>
    public static PartitionPlan Plan(SystemFile file, PartitionSection section, int index)
    {
        string name = section.Name?.Value ?? "";
        RegionPlan ram = Planned(
            section, index, NativeLayout.MemoryName, section.Memory.At?.Value ?? 0,
            section.Memory.SizeBytes?.Value ?? 0, RegionRights.Read | RegionRights.Write | RegionRights.Execute,
            section.Memory.SizeBytes?.Place ?? section.Place, section.Memory);
        List<RegionPlan> regions =
        [
            Planned(
                section, index, NativeLayout.InformationName, NativeLayout.InformationPage, InformationPage.SizeBytes,
                RegionRights.Read, section.Place, null),
            ram,
        ];
        regions.AddRange(section.Regions.Select(region => RegionOf(section, index, region)));

        int? tables = CountTables(regions);
        regions.Add(Planned(
            section, index, NativeLayout.BootTablesName, NativeLayout.BootTables,
            (ulong)((tables ?? GuestPageTables.MaxTables) + 1) * RegionPlan.PageSizeBytes,
            RegionRights.Read | RegionRights.Write, section.Place, null));
        return new PartitionPlan
        {
            Index = index,
            Name = name,
            Place = section.Place,
            NamePlace = section.Name?.Place ?? section.Place,
            IsBroken = section.IsBroken,
            VcpuCount = section.Vcpus ?? new Written<ulong>(1, section.Place),
            IsSystem = section.IsSystem,
            Period = section.Period,
            Duration = section.Duration,
            Arguments = section.Arguments?.Value ?? "",
            ArgumentsPlace = section.Arguments?.Place ?? section.Place,
            Ram = ram,
            Regions = [.. regions.OrderBy(region => region.Guest.Start)],
            Ports = [.. section.Ports.SelectMany(PolicyPlanner.Ports)],
            Msrs = [.. section.Msrs.SelectMany(PolicyPlanner.Msrs)],
            CpuidMasks = PolicyPlanner.CpuidMasks(section.Cpuid),
            AllowsUserHypercalls = section.AllowsUserHypercalls,
            AreOtherPortsAbsent = section.OtherPorts?.Value == "absent",
            Health = HealthPlanner.Plan(file, section),
            Restarts = HealthPlanner.Restarts(section),
            Watchdog = section.Watchdog,
            Image = ImageOf(file, section),
            NamesImageAndProject = section.Image is not null && section.Project is not null,
            BootTablePages = tables + 1,
        };
    }

    /// <summary>
    /// Prepares what a cold start of <paramref name="partition"/> copies and the registers that it sets.
    /// </summary>
    public static void Fill(PartitionPlan partition, SystemPlan plan)
    {
        byte[] information = InformationPageWriter.Write(partition, plan.Schedules, plan.InitialSchedule);
        List<CopyPlan> copies = [new CopyPlan(NativeLayout.InformationPage, information)];
        GuestPageTables tables = new(NativeLayout.BootTables);
        if (partition.BootTablePages is not null)
        {
            foreach (RegionPlan region in partition.Regions.Where(region => region.IsWellFormed))
            {
                _ = tables.TryMap(region.Guest, region.Rights ?? RegionRights.Read, region.MemoryType);
            }
        }

        byte[] bytes = [.. tables.ToBytes(), .. GuestDescriptors.ToBytes(tables.End)];
        copies.Add(new CopyPlan(NativeLayout.BootTables, bytes));
        foreach (ElfSegment segment in partition.Image?.Elf?.Segments ?? [])
        {
            if (!segment.Bytes.IsEmpty)
            {
                copies.Add(new CopyPlan(segment.PhysicalAddress, segment.Bytes));
            }
        }

        partition.Copies = copies;
        partition.Fixups = InformationPageWriter.Fixups(plan.Schedules.Count);
        ulong entry = partition.Image?.Elf?.Entry ?? 0;
        partition.Starts =
        [
            .. Enumerable.Range(0, partition.Cpus.Count)
                .Select(vcpu => NativeStart.Of(
                    entry, (uint)vcpu, StackEnd(partition, vcpu), NativeLayout.BootTables, tables.End)),
        ];
    }

    // The last virtual CPU has the end of the memory; the first one has all that is below the others.
    private static ulong StackEnd(PartitionPlan partition, int vcpu) =>
        partition.Ram.Guest.End - ((ulong)(partition.Cpus.Count - 1 - vcpu) * NativeLayout.StackSizeBytes);

    // Tables for all regions and, with them, for the tables themselves: those lie below 2 MiB like the information
    // page.
    private static int? CountTables(List<RegionPlan> regions)
    {
        GuestPageTables tables = new(NativeLayout.BootTables);
        foreach (RegionPlan region in regions.Where(region => region.IsWellFormed))
        {
            if (!tables.TryMap(region.Guest, RegionRights.Read, region.MemoryType))
            {
                return null;
            }
        }

        return tables.TableCount;
    }

    private static RegionPlan Planned(
        PartitionSection section, int index, string name, ulong at, ulong sizeBytes, RegionRights rights,
        Place place, PartitionMemorySection? memory) => new()
        {
            Name = name,
            PartitionIndex = index,
            PartitionName = section.Name?.Value ?? "",
            Place = place,
            Places = new RegionPlaces(place)
            {
                At = memory?.At?.Place ?? place,
                Host = memory?.Host?.Place ?? place,
            },
            IsMadeByPlanner = memory is null,
            Guest = new AddressRange(at, sizeBytes),
            Rights = rights,
            RightsText = "",
            MemoryType = MemoryType.WB,
            Flags = RegionFlags.None,
            SharedName = null,
            Reason = null,
            FixedHost = memory?.Host?.Value,
        };

    private static RegionPlan RegionOf(PartitionSection section, int index, RegionSection region)
    {
        RegionFlags flags = region.Shared is null ? RegionFlags.None : RegionFlags.Shared;
        string rights = region.Rights?.Value ?? "rw";
        return new RegionPlan
        {
            Name = region.Name.Value,
            PartitionIndex = index,
            PartitionName = section.Name?.Value ?? "",
            Place = region.Place,
            Places = new RegionPlaces(region.Place)
            {
                Name = region.Name.Place,
                At = region.At.Place,
                Size = region.SizeBytes.Place,
                Rights = region.Rights?.Place ?? region.Place,
                Type = region.Type?.Place ?? region.Place,
                Shared = region.Shared?.Place ?? region.Place,
                Host = region.Host?.Place ?? region.Place,
                Reason = region.Reason?.Place ?? region.Place,
            },
            IsMadeByPlanner = false,
            Guest = new AddressRange(region.At.Value, region.SizeBytes.Value),
            Rights = RightsOf(rights),
            RightsText = rights,
            MemoryType = region.Type?.Value switch
            {
                "uc" => MemoryType.UC,
                "wc" => MemoryType.WC,
                "wb" => MemoryType.WB,
                _ => region.IsDevice ? MemoryType.UC : MemoryType.WB,
            },
            Flags = flags | (region.IsDevice ? RegionFlags.Device : RegionFlags.None),
            SharedName = region.Shared?.Value,
            Reason = region.Reason?.Value,
            FixedHost = region.Host?.Value,
        };
    }

    // Null unless the letters are r, w, x, each at most once.
    private static RegionRights? RightsOf(string text)
    {
        RegionRights rights = RegionRights.None;
        foreach (char letter in text)
        {
            RegionRights right = letter switch
            {
                'r' => RegionRights.Read,
                'w' => RegionRights.Write,
                'x' => RegionRights.Execute,
                _ => RegionRights.None,
            };
            if (right == RegionRights.None || (rights & right) != 0)
            {
                return null;
            }

            rights |= right;
        }

        return rights;
    }

    private static ImagePlan? ImageOf(SystemFile file, PartitionSection section)
    {
        if ((section.Image ?? section.Project) is not { } written)
        {
            return null;
        }

        string path = file.FullPathOf(written);
        path = section.Image is null ? ProjectOutput.Of(path) : path;
        string shown = Path.GetRelativePath(file.Folder, path);
        if (section.HasFailedProject)
        {
            // Why is said already.
            return new ImagePlan(path, shown, written.Place, null, null);
        }

        try
        {
            if (BoundedFile.TryRead(path, MaxImageSizeBytes) is not byte[] bytes)
            {
                return new ImagePlan(path, shown, written.Place, null, "has more than 1 GiB");
            }

            ElfImage? elf = ElfImage.TryRead(bytes, out string? problem);
            return new ImagePlan(path, shown, written.Place, elf, problem);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new ImagePlan(path, shown, written.Place, null, ReasonOf(failure));
        }
    }

    private static string ReasonOf(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "does not exist",
        UnauthorizedAccessException => "is no file that may be read",
        _ => $"cannot be read ({failure.Message})",
    };
}
