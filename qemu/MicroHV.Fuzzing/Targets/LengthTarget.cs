// The instruction decoder, held against Iced.
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Decoding;
using MicroHV.Kernel.Vcpu.Decoding;

namespace MicroHV.Fuzzing.Targets;

/// <summary>
/// A case is the code size in one byte, and the bytes of an instruction. Where Iced knows an instruction, ours has its length;
/// and whatever ours accepts is decoded from exactly its own bytes and from no fewer.
/// </summary>
internal class LengthTarget : FuzzTarget
{
    private const int CodeBytes = 24;

    private readonly IcedReference[] _references = [.. IcedReference.Sizes.Select(size => new IcedReference(size))];
    private readonly byte[] _code = new byte[CodeBytes];

    /// <inheritdoc/>
    public override int MaxCaseBytes => 1 + CodeBytes;

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> bytes)
    {
        CaseBytes input = new(bytes);
        int mode = input.Choice(_references.Length);
        CodeSize size = IcedReference.Sizes[mode];
        _code.AsSpan().Clear();
        input.Bytes(CodeBytes).CopyTo(_code);
        Demand(_references[mode].Disagreement(_code) is null, _references[mode].Disagreement(_code) ?? "");
        bool isOurs = InstructionDecoder.TryDecode(_code, size, out Instruction whole);
        ExitInstruction expected = isOurs ? ExitInstruction.Of(in whole) : default;
        bool isExit = ExitInstruction.TryDecode(_code, size, out ExitInstruction exit);
        Demand(isExit == (expected.Kind != ExitInstructionKind.None), $"{expected.Kind} and exit {isExit}");
        Demand(expected.Equals(exit), $"decoded at once {exit.Kind}, in two steps {expected.Kind}");
        if (!isOurs)
        {
            return $"{size} no instruction";
        }

        DemandExactBytes(size, in whole);
        return $"{size} {whole.Encoding} {whole.Map} {exit.Kind}";
    }

    private void DemandExactBytes(CodeSize size, in Instruction whole)
    {
        Demand(whole.Length is > 0 and <= InstructionDecoder.MaxLengthBytes, $"a length of {whole.Length}");
        bool isExact = InstructionDecoder.TryDecode(_code.AsSpan(0, whole.Length), size, out Instruction exact);
        Demand(isExact && exact.Equals(whole), "its own bytes are not enough, or say something else");
        bool isShorter = InstructionDecoder.TryDecode(_code.AsSpan(0, whole.Length - 1), size, out _);
        Demand(!isShorter, "it is decoded from too few bytes");
    }
}
