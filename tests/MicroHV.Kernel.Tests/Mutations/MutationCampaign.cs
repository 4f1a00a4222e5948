// Boots mutated blobs, thousands in a second, and says of each what became of it.
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Mutations;

/// <summary>What a campaign found.</summary>
/// <param name="Refused">Blobs and machines that the kernel refused, by reason.</param>
/// <param name="Ran">Blobs that ran.</param>
/// <param name="Failures">What must not happen, with the number of the mutation.</param>
internal sealed record MutationOutcome(
    IReadOnlyDictionary<StopReason, int> Refused, int Ran, IReadOnlyList<string> Failures);

/// <summary>
/// Each mutation is named by a seed and a number, and runs by itself. RAM is filled with a pattern before: what lies outside
/// of the kernel's memory and of the regions that the blob gives to its partitions must still have it afterwards.
/// </summary>
internal static class MutationCampaign
{
    private const byte Pattern = 0xA5;
    private const int MaxEntries = 60;
    private const int CheckedEntries = 4;
    private const int StepsPerGuest = 6;
    private const ulong FrameLimit = 4;
    private const ulong InformationEnd = 0x2000;
    private const uint LargestPlannedEnd = 0x0FFF;

    /// <summary>Runs mutations <paramref name="first"/> to first + <paramref name="count"/> - 1 of <paramref name="seed"/>.</summary>
    public static MutationOutcome Run(int seed, int first, int count)
    {
        ConcurrentDictionary<StopReason, int> endings = new();
        ConcurrentQueue<string> failures = new();
        int next = first;
        byte[] good = SmallSystem.Blob(FrameLimit, SystemOptions.StopWhenAllIdle);

        // The software machine belongs to its thread.
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            using Worker worker = new(good);
            for (int i = Interlocked.Increment(ref next) - 1; i < first + count; i = Interlocked.Increment(ref next) - 1)
            {
                try
                {
                    _ = endings.AddOrUpdate(worker.Run(seed, i), 1, (_, sum) => sum + 1);
                }
                catch (Exception failure)
                {
                    failures.Enqueue($"seed {seed}, mutation {i}: {failure.GetType().Name}: {failure.Message}");
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return new MutationOutcome(
            endings.Where(ending => (uint)ending.Key > LargestPlannedEnd).ToDictionary(),
            endings.Where(ending => (uint)ending.Key <= LargestPlannedEnd).Sum(ending => ending.Value),
            [.. failures]);
    }

    // One machine of each kind, used again and again.
    private sealed class Worker : IDisposable
    {
        private readonly byte[] _good;
        private readonly KernelMachine[] _machines;

        public Worker(byte[] good)
        {
            _good = good;
            _machines = [.. Enum.GetValues<ProcessorKind>().Select(kind => new KernelMachine(kind))];
            foreach (KernelMachine machine in _machines)
            {
                machine.Pc.Uart.Lines.AddRange([0x2F8, 0x3E8, 0x2E8]);
                machine.Guests.MaxEntries = MaxEntries;
                machine.Guests.CheckedEntries = CheckedEntries;
            }
        }

        /// <summary>Why the kernel stopped; <see cref="StopReason.Undefined"/> if it ran on.</summary>
        public StopReason Run(int seed, int index)
        {
            Random random = new(unchecked((seed * 1_000_003) + index));
            byte[] blob = BlobMutator.Mutate(_good, random);
            KernelMachine kernel = _machines[index % _machines.Length];
            kernel.Guests.Clear();
            for (uint vcpu = 0; vcpu < 2; vcpu++)
            {
                for (int i = 0; i < StepsPerGuest; i++)
                {
                    kernel.Guests.Add(vcpu, RandomGuests.Step(kernel.Kind, random));
                }
            }

            Ram(kernel, 0, kernel.Machine.RamSizeBytes).Fill(Pattern);
            kernel.Load(blob);
            bool isHalted = false;
            try
            {
                kernel.Boot();
                isHalted = true;
            }
            catch (BudgetSpentException)
            {
                // It runs on, as the plan says.
            }

            StopReason reason = ReasonOf(kernel, blob, isHalted);
            bool isRefused = (uint)reason is >= 0x2000 and < 0x4000;
            bool isPlanned = (uint)reason <= LargestPlannedEnd;
            string rules = string.Join(", ", kernel.Guests.Refused);
            Assert.False(kernel.Guests.HasKernelFault, $"an entry of {kernel.Kind} broke {rules}");
            Assert.True(isRefused || isPlanned, $"the kernel stopped for {reason} {rules}");

            // That the pool is too small, or a golden copy wrong, shows while partitions are loaded.
            bool isLoaded = reason is StopReason.PoolExhausted or StopReason.CopyChecksum;
            AssertUntouched(kernel, blob, isRefused && !isLoaded);
            return reason;
        }

        public void Dispose() => Array.ForEach(_machines, machine => machine.Dispose());

        private static StopReason ReasonOf(KernelMachine kernel, byte[] blob, bool isHalted)
        {
            ref SystemHeader header = ref Unsafe.As<byte, SystemHeader>(ref blob[0]);
            List<TranscriptEvent> events = kernel.Transcript((int)Math.Min(header.Partitions.Count, 256));
            Assert.DoesNotContain(events, item => item is GarbledEvent && isHalted);
            return events.LastOrDefault() is StopEvent stop
                ? stop.Record.Reason
                : !isHalted || header.ConsolePort == 0
                    ? StopReason.Undefined
                    : throw new InvalidDataException("the kernel halted without a word");
        }

        private static void AssertUntouched(KernelMachine kernel, byte[] blob, bool isRefused)
        {
            ulong kernelStart = kernel.Machine.Symbols.ImageStart;
            ulong writable = kernel.Machine.Symbols.WritableStart;
            ulong blobStart = kernel.Machine.Symbols.BlobStart;
            AssertPattern(kernel, kernelStart, writable);
            Assert.True(Ram(kernel, blobStart, (ulong)blob.Length).SequenceEqual(blob), "the blob was written to");
            List<(ulong Start, ulong End)> used = [(0x1000, InformationEnd), (kernelStart, blobStart + (ulong)blob.Length)];
            BlobEditor editor = new(blob);
            ulong poolEnd = editor.Header.PoolBase + editor.Header.PoolSizeBytes;
            bool hasPool = poolEnd > blobStart && poolEnd <= kernel.Machine.RamSizeBytes;
            if (hasPool && (!isRefused || editor.Header.PoolBase >= blobStart))
            {
                used.Add((editor.Header.PoolBase, poolEnd));
            }

            ulong crashFrame = editor.Header.CrashFrame;
            if (hasPool && crashFrame >= poolEnd && crashFrame < kernel.Machine.RamSizeBytes)
            {
                used.Add((crashFrame, crashFrame + 0x1000));
            }

            if (!isRefused)
            {
                AddRegions(editor, used);
            }

            ulong next = 0;
            foreach ((ulong start, ulong end) in used.OrderBy(range => range.Start))
            {
                AssertPattern(kernel, next, start);
                next = Math.Max(next, end);
            }

            AssertPattern(kernel, next, kernel.Machine.RamSizeBytes);
        }

        private static void AddRegions(BlobEditor editor, List<(ulong Start, ulong End)> used)
        {
            Span<RegionRecord> regions = editor.Regions;
            for (int i = 0; i < regions.Length; i++)
            {
                if ((regions[i].Flags & RegionFlags.Device) == 0)
                {
                    used.Add((regions[i].HostPhysical, regions[i].HostPhysical + regions[i].SizeBytes));
                }

                for (int j = 0; j < i; j++)
                {
                    bool areApart = regions[i].HostPhysical >= regions[j].HostPhysical + regions[j].SizeBytes
                        || regions[j].HostPhysical >= regions[i].HostPhysical + regions[i].SizeBytes;
                    bool areShared = (regions[i].Flags & regions[j].Flags & RegionFlags.Shared) != 0;
                    Assert.True(areApart || areShared, $"regions {j} and {i} share frames");
                }
            }
        }

        private static void AssertPattern(KernelMachine kernel, ulong start, ulong end)
        {
            if (start >= end)
            {
                return;
            }

            int at = Ram(kernel, start, end - start).IndexOfAnyExcept(Pattern);
            Assert.True(at < 0, $"0x{start + (ulong)Math.Max(at, 0):X} was written to");
        }

        private static unsafe Span<byte> Ram(KernelMachine kernel, ulong start, ulong sizeBytes) =>
            new(kernel.Machine.Ram(start), (int)sizeBytes);
    }
}
