// What a blob may let partitions do, and what the kernel makes of it.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Boots;

public sealed class PolicyTests
{
    private const uint Safety = 0;
    private const uint General = 1;
    private const ulong UndefinedOpcode = 0x8000_0306;
    private const ulong EventValid = 0x8000_0000;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Fact]
    public void Writes_of_the_kernel_s_MSRs_are_refused_in_either_format()
    {
        for (int i = 0; i < KernelMsrs.Ranges.Length; i++)
        {
            uint msr = KernelMsrs.Ranges[i];
            AssertRefused(msr, partition => partition.SvmMsrBitmapOffset, MsrBits.SvmWrite(msr));
            if (MsrBits.IsInVmx(msr))
            {
                AssertRefused(msr, partition => partition.VmxMsrBitmapOffset, MsrBits.VmxWrite(msr));
            }
        }
    }

    [Fact]
    public void Reads_of_all_MSRs_and_writes_of_all_others_are_accepted()
    {
        BlobEditor blob = new(SmallSystem.Blob(1));
        foreach (uint start in (uint[])[0, MsrBits.HighBase, MsrBits.AmdBase])
        {
            for (uint msr = start; msr < start + MsrBits.RangeSize; msr++)
            {
                Permit(blob, msr, isWrite: false);
                if (!IsKernels(msr))
                {
                    Permit(blob, msr, isWrite: true);
                }
            }
        }

        Assert.Equal(StopReason.FrameLimitReached, StopOf(blob).Reason);
    }

    [Fact]
    public void A_partition_has_sixteen_CPUID_masks_and_no_more()
    {
        const uint Max = CpuidMaskRecord.MaxPerPartition;
        Assert.Equal(StopReason.FrameLimitReached, StopOf(WithMasks(new CpuidMaskRecord[Max])).Reason);
        StopRecord stop = StopOf(WithMasks(new CpuidMaskRecord[Max + 1]));
        Assert.Equal(StopReason.BlobPartition, stop.Reason);
        Assert.Equal((General, 0x50ul), (stop.Detail0, stop.Detail1));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(uint.MaxValue, 2)]
    public void CPUID_masks_that_are_not_the_partition_s_are_refused(uint first, uint count)
    {
        BlobEditor blob = WithMasks(new CpuidMaskRecord[1]);
        (blob.Partitions[1].FirstCpuidMask, blob.Partitions[1].CpuidMaskCount) = (first, count);
        Assert.Equal(StopReason.BlobPartition, StopOf(blob).Reason);
    }

    [Fact]
    public void An_option_that_does_not_exist_is_refused()
    {
        BlobEditor blob = new(SmallSystem.Blob(1));
        blob.Partitions[1].Options = (PartitionOptions)8;
        StopRecord stop = StopOf(blob);
        Assert.Equal((StopReason.BlobPartition, 1ul, 0x4Cul), (stop.Reason, stop.Detail0, stop.Detail1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void CPUID_hides_what_the_masks_say_from_their_partition_alone(ProcessorKind kind)
    {
        CpuidMaskRecord[] masks =
        [
            new() { Leaf = 0x8000_0002, Subleaf = CpuidMaskRecord.AnySubleaf, Eax = 0xFF, Edx = 0xFF00_0000 },
            new() { Leaf = 4, Subleaf = 1, Ebx = 0xFFFF },
            new() { Leaf = 0x4000_0001, Subleaf = CpuidMaskRecord.AnySubleaf, Eax = uint.MaxValue },
        ];
        (uint Leaf, uint Subleaf)[] leaves =
            [(0x8000_0002, 0), (0x8000_0002, 77), (4, 0), (4, 1), (4, 2), (1, 0), (0x4000_0001, 0), (0x1234_5678, 0)];
        (uint, uint, uint, uint)[] plain = AnswersOf(kind, Safety, masks, leaves);
        (uint, uint, uint, uint)[] hidden = AnswersOf(kind, General, masks, leaves);
        Assert.Contains(plain, answer => answer.Item1 != 0);
        for (int i = 0; i < leaves.Length; i++)
        {
            (uint eax, uint ebx, uint ecx, uint edx) = plain[i];
            ebx = leaves[i].Leaf == 0x4000_0001 ? General : ebx;
            foreach (CpuidMaskRecord mask in masks)
            {
                bool isMeant = mask.Leaf == leaves[i].Leaf
                    && (mask.Subleaf == leaves[i].Subleaf || mask.Subleaf == CpuidMaskRecord.AnySubleaf);
                (eax, ebx, ecx, edx) = isMeant
                    ? (eax & ~mask.Eax, ebx & ~mask.Ebx, ecx & ~mask.Ecx, edx & ~mask.Edx)
                    : (eax, ebx, ecx, edx);
            }

            Assert.Equal((eax, ebx, ecx, edx), hidden[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_hypercall_from_CPL_3_is_an_undefined_opcode(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        List<TranscriptEvent> events = ReportAsUser(kernel, PartitionOptions.None);
        Assert.Empty(events.OfType<PartitionEndEvent>());
        Assert.Equal(
            [UndefinedOpcode],
            kernel.Guests.Runs.Select(run => run.Injected & 0x8000_0FFF).Where(injected => injected >= EventValid));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_hypercall_from_CPL_3_is_answered_if_the_plan_says_so(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        List<TranscriptEvent> events = ReportAsUser(kernel, PartitionOptions.UserHypercalls);
        Assert.Equal(42ul, Assert.Single(events.OfType<PartitionEndEvent>()).Record.ExitCode);
        Assert.DoesNotContain(kernel.Guests.Runs, run => run.Injected != 0);
    }

    // General, at CPL 3, says that it is done.
    private static List<TranscriptEvent> ReportAsUser(KernelMachine kernel, PartitionOptions options)
    {
        BlobEditor blob = new(SmallSystem.Blob(2));
        blob.Partitions[(int)General].Options = options;
        GuestExit report = GuestExit.Hypercall(kernel.Kind, Hypercall.Report, 42) with { IsUser = true };
        kernel.Guests.Add(General, new GuestStep(1_000, report));
        List<TranscriptEvent> events = kernel.Run(blob.Sealed());
        Assert.Equal(StopReason.FrameLimitReached, KernelMachine.StopOf(events).Reason);
        Assert.Empty(kernel.Guests.Refused);
        return events;
    }

    private static (uint, uint, uint, uint)[] AnswersOf(
        ProcessorKind kind, uint partition, CpuidMaskRecord[] masks, (uint Leaf, uint Subleaf)[] leaves)
    {
        List<(uint, uint, uint, uint)> answers = [];
        using KernelMachine kernel = new(kind);
        kernel.Guests.OnRun = (ref vcpu) =>
        {
            if (vcpu.PartitionIndex == partition)
            {
                GuestRegisters registers = vcpu.Registers;
                answers.Add(((uint)registers.Rax, (uint)registers.Rbx, (uint)registers.Rcx, (uint)registers.Rdx));
            }
        };
        foreach ((uint leaf, uint subleaf) in leaves)
        {
            kernel.Machine.Cpu.CpuidLeaves.TryAdd((leaf, subleaf), (0xAAAA_BBBB + subleaf, 0xCCCC_DDDD, 0xEEEE_FFFF, 0x1234_5678));
            kernel.Guests.Add(partition, new GuestStep(100, GuestExit.Cpuid(leaf, subleaf)));
        }

        Assert.Equal(StopReason.FrameLimitReached, KernelMachine.StopOf(kernel.Run(WithMasks(masks).Sealed())).Reason);
        return [.. answers.Skip(1).Take(leaves.Length)];
    }

    // Masks of General, in the room between the other records and the bitmaps.
    private static BlobEditor WithMasks(CpuidMaskRecord[] masks)
    {
        BlobEditor blob = new(SmallSystem.Blob(1));
        blob.Header.CpuidMasks.Count = (uint)masks.Length;
        Assert.True(blob.Header.CpuidMasks.Offset + (masks.Length * 0x18) <= blob.Header.Bitmaps.Offset);
        masks.CopyTo(blob.CpuidMasks);
        blob.Partitions[(int)General].CpuidMaskCount = (uint)masks.Length;
        return blob;
    }

    private static void AssertRefused(uint msr, Func<PartitionRecord, uint> bitmap, uint bit)
    {
        BlobEditor blob = new(SmallSystem.Blob(1));
        uint first = blob.Header.Bitmaps.Offset + bitmap(blob.Partitions[0]);
        blob.Bytes[first + (bit / 8)] &= (byte)~(1 << (int)(bit % 8));
        StopRecord stop = StopOf(blob);
        Assert.Equal((StopReason.BlobMsrBitmap, (ulong)msr), (stop.Reason, stop.Detail1));
    }

    private static void Permit(BlobEditor blob, uint msr, bool isWrite)
    {
        Clear(blob, blob.Partitions[0].SvmMsrBitmapOffset, isWrite ? MsrBits.SvmWrite(msr) : MsrBits.SvmRead(msr));
        if (MsrBits.IsInVmx(msr))
        {
            Clear(blob, blob.Partitions[0].VmxMsrBitmapOffset, isWrite ? MsrBits.VmxWrite(msr) : MsrBits.VmxRead(msr));
        }
    }

    private static void Clear(BlobEditor blob, uint bitmap, uint bit) =>
        blob.Bytes[blob.Header.Bitmaps.Offset + bitmap + (bit / 8)] &= (byte)~(1 << (int)(bit % 8));

    private static bool IsKernels(uint msr)
    {
        for (int i = 0; i < KernelMsrs.Ranges.Length; i += 2)
        {
            if (msr >= KernelMsrs.Ranges[i] && msr <= KernelMsrs.Ranges[i + 1])
            {
                return true;
            }
        }

        return false;
    }

    private static StopRecord StopOf(BlobEditor blob)
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        return KernelMachine.StopOf(kernel.Run(blob.Sealed()));
    }
}
