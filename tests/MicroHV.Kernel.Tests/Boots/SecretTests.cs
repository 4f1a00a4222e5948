// What a partition keeps secret stands nowhere but in its own memory and in the frames that the kernel keeps for it alone.
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Machines;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Kernel.Tests.Boots;

public sealed unsafe class SecretTests
{
    private const uint Safety = 0;
    private const uint General = 1;
    private const ulong FrameSizeBytes = 0x1000;

    // The upper half of every secret; the lower half says where it was put.
    private const ulong Mark = 0x5EC2_E75E_0000_0000;
    private const ulong MarkMask = 0xFFFF_FFFF_0000_0000;

    public static TheoryData<ProcessorKind, string> Ends
    {
        get
        {
            TheoryData<ProcessorKind, string> ends = [];
            foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
            {
                ends.Add(kind, "goes on");
                ends.Add(kind, "yields");
                ends.Add(kind, "ends");
                ends.Add(kind, "breaks a rule");
            }

            return ends;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void No_other_memory_has_a_secret_of_a_partition(ProcessorKind kind, string end)
    {
        using KernelMachine kernel = new(kind);
        HashSet<ulong> own = [.. FramesOf(SmallSystem.HostOf((int)General, SmallSystem.MemoryBase), SmallSystem.MemorySizeBytes)];
        kernel.Guests.OnRun = (ref GuestCpu vcpu) =>
        {
            if (vcpu.Index != General)
            {
                AssertNothingIsIn(kernel, ref vcpu);
                return;
            }

            PutEverywhere(kernel, ref vcpu);
            own.UnionWith(KernelFramesOf(kernel, ref vcpu));
        };
        kernel.Guests.Add(General, new GuestStep(1_000, GuestExit.Cpuid(0)));
        if (EndOf(kind, end) is { } exit)
        {
            kernel.Guests.Add(General, new GuestStep(1_000, exit));
        }

        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(3));
        Assert.Equal(3ul, KernelMachine.StopOf(events).Frames);
        Assert.Contains(kernel.Guests.Runs, run => run.Vcpu == Safety);
        ulong[] found = [.. FramesWithSecrets(kernel)];
        Assert.NotEmpty(found);
        Assert.All(found, frame => Assert.True(
            own.Contains(frame) || IsConsoleWithDump(kernel, frame), $"the frame at 0x{frame:X} has a secret"));
    }

    private static GuestExit? EndOf(ProcessorKind kind, string end) => end switch
    {
        "yields" => GuestExit.Hypercall(kind, Hypercall.Yield),
        "ends" => GuestExit.Hypercall(kind, Hypercall.Report, 0, 0),
        "breaks a rule" => GuestExit.Touch(0x7000_0008, RegionRights.Write),
        _ => null,
    };

    // Memory, general registers, XMM registers, extended state, debug addresses and CR2.
    private static void PutEverywhere(KernelMachine kernel, ref GuestCpu vcpu)
    {
        ulong* memory = (ulong*)kernel.Machine.Ram(SmallSystem.HostOf((int)General, SmallSystem.MemoryBase + FrameSizeBytes));
        for (ulong i = 0; i < FrameSizeBytes / sizeof(ulong); i++)
        {
            memory[i] = Mark | i;
        }

        foreach (ref ulong register in MemoryMarshal.Cast<GuestRegisters, ulong>(new Span<GuestRegisters>(ref vcpu.Registers)))
        {
            register = Mark | 0x1000;
        }

        fixed (byte* xmm = vcpu.Xmm)
        {
            new Span<ulong>(xmm, 32).Fill(Mark | 0x2000);
        }

        vcpu.Cr2 = Mark | 0x3000;
        for (int i = 0; i < 3; i++)
        {
            kernel.Machine.Cpu.ExtendedState[i] = Mark | 0x4000;
        }

        for (int i = 0; i < 4; i++)
        {
            kernel.Machine.Cpu.Registers[$"DR{i}"] = Mark | 0x5000;
        }
    }

    // The other partition sees the processor as it is while it runs.
    private static void AssertNothingIsIn(KernelMachine kernel, ref GuestCpu vcpu)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<GuestCpu, ulong>(new ReadOnlySpan<GuestCpu>(ref vcpu));
        Assert.False(words.ContainsAnyInRange(Mark, Mark | ~MarkMask));
        for (int i = 0; i < 3; i++)
        {
            Assert.NotEqual(Mark, kernel.Machine.Cpu.ExtendedState[i] & MarkMask);
        }

        for (int i = 0; i < 4; i++)
        {
            Assert.NotEqual(Mark, kernel.Machine.Cpu.Registers.GetValueOrDefault($"DR{i}") & MarkMask);
        }
    }

    // A dump of the partition's registers stands in its own console.
    private static bool IsConsoleWithDump(KernelMachine kernel, ulong frame)
    {
        ref readonly PartitionErrorRecord record = ref ((PartitionConsole*)kernel.Machine.Ram(frame))->ErrorRecord;
        return record.PartitionIndex == General && record.Error == HealthEvent.MemoryViolation && record.VcpuIndex == General;
    }

    // Its virtual CPU, control block and extended state.
    private static IEnumerable<ulong> KernelFramesOf(KernelMachine kernel, ref GuestCpu vcpu)
    {
        fixed (GuestCpu* pointer = &vcpu)
        {
            ulong address = kernel.Machine.AddressOf(pointer);
            return
            [
                .. FramesOf(address, (ulong)sizeof(GuestCpu)),
                .. FramesOf(vcpu.ControlBlock, FrameSizeBytes),
                .. FramesOf(vcpu.ExtendedState, FrameSizeBytes),
            ];
        }
    }

    private static IEnumerable<ulong> FramesOf(ulong start, ulong sizeBytes)
    {
        for (ulong frame = start & ~(FrameSizeBytes - 1); frame < start + sizeBytes; frame += FrameSizeBytes)
        {
            yield return frame;
        }
    }

    private static List<ulong> FramesWithSecrets(KernelMachine kernel)
    {
        List<ulong> found = [];
        for (ulong frame = 0; frame < kernel.Machine.RamSizeBytes; frame += FrameSizeBytes)
        {
            ReadOnlySpan<ulong> words = new(kernel.Machine.Ram(frame), (int)(FrameSizeBytes / sizeof(ulong)));
            if (words.ContainsAnyInRange(Mark, Mark | ~MarkMask))
            {
                found.Add(frame);
            }
        }

        return found;
    }
}
