// Instructions as compilers and people wrote them.
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Vcpu.Decoding;

namespace MicroHV.Fuzzing.Decoding;

/// <summary>
/// A run of instructions from a random place of a random program, in a random code size: other sizes read the same bytes as other
/// instructions.
/// </summary>
internal sealed class ProgramCases : ICaseSource
{
    private readonly IcedReference _reference;
    private readonly byte[] _program;
    private readonly byte[] _case = new byte[1 + InstructionDecoder.MaxLengthBytes];
    private int _at;

    /// <summary>Begins where <paramref name="random"/> says.</summary>
    public ProgramCases(Random random)
    {
        int mode = random.Next(IcedReference.Sizes.Count);
        IReadOnlyList<byte[]> programs = MachinePrograms.For(IcedReference.Sizes[mode]);
        _program = programs[random.Next(programs.Count)];
        _at = random.Next(_program.Length);
        _case[0] = (byte)mode;
        _reference = new IcedReference(IcedReference.Sizes[mode]);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next()
    {
        if (_at > _program.Length - InstructionDecoder.MaxLengthBytes)
        {
            _at = 0;
        }

        _program.AsSpan(_at, InstructionDecoder.MaxLengthBytes).CopyTo(_case.AsSpan(1));
        _at += Math.Max(_reference.Length(_program, _at), 1);
        return _case;
    }
}
