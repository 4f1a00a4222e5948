// One thing that a kit offers.
namespace MicroHV.Image.Tests.Documentation.Kits;

/// <summary>A function, property, constant or struct of a kit.</summary>
/// <param name="Section">Where its page shows it: a heading of the header, or a class.</param>
/// <param name="Name">What twins are told by: <c>mhv_yield</c>, <c>Partition.Yield</c>. Overloads share it.</param>
/// <param name="Signature">How it is declared.</param>
/// <param name="Summary">What its comment says, in Markdown.</param>
/// <param name="Fields">The fields, if it is a struct that can be seen into.</param>
internal sealed record KitMember(
    string Section, string Name, string Signature, string Summary, IReadOnlyList<string> Fields);
