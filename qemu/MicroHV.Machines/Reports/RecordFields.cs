// The fields of a record by name, for JSON.
using System.Reflection;

namespace MicroHV.Machines;

/// <summary>Turns a struct of <c>kernel/Abi</c> into names and values. Reserved fields are left out.</summary>
public static class RecordFields
{
    /// <summary>
    /// The fields of a record: 64-bit numbers as "0x…" (JSON readers lose bits of them), other numbers as numbers,
    /// enums by name,
    /// nested structs as nested dictionaries. Fixed buffers are left out: their meaning is their owner's.
    /// </summary>
    /// <param name="record">A struct.</param>
    public static IReadOnlyDictionary<string, object> Of(object record)
    {
        IEnumerable<FieldInfo> fields = record.GetType()
            .GetFields(BindingFlags.Public | BindingFlags.Instance)
            .Where(field => !field.Name.StartsWith("Reserved", StringComparison.Ordinal)
                && !field.IsDefined(typeof(System.Runtime.CompilerServices.FixedBufferAttribute)));
        return fields.ToDictionary(field => Camel(field.Name), field => Value(field.GetValue(record)!));
    }

    private static object Value(object value) => value switch
    {
        Enum => value.ToString()!,
        ulong number => $"0x{number:x}",
        byte or ushort or uint => value,
        _ => Of(value),
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
