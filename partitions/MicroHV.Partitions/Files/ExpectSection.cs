// What [expect] says.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>What a good run of the system shows beside exit codes of 0.</summary>
public sealed class ExpectSection
{
    /// <summary>The errors that must occur, each once.</summary>
    public required IReadOnlyList<ExpectedErrorSection> Errors { get; init; }
}

/// <summary>An error that a partition is meant to make.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Partition">Name of the partition.</param>
/// <param name="Error">The error.</param>
public sealed record ExpectedErrorSection(Place Place, string Partition, ErrorCode Error);
