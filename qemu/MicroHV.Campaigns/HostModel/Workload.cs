// What a partition of the model does: a program whose whole state is in its registers and its memory.
using System.Globalization;
using System.Numerics;
using System.Text;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Model;
using MicroHV.Partitions.Plans;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Campaigns.HostModel;

/// <summary>
/// In each window: some rounds over an array, each of which makes an exit whose answer goes into the result; then a line that
/// says the result; then it yields. RIP says what it does next, R12 is the result, R13 the step, R14 the address of its page, R15
/// the mask of the array's index, RBP the round.
/// </summary>
/// <param name="path">How it reaches memory.</param>
/// <param name="blocks">Control blocks.</param>
/// <param name="kind">The processor.</param>
/// <param name="partition">Whose it is.</param>
internal sealed class Workload(GuestMemoryPath path, ControlBlocks blocks, ProcessorKind kind, PartitionPlan partition)
{
    /// <summary>Offset in the page of the number of rounds that were finished.</summary>
    public const ulong RoundsOffset = 0;

    private const ulong TextOffset = 0x40;
    private const ulong ArrayOffset = 0x800;
    private const ulong ArrayMask = 0xFF;
    private const ulong StepTicks = 2_000;
    private const ulong Accesses = 8;
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
    private const uint CpuidLeaves = 2;

    private readonly ulong _start = partition.Starts[0].Rip;
    private readonly ulong _page = partition.Ram.Guest.End - RegionPlan.PageSizeBytes;
    private readonly WorkloadCode _code = new(
        path, kind, partition.Starts[0].Rip, partition.Ram.HostPhysical + partition.Starts[0].Rip - partition.Ram.Guest.Start);
    private readonly Queue<HostileStep> _inserted = new();
    private (GuestRegisters Registers, ulong Rip)? _saved;
    private uint? _life;

    /// <summary>Does something else first, and goes on behind it with the registers that it had.</summary>
    public void Insert(HostileStep step) => _inserted.Enqueue(step);

    /// <summary>What the guest does next; its registers and memory are then as at the end of it.</summary>
    public GuestStep Next(ref GuestCpu vcpu)
    {
        ulong block = vcpu.ControlBlock;
        if (_life != vcpu.Life)
        {
            _life = vcpu.Life;
            _code.Lay();
        }

        if (_inserted.TryDequeue(out HostileStep? inserted))
        {
            // The instructions of other code stand where this one goes on.
            _saved ??= (vcpu.Registers, blocks.Read(block, ControlBlocks.Rip));
            blocks.Write(block, ControlBlocks.Rip, _saved.Value.Rip);
            return inserted(path, ref vcpu);
        }

        if (_saved is { } saved)
        {
            vcpu.Registers = saved.Registers;
            blocks.Write(block, ControlBlocks.Rip, saved.Rip);
            _code.Lay();
            _saved = null;
        }

        return new GuestStep(StepTicks, Execute(block, ref vcpu));
    }

    private GuestExit Execute(ulong block, ref GuestCpu vcpu)
    {
        ref GuestRegisters registers = ref vcpu.Registers;
        if (registers.R14 == 0)
        {
            (registers.R12, registers.R13, registers.R14, registers.R15, registers.Rbp) = (vcpu.Index, 0, _page, ArrayMask, 0);
        }

        for (; ; blocks.Write(block, ControlBlocks.Rip, _start))
        {
            ulong rip = blocks.Read(block, ControlBlocks.Rip);
            if (path.Translate(block, rip, RegionRights.Execute, out ulong host) is { } exit)
            {
                return exit;
            }

            switch (_code.Find(rip, host))
            {
                case WorkloadInstruction.Compute:
                    return Compute(block, ref registers);
                case WorkloadInstruction.Write:
                    return Write(block, ref registers);
                case WorkloadInstruction.EndRound:
                    return EndRound(block, ref registers);
                case WorkloadInstruction.Jump:
                    continue;
                default:
                    return GuestExit.TripleFault();
            }
        }
    }

    private GuestExit Compute(ulong block, ref GuestRegisters registers)
    {
        // What the kernel must give back to it: an answer, a debug register, a piece of the extended state.
        SoftwareCpu cpu = SoftwareCpu.Current;
        registers.R12 ^= registers.Rax + registers.Rbx + cpu.Registers.GetValueOrDefault("DR0") + cpu.ExtendedState[0];
        for (ulong i = 0; i < Accesses; i++)
        {
            ulong index = ((registers.R13 * Accesses) + i) & registers.R15;
            ulong linear = registers.R14 + ArrayOffset + (index * sizeof(ulong));
            if (path.Translate(block, linear, RegionRights.Read, out ulong from) is { } read)
            {
                return read;
            }

            registers.R12 = BitOperations.RotateLeft(registers.R12, 5) ^ ((path.Load(from) + registers.Rbp) * Multiplier);
            if (path.Translate(block, linear, RegionRights.Write, out ulong to) is { } write)
            {
                return write;
            }

            path.Store(to, registers.R12);
        }

        uint leaf = (uint)(registers.R12 % CpuidLeaves);
        registers.R13++;
        return GuestExit.Cpuid(leaf);
    }

    private GuestExit Write(ulong block, ref GuestRegisters registers)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"round {registers.Rbp}: {registers.R12:x16}\n");
        byte[] bytes = new byte[(text.Length + 7) / 8 * 8];
        _ = Encoding.ASCII.GetBytes(text, bytes);
        for (int i = 0; i < bytes.Length; i += sizeof(ulong))
        {
            ulong linear = registers.R14 + TextOffset + (ulong)i;
            if (path.Translate(block, linear, RegionRights.Write, out ulong host) is { } exit)
            {
                return exit;
            }

            path.Store(host, BitConverter.ToUInt64(bytes, i));
        }

        return GuestExit.Hypercall(kind, Hypercall.ConsoleWrite, registers.R14 + TextOffset, (ulong)text.Length);
    }

    private GuestExit EndRound(ulong block, ref GuestRegisters registers)
    {
        registers.Rbp++;
        registers.R13 = 0;
        if (path.Translate(block, registers.R14 + RoundsOffset, RegionRights.Write, out ulong host) is { } exit)
        {
            return exit;
        }

        path.Store(host, registers.Rbp);
        return GuestExit.Hypercall(kind, Hypercall.Yield);
    }
}
