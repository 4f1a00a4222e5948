// Writes microhv_abi.h: the records and numbers of room Abi that guests in C use.
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using MicroHV.Kernel.Abi;

namespace MicroHV.Gates.Layouts;

/// <summary>
/// The same structs and enumerations in C, with their comments. <c>InformationPage.TscHertz</c> is
/// <c>tsc_hertz</c> of <c>struct mhv_information_page</c>; <c>ReturnCode.NoError</c> is
/// <c>MHV_RETURN_CODE_NO_ERROR</c>.
/// </summary>
public static partial class CHeader
{
    private const string Heading = """
        /* What a partition and the kernel agree on. Written by linker/MicroHV.Gates from kernel/Abi; do not edit. */
        #ifndef MICROHV_ABI_H
        #define MICROHV_ABI_H

        #include <stddef.h>
        #include <stdint.h>

        """;

    private static readonly Type[] _enumerations =
    [
        typeof(Hypercall), typeof(ReturnCode), typeof(HypercallInstruction), typeof(HypervisorLeaf), typeof(RegionRights),
        typeof(MemoryType), typeof(RegionFlags), typeof(WindowFlags), typeof(PartitionMode), typeof(StartCondition),
        typeof(HealthEvent), typeof(HealthAction), typeof(Vendor), typeof(StopReason), typeof(CrashKind),
    ];

    /// <summary>The whole file.</summary>
    public static string Write(AbiComments comments)
    {
        StringBuilder text = new(Heading);
        foreach (Type enumeration in _enumerations)
        {
            AppendEnumeration(text, enumeration, comments);
        }

        AppendConstants(text, typeof(HypercallLimits), comments);
        AppendConstants(text, typeof(InformationPage), comments);
        AppendRecord(text, typeof(InformationPage), comments);
        AppendRecord(text, typeof(InformationRegion), comments);
        AppendRecord(text, typeof(InformationSchedule), comments);
        AppendRecord(text, typeof(InformationWindow), comments);
        AppendConstants(text, typeof(HealthRecord), comments);
        AppendRecord(text, typeof(HealthRecord), comments);
        AppendRecord(text, typeof(StopRecord), comments);
        AppendRecord(text, typeof(EntryFailureRecord), comments);
        AppendConstants(text, typeof(CrashRecord), comments);
        AppendRecord(text, typeof(CrashRecord), comments);
        return text.Append("\n#endif\n").ToString();
    }

    /// <summary>What <paramref name="name"/> is in C: <c>TscHertz</c> is <c>tsc_hertz</c>.</summary>
    public static string NameOf(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    private static void AppendEnumeration(StringBuilder text, Type type, AbiComments comments)
    {
        AppendComment(text.Append('\n'), "", comments.Find(type.Name));
        Append(text, $"enum mhv_{NameOf(type.Name)} {{");
        foreach (FieldInfo member in Constants(type))
        {
            AppendComment(text, "    ", comments.Find($"{type.Name}.{member.Name}"));
            Append(text, $"    MHV_{NameOf(type.Name + member.Name).ToUpperInvariant()} = {Number(member)},");
        }

        Append(text, $"}};");
    }

    private static void AppendConstants(StringBuilder text, Type type, AbiComments comments)
    {
        foreach (FieldInfo constant in Constants(type))
        {
            AppendComment(text.Append('\n'), "", comments.Find($"{type.Name}.{constant.Name}"));
            string suffix = constant.FieldType == typeof(ulong) ? "ull" : "u";
            string name = NameOf(type.Name + constant.Name).ToUpperInvariant();
            Append(text, $"#define MHV_{name} {Number(constant)}{suffix}");
        }
    }

    private static void AppendRecord(StringBuilder text, Type type, AbiComments comments)
    {
        RecordLayout layout = HostLayouts.Measure(type);
        string name = StructOf(type);
        AppendComment(text.Append('\n'), "", comments.Find(type.Name));
        Append(text, $"{name} {{");
        int end = 0;
        foreach (FieldPlace place in layout.Fields)
        {
            AppendGap(text, end, place.Offset);
            FieldInfo field = type.GetField(place.Name)!;
            FixedBufferAttribute? buffer = field.GetCustomAttribute<FixedBufferAttribute>();
            Type element = buffer?.ElementType ?? field.FieldType;
            string length = buffer is null ? "" : string.Create(CultureInfo.InvariantCulture, $"[{buffer.Length}]");
            AppendComment(text, "    ", comments.Find($"{type.Name}.{place.Name}"));
            Append(text, $"    {(IsText(type, place) ? "char" : WordOf(element))} {NameOf(place.Name)}{length};");
            end = place.Offset + (SizeBytes(element) * (buffer?.Length ?? 1));
        }

        AppendGap(text, end, layout.SizeBytes);
        Append(text, $"}};\n");
        foreach (FieldPlace place in layout.Fields)
        {
            Append(text, $"_Static_assert(offsetof({name}, {NameOf(place.Name)}) == 0x{place.Offset:x}, \"layout\");");
        }

        Append(text, $"_Static_assert(sizeof({name}) == 0x{layout.SizeBytes:x}, \"layout\");");
    }

    // Buffers of bytes hold zero-terminated text.
    private static bool IsText(Type type, FieldPlace place) =>
        type.GetField(place.Name)!.GetCustomAttribute<FixedBufferAttribute>()?.ElementType == typeof(byte);

    private static void AppendGap(StringBuilder text, int from, int to)
    {
        if (to > from)
        {
            Append(text, $"    uint8_t unused_{from:x3}[0x{to - from:x}];");
        }
    }

    private static string WordOf(Type type) => IsRecord(type) ? StructOf(type) : $"uint{SizeBytes(type) * 8}_t";

    private static string StructOf(Type type) => $"struct mhv_{NameOf(type.Name)}";

    private static bool IsRecord(Type type) => type is { IsValueType: true, IsPrimitive: false, IsEnum: false };

    private static int SizeBytes(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Object when IsRecord(type) => HostLayouts.Measure(type).SizeBytes,
        TypeCode.Byte => sizeof(byte),
        TypeCode.UInt16 => sizeof(ushort),
        TypeCode.UInt32 => sizeof(uint),
        TypeCode.UInt64 => sizeof(ulong),
        _ => throw new InvalidOperationException($"A header for C has no word for {type}."),
    };

    private static IEnumerable<FieldInfo> Constants(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.IsLiteral);

    private static string Number(FieldInfo constant)
    {
        ulong value = Convert.ToUInt64(constant.GetRawConstantValue(), CultureInfo.InvariantCulture);
        return value <= ushort.MaxValue
            ? value.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");
    }

    private static void AppendComment(StringBuilder text, string indent, string? comment)
    {
        const int MaxColumns = 110;
        if (comment is null)
        {
            return;
        }

        StringBuilder line = new($"{indent}/*");
        foreach (string word in comment.Split(' '))
        {
            if (line.Length + 1 + word.Length > MaxColumns)
            {
                _ = text.Append(line).Append('\n');
                line = new StringBuilder($"{indent}  ");
            }

            _ = line.Append(' ').Append(word);
        }

        _ = text.Append(line).Append(" */\n");
    }

    private static void Append(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
