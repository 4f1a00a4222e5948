// The decoder that ours is held against: Iced, reading as AMD's or as Intel's processors do.
using Iced.Intel;
using MicroHV.Kernel.Vcpu.Decoding;
using CodeSize = MicroHV.Kernel.Vcpu.Decoding.CodeSize;
using IcedInstruction = Iced.Intel.Instruction;
using Instruction = MicroHV.Kernel.Vcpu.Decoding.Instruction;

namespace MicroHV.Fuzzing.Decoding;

/// <summary>One Iced decoder for one code size, used again and again on changing bytes.</summary>
internal sealed class IcedReference
{
    private readonly Bytes _bytes = new();
    private readonly Decoder _decoder;
    private readonly CodeSize _size;
    private readonly bool _readsAsIntel;

    public IcedReference(CodeSize size, bool readsAsIntel = false)
    {
        _size = size;
        _readsAsIntel = readsAsIntel;
        _decoder = Decoder.Create(Bitness(size), _bytes, readsAsIntel ? DecoderOptions.None : DecoderOptions.AMD);
    }

    public static IReadOnlyList<CodeSize> Sizes { get; } = [CodeSize.Bits16, CodeSize.Bits32, CodeSize.Bits64];

    /// <summary>Decodes the instruction at <paramref name="start"/>; Iced's Code is INVALID if it knows none.</summary>
    public IcedInstruction Decode(byte[] bytes, int start = 0)
    {
        _bytes.Reset(bytes, start);
        _decoder.IP = 0;
        return _decoder.Decode();
    }

    /// <summary>Length of the instruction at <paramref name="start"/> if Iced knows one, else 0.</summary>
    public int Length(byte[] bytes, int start = 0)
    {
        IcedInstruction instruction = Decode(bytes, start);
        return instruction.Code == Code.INVALID ? 0 : instruction.Length;
    }

    /// <summary>
    /// Null if our decoder gives the instruction at <paramref name="start"/> the length that Iced gives it, or Iced
    /// knows none, or <see cref="DeliberateDifferences"/> lists the instruction; else a sentence that shows both
    /// lengths.
    /// </summary>
    public string? Disagreement(byte[] bytes, int start = 0)
    {
        IcedInstruction theirs = Decode(bytes, start);
        if (theirs.Code == Code.INVALID)
        {
            return null;
        }

        bool isOurs = InstructionDecoder.TryDecode(bytes.AsSpan(start), _size, out Instruction ours);
        if (isOurs && ours.Length == theirs.Length)
        {
            return null;
        }

        if (_readsAsIntel && isOurs && DeliberateDifferences.Lists(in theirs, in ours))
        {
            return null;
        }

        string hex = Convert.ToHexString(bytes, start, Math.Min(15, bytes.Length - start));
        string length = isOurs ? $"{ours.Length}" : "nothing";
        return $"{_size} {hex}: Iced says {theirs.Code}, {theirs.Length} bytes, we say {length}";
    }

    private static int Bitness(CodeSize size) => size switch
    {
        CodeSize.Bits16 => 16,
        CodeSize.Bits32 => 32,
        CodeSize.Bits64 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(size)),
    };

    private sealed class Bytes : CodeReader
    {
        private byte[] _bytes = [];
        private int _position;

        public void Reset(byte[] bytes, int start)
        {
            _bytes = bytes;
            _position = start;
        }

        public override int ReadByte() => _position < _bytes.Length ? _bytes[_position++] : -1;
    }
}
