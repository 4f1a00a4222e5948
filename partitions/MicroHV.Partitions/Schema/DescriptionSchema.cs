// The JSON Schema of system.toml, as text.
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MicroHV.Partitions.Schema;

/// <summary>The JSON Schema of a description, made of the sections.</summary>
public static class DescriptionSchema
{
    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema.</summary>
    public static string Text => SchemaDefinitions.OfDescription().ToJsonString(_json) + "\n";
}
