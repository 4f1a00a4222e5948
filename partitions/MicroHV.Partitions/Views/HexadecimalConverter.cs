// Addresses in JSON: hexadecimal, as everywhere else.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>Writes a number as <c>"0x1F000"</c>.</summary>
public sealed class HexadecimalConverter : JsonConverter<ulong>
{
    private const string Prefix = "0x";

    /// <inheritdoc/>
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.GetString();
        bool isNumber = ulong.TryParse(
            text?.StartsWith(Prefix, StringComparison.Ordinal) == true ? text.AsSpan(Prefix.Length) : [],
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out ulong value);
        return isNumber ? value : throw new JsonException($"'{text}' is no hexadecimal number");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{value:X}"));
}
