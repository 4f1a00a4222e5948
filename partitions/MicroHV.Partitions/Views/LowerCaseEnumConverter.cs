// Members of an enum in JSON: in lower case, as descriptions have them.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>Writes a member as its name, beginning with a small letter.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class LowerCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
