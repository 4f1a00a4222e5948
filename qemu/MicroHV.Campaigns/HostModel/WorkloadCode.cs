// The instructions of the workload, as they lie in a partition's memory.
using MicroHV.Fuzzing.Boots;

namespace MicroHV.Campaigns.HostModel;

/// <summary>What the workload does with one instruction.</summary>
internal enum WorkloadInstruction
{
    /// <summary>Works on its array; CPUID ends it.</summary>
    Compute,

    /// <summary>Says its result, by a hypercall.</summary>
    Write,

    /// <summary>Ends its round and yields, by a hypercall.</summary>
    EndRound,

    /// <summary>Goes back to the first one.</summary>
    Jump,
}

/// <summary>
/// One round and the jump to its beginning, at the same places on each vendor's processor. What a guest does next is what stands at its
/// RIP: a wrong RIP, or tables that lead it elsewhere, mean wrong code.
/// </summary>
/// <param name="path">How the guest reaches memory.</param>
/// <param name="kind">The processor.</param>
/// <param name="start">Linear address of the first instruction.</param>
/// <param name="host">Host-physical address of the first instruction.</param>
internal sealed class WorkloadCode(GuestMemoryPath path, ProcessorKind kind, ulong start, ulong host)
{
    private const int AreaBytes = 64;
    private const int ComputeSteps = 6;
    private const byte Int3 = 0xCC;

    private static readonly byte[] _cpuid = [0x0F, 0xA2];
    private static readonly byte[] _vmcall = [0x0F, 0x01, 0xC1];
    private static readonly byte[] _vmmcall = [0x0F, 0x01, 0xD9];

    private readonly (int Offset, byte[] Bytes, WorkloadInstruction Instruction)[] _instructions = [.. Assemble(kind)];

    /// <summary>Puts it where it belongs, with nothing behind it that could be executed.</summary>
    public void Lay()
    {
        Span<byte> area = stackalloc byte[AreaBytes];
        area.Fill(Int3);
        foreach ((int offset, byte[] bytes, _) in _instructions)
        {
            bytes.CopyTo(area[offset..]);
        }

        for (int i = 0; i < AreaBytes; i += sizeof(ulong))
        {
            path.Store(host + (ulong)i, BitConverter.ToUInt64(area[i..]));
        }
    }

    /// <summary>The instruction at <paramref name="rip"/>; null if none begins there, or other bytes stand there.</summary>
    /// <param name="rip">A linear address.</param>
    /// <param name="at">The host-physical address that the guest's tables give it.</param>
    public WorkloadInstruction? Find(ulong rip, ulong at)
    {
        foreach ((int offset, byte[] bytes, WorkloadInstruction instruction) in _instructions)
        {
            if (rip - start == (ulong)offset)
            {
                bool isThere = BitConverter.GetBytes(path.Load(at)).AsSpan().StartsWith(bytes);
                return isThere ? instruction : null;
            }
        }

        return null;
    }

    private static IEnumerable<(int Offset, byte[] Bytes, WorkloadInstruction Instruction)> Assemble(ProcessorKind kind)
    {
        const byte ShortJump = 0xEB;
        const int ShortJumpBytes = 2;
        byte[] hypercall = kind == ProcessorKind.Intel ? _vmcall : _vmmcall;
        int offset = 0;
        for (int i = 0; i < ComputeSteps; i++)
        {
            yield return (offset, _cpuid, WorkloadInstruction.Compute);
            offset += _cpuid.Length;
        }

        yield return (offset, hypercall, WorkloadInstruction.Write);
        offset += hypercall.Length;
        yield return (offset, hypercall, WorkloadInstruction.EndRound);
        offset += hypercall.Length;
        yield return (offset, [ShortJump, (byte)-(offset + ShortJumpBytes)], WorkloadInstruction.Jump);
    }
}
