// Payloads in assembly, on any lane.
using System.Buffers.Binary;
using MicroHV.Image.Images;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>Boots what the project assembled from its folder Payloads.</summary>
internal static class Payload
{
    private const int ElfEntryOffset = 24;

    /// <summary>The bytes of a payload.</summary>
    /// <param name="name">Name of the assembled file.</param>
    public static Task<byte[]> ReadAsync(string name) => File.ReadAllBytesAsync(
        Path.Combine(AppContext.BaseDirectory, "payloads", name), TestContext.Current.CancellationToken);

    /// <summary>Runs a payload until it stops.</summary>
    /// <param name="lane">Where.</param>
    /// <param name="name">Name of the assembled file.</param>
    public static async Task<RunResult> BootAsync(Lane lane, string name) =>
        await BootAsync(lane, await ReadAsync(name), TimeSpan.FromSeconds(1), _ => { });

    /// <summary>Runs a payload until it stops.</summary>
    /// <param name="lane">Where.</param>
    /// <param name="bytes">The payload, which may have been written into.</param>
    /// <param name="longest">Machine time that it takes at most.</param>
    /// <param name="observer">Sees what the payload says: a transcript keeps only the last of it.</param>
    public static async Task<RunResult> BootAsync(
        Lane lane, byte[] bytes, TimeSpan longest, Action<TranscriptEvent> observer)
    {
        using RunFolder isoFolder = new();
        string? iso = lane.BootPath == BootPath.Direct ? null : isoFolder.PathOf("system.iso");
        if (iso is not null)
        {
            IsoImage.Write(iso, bytes);
        }

        BootImage image = new()
        {
            MemorySizeBytes = 64 << 20,
            Elf = bytes,
            Flat = bytes,
            LoadAddress = 0x10_0000,
            PvhEntry = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(ElfEntryOffset)),
            IsoPath = iso,
        };
        RunSettings settings = new()
        {
            BootPath = lane.BootPath,
            Guard = RunSettings.GuardFor(lane.Machine, lane.BootPath, longest),
        };
        return await MachineRun.RunAsync(
            lane.Machine, image, [], settings, observer, TestContext.Current.CancellationToken);
    }
}
