// Reads [expect].
using MicroHV.Kernel.Abi;

namespace MicroHV.Partitions.Files;

/// <summary>From the table <c>[expect]</c> to <see cref="ExpectSection"/>.</summary>
internal static class ExpectSectionReader
{
    /// <summary>The section; without one nothing but good ends is expected.</summary>
    public static ExpectSection Read(TableReader root)
    {
        TableReader? reader = root.Table("expect", "[expect]");
        List<ExpectedErrorSection> errors = [];
        foreach (Node node in reader?.List("errors") ?? [])
        {
            if (ReadError(reader!, node) is { } error)
            {
                errors.Add(error);
            }
        }

        reader?.RefuseUnknownKeys();
        return new ExpectSection { Errors = errors };
    }

    private static ExpectedErrorSection? ReadError(TableReader reader, Node node)
    {
        const string Example = "write \"general: MemoryViolation\"";
        if (node is not ScalarNode { Value: string text })
        {
            reader.Break("MHV0004", node.Place, $"an expected error is {node.Kind}", Example);
            return null;
        }

        string[] parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        ErrorCode[] codes = [.. Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.None)];
        ErrorCode error = Array.Find(codes, code => code.ToString() == parts[^1]);
        if (parts.Length == 2 && error != ErrorCode.None)
        {
            return new ExpectedErrorSection(node.Place, parts[0], error);
        }

        string list = string.Join(", ", codes);
        reader.Break("MHV0005", node.Place, $"'{text}' is no expected error", $"{Example}; the errors are {list}");
        return null;
    }
}
