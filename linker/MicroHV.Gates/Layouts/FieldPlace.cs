// Where a field lies.
namespace MicroHV.Gates.Layouts;

/// <summary>Where a field lies.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="Offset">Distance from the start of the struct in bytes.</param>
/// <param name="IsBuffer">Whether it is a <c>fixed</c> buffer.</param>
/// <param name="Record">The struct that the field holds, if that is a record itself.</param>
public sealed record FieldPlace(string Name, int Offset, bool IsBuffer, string? Record);
