// Tables of what the kernel agrees on with guests and host tools.
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using MicroHV.Gates.Layouts;

namespace MicroHV.Image.Tests.Documentation;

/// <summary>A type of room Abi as a table in Markdown, with the words of its doc comments.</summary>
internal static class AbiTables
{
    /// <summary>The folder of the room.</summary>
    public static readonly string Folder = Path.Combine(Repository.Root, "kernel", "Abi");

    private const ulong FirstHexadecimal = 32;

    private static readonly AbiComments _comments = AbiComments.Read(Folder);

    /// <summary>
    /// The type called <paramref name="name"/>: fields of a record, members of an enumeration, constants of a class; or, with
    /// " constants" behind the name, those of a record.
    /// </summary>
    public static string Of(string name)
    {
        string[] words = name.Split(' ', 2);
        Type type = HostLayouts.Model.GetType($"MicroHV.Kernel.Abi.{words[0]}", throwOnError: true)!;
        return type.IsEnum || type.IsClass || words.Length > 1 ? ConstantsOf(type) : FieldsOf(type);
    }

    private static string ConstantsOf(Type type)
    {
        StringBuilder table = new("| Name | Number | Meaning |\n|---|---|---|\n");
        foreach (FieldInfo member in type.GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.IsLiteral))
        {
            ulong value = Convert.ToUInt64(member.GetRawConstantValue(), CultureInfo.InvariantCulture);
            _ = table.Append(CultureInfo.InvariantCulture, $"| `{member.Name}` | {Number(value)} | {Words(type, member.Name)} |\n");
        }

        return table.ToString();
    }

    private static string FieldsOf(Type type)
    {
        StringBuilder table = new("| Offset | Bytes | Field | Meaning |\n|---|---|---|---|\n");
        RecordLayout layout = HostLayouts.Measure(type);
        foreach (FieldPlace place in layout.Fields.Where(place => !place.Name.StartsWith("Reserved", StringComparison.Ordinal)))
        {
            int sizeBytes = SizeBytes(type.GetField(place.Name)!);
            _ = table.Append(
                CultureInfo.InvariantCulture,
                $"| 0x{place.Offset:X3} | {sizeBytes} | `{place.Name}` | {Words(type, place.Name)} |\n");
        }

        return table.Append(CultureInfo.InvariantCulture, $"| 0x{layout.SizeBytes:X3} | | | End. |\n").ToString();
    }

    private static string Words(Type type, string member) => _comments.FindMarkdown($"{type.Name}.{member}")
        ?? throw new InvalidOperationException($"{type.Name}.{member} has no summary.");

    private static string Number(ulong value) => value < FirstHexadecimal
        ? value.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"0x{value:X}");

    private static int SizeBytes(FieldInfo field)
    {
        FixedBufferAttribute? buffer = field.GetCustomAttribute<FixedBufferAttribute>();
        Type type = buffer?.ElementType ?? field.FieldType;
        int elementSizeBytes = type.IsEnum || type.IsPrimitive
            ? System.Runtime.InteropServices.Marshal.SizeOf(type.IsEnum ? Enum.GetUnderlyingType(type) : type)
            : HostLayouts.Measure(type).SizeBytes;
        return elementSizeBytes * (buffer?.Length ?? 1);
    }
}
