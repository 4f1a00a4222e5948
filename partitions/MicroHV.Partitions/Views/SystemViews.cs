// Makes views of systems.
using System.Security.Cryptography;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Views;

/// <summary>
/// From a plan or from a blob to a view. There is one way: a plan is written as the blob that <c>build</c> would leave,
/// that blob is read as the kernel reads it, and the author's words are added.
/// </summary>
public static class SystemViews
{
    private const uint AnyApicId = uint.MaxValue;

    /// <summary>The view of a plan that no rule refuses.</summary>
    public static SystemView Of(SystemPlan plan)
    {
        KernelPlace place = new() { ImageStart = plan.Kernel.Layout.ImageStart, BlobStart = plan.Kernel.BlobBase };
        byte[] blob = BlobWriter.Write(plan, new BlobOptions());
        return PlanWords.Add(Of(plan.Name, ViewOrigin.Description, blob, in place), plan);
    }

    /// <summary>The view of a blob.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="origin">What it was found in.</param>
    /// <param name="blob">Its bytes.</param>
    /// <param name="place">Where it and the kernel's image lie.</param>
    /// <exception cref="RefusedBlobException">The kernel would refuse it.</exception>
    /// <exception cref="InvalidDataException">It is good, but has more pieces than anybody could look at.</exception>
    public static SystemView Of(string name, ViewOrigin origin, ReadOnlySpan<byte> blob, in KernelPlace place)
    {
        ulong imageStart = place.ImageStart;
        SystemView view = BlobReader.Read(blob, in place, config => Of(name, origin, config, imageStart));

        // The kernel looks at no byte behind the size that the header gives.
        ReadOnlySpan<byte> bytes = blob[..(int)view.Blob.SizeBytes];
        return view with { Blob = view.Blob with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) } };
    }

    private static SystemView Of(string name, ViewOrigin origin, SystemConfig config, ulong imageStart)
    {
        ref readonly SystemHeader header = ref config.Header;
        KernelView kernel = new(
            imageStart,
            header.BlobBase,
            header.PoolBase,
            header.PoolBase + header.PoolSizeBytes,
            header.CrashFrame == 0 ? null : header.CrashFrame);
        IReadOnlyList<PartitionView> partitions = PartitionViews.Of(config);
        IReadOnlyList<MemoryRangeView> memory = MemoryMap.Of(partitions, kernel, header.SizeBytes);
        partitions = MemoryMap.WithSharers(partitions, memory);
        IReadOnlyList<ScheduleView> schedules = ScheduleViews.Of(config, partitions);
        return new SystemView(
            name,
            origin,
            new BlobView(
                header.LayoutVersion, header.SizeBytes, "", header.FrameLimit,
                (header.Options & SystemOptions.StopWhenAllIdle) != 0),
            MachineOf(config, memory),
            kernel,
            HealthViews.OfModule(config),
            schedules,
            partitions,
            memory,
            ReachViews.Of(partitions, memory));
    }

    private static MachineView MachineOf(SystemConfig config, IReadOnlyList<MemoryRangeView> memory)
    {
        ref readonly SystemHeader header = ref config.Header;
        List<uint?> apicIds = [];
        foreach (ref readonly CpuRecord cpu in config.Cpus)
        {
            apicIds.Add(cpu.ApicId == AnyApicId ? null : cpu.ApicId);
        }

        return new MachineView(
            header.RequiredVendor,
            header.ExpectedTscHertz == 0 ? null : header.ExpectedTscHertz,
            apicIds,
            memory.Where(range => range.Kind != MemoryKind.Device).Max(range => range.End),
            header.ConsolePort == 0 ? null : header.ConsolePort,
            MachinePlan.SerialClockBaud / header.ConsoleDivisor);
    }
}
