// The instruction decoder, held against Iced over the programs of this machine.
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Decoding;

namespace MicroHV.Fuzzing.Targets;

/// <summary>The same cases as those of <see cref="LengthTarget"/>, read from programs one instruction after the other.</summary>
internal sealed class ProgramTarget : LengthTarget
{
    /// <inheritdoc/>
    public override ICaseSource Source(Random random, IReadOnlyList<byte[]> corpus) => new ProgramCases(random);
}
