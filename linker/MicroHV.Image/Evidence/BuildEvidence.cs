// What a build was made of, what it made, and what was checked of it.
using MicroHV.Partitions.Rules;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Evidence;

/// <summary>
/// The evidence of one build, as <c>system.evidence.json</c> has it. It holds no time and no path of this computer: the same
/// inputs give the same bytes.
/// </summary>
/// <param name="Format">Changes whenever the meaning of a field changes.</param>
/// <param name="Versions">Versions of tools and layouts.</param>
/// <param name="Inputs">Every file that the build was made of.</param>
/// <param name="Outputs">Every file that it made, this one aside.</param>
/// <param name="Rules">Every rule with its verdict, by id.</param>
/// <param name="Tables">What walks over the nested tables found.</param>
/// <param name="System">The system as <c>show --json</c> prints it: machine, time, memory, who reaches what, grants.</param>
internal sealed record BuildEvidence(
    int Format,
    EvidenceVersions Versions,
    IReadOnlyList<HashedFile> Inputs,
    IReadOnlyList<HashedFile> Outputs,
    IReadOnlyList<RuleVerdict> Rules,
    IReadOnlyList<TableEvidence> Tables,
    SystemView System);
