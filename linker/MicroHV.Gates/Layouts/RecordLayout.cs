// Size of a struct and places of its fields, as one of the compilers sees them.
namespace MicroHV.Gates.Layouts;

/// <summary>Size of a struct and places of its fields.</summary>
/// <param name="Name">Name of the struct without its namespace.</param>
/// <param name="FullName">Name of the struct as C# writes it.</param>
/// <param name="SizeBytes">Size in bytes.</param>
/// <param name="Fields">Its fields, in the order of the source.</param>
public sealed record RecordLayout(string Name, string FullName, int SizeBytes, IReadOnlyList<FieldPlace> Fields);
