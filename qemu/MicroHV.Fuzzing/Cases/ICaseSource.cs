// Where fresh cases come from.
namespace MicroHV.Fuzzing.Cases;

/// <summary>An endless row of cases.</summary>
internal interface ICaseSource
{
    /// <summary>The next case; its bytes are good until the next call.</summary>
    ReadOnlySpan<byte> Next();
}
