// Reads the partitions of a blob.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;

namespace MicroHV.Partitions.Views;

/// <summary>From records of partitions, regions and copies to views.</summary>
internal static class PartitionViews
{
    /// <summary>The partitions of <paramref name="config"/>, by number.</summary>
    public static IReadOnlyList<PartitionView> Of(SystemConfig config)
    {
        GrantBitmaps grants = new(config);
        List<PartitionView> views = [];
        foreach (ref readonly PartitionRecord partition in config.Partitions)
        {
            views.Add(Of(config, in partition, views.Count, grants));
        }

        return views;
    }

    private static unsafe PartitionView Of(
        SystemConfig config, in PartitionRecord partition, int index, GrantBitmaps grants)
    {
        ReadOnlySpan<VcpuRecord> vcpus = config.Vcpus.Slice((int)partition.FirstVcpu, (int)partition.VcpuCount);
        CpuState start = vcpus[0].Start;
        List<CopyRecord> program = [];
        string? arguments = null;
        foreach (ref readonly CopyRecord copy in config.CopiesOf(in partition))
        {
            if (Holds(in copy, start.General.Rdi, InformationPageSizeBytes))
            {
                arguments = ArgumentsOf(config, in copy, start.General.Rdi);
            }
            else if (!Holds(in copy, start.Cr3, sizeof(ulong)))
            {
                program.Add(copy);
            }
        }

        string name;
        fixed (byte* field = partition.Name)
        {
            name = Text(new ReadOnlySpan<byte>(field, PartitionRecord.NameSizeBytes));
        }

        return new PartitionView(
            index,
            name,
            arguments,
            null,
            program.Aggregate(0UL, (sum, copy) => sum + copy.SizeBytes),
            HashOf(config, program),
            start.Rip,
            CpusOf(vcpus),
            (partition.Options & PartitionOptions.OtherPortsAbsent) != 0 ? "absent" : "error",
            (partition.Options & PartitionOptions.UserHypercalls) != 0,
            (partition.Options & PartitionOptions.System) != 0,
            null,
            null,
            RegionsOf(config.RegionsOf(in partition)),
            grants.Ports(in partition),
            grants.Msrs(in partition),
            HiddenCpuid.Of(config.CpuidMasksOf(in partition)),
            HealthViews.OfPartition(config, index),
            new RestartsView(partition.RestartBudget, partition.RestartPeriodNanoseconds),
            partition.WatchdogWindows);
    }

    private static ulong InformationPageSizeBytes => (ulong)Marshal.SizeOf<InformationPage>();

    private static bool Holds(in CopyRecord copy, ulong address, ulong sizeBytes) =>
        address >= copy.GuestPhysical
        && sizeBytes <= copy.SizeBytes
        && address - copy.GuestPhysical <= copy.SizeBytes - sizeBytes;

    // Null if what lies there is no information page that this tool knows.
    private static unsafe string? ArgumentsOf(SystemConfig config, in CopyRecord copy, ulong address)
    {
        byte* bytes = (byte*)config.Image(copy.ImageOffset) + (address - copy.GuestPhysical);
        InformationPage page = MemoryMarshal.Read<InformationPage>(
            new ReadOnlySpan<byte>(bytes, (int)InformationPageSizeBytes));
        bool isKnown = page.Magic == InformationPage.ExpectedMagic
            && page.LayoutVersion == InformationPage.ExpectedLayoutVersion;
        return isKnown ? Text(new ReadOnlySpan<byte>(page.Arguments, InformationPage.ArgumentsSizeBytes)) : null;
    }

    private static unsafe string HashOf(SystemConfig config, List<CopyRecord> copies)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> place = stackalloc byte[2 * sizeof(ulong)];
        foreach (CopyRecord copy in copies)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(place, copy.GuestPhysical);
            BinaryPrimitives.WriteUInt64LittleEndian(place[sizeof(ulong)..], copy.SizeBytes);
            hash.AppendData(place);
            hash.AppendData(new ReadOnlySpan<byte>(config.Image(copy.ImageOffset), (int)copy.SizeBytes));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static List<uint> CpusOf(ReadOnlySpan<VcpuRecord> vcpus)
    {
        List<uint> cpus = [];
        foreach (ref readonly VcpuRecord vcpu in vcpus)
        {
            cpus.Add(vcpu.CpuIndex);
        }

        return cpus;
    }

    private static unsafe List<RegionView> RegionsOf(ReadOnlySpan<RegionRecord> records)
    {
        List<RegionView> regions = [];
        foreach (ref readonly RegionRecord record in records)
        {
            string name;
            fixed (byte* field = record.Name)
            {
                name = Text(new ReadOnlySpan<byte>(field, RegionRecord.NameSizeBytes));
            }

            regions.Add(new RegionView(
                name,
                record.GuestPhysical,
                record.HostPhysical,
                record.SizeBytes,
                RightsText.Of(record.Rights),
                record.MemoryType.ToString().ToLowerInvariant(),
                (record.Flags & RegionFlags.Shared) != 0,
                (record.Flags & RegionFlags.Device) != 0,
                [],
                null,
                null));
        }

        return regions;
    }

    /// <summary>The text of a field, up to its first zero.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        int length = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(length < 0 ? field : field[..length]);
    }
}
