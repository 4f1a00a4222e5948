// Refuses records that the kernel, the host and assembly do not see alike.
using MicroHV.Gates.Layouts;

namespace MicroHV.Gates.Gates;

/// <summary>Sizes and offsets of the kernel's records are the same for ILC, for .NET on the host and for nasm.</summary>
public static class RecordLayoutGate
{
    /// <summary>Where <paramref name="other"/> differs from what the host sees.</summary>
    /// <param name="host">The records as .NET lays them out.</param>
    /// <param name="other">Names as <see cref="AbiOffsets"/> writes them, with sizes and offsets.</param>
    /// <param name="compiler">Who sees <paramref name="other"/>, for the message.</param>
    public static IEnumerable<Finding> Check(
        IReadOnlyList<RecordLayout> host, IReadOnlyDictionary<string, long> other, string compiler)
    {
        foreach (RecordLayout record in host)
        {
            foreach (Finding finding in Compare(AbiOffsets.SizeName(record), record.SizeBytes, other, compiler))
            {
                yield return finding;
            }

            foreach (FieldPlace field in record.Fields)
            {
                foreach (Finding finding in Compare($"{record.Name}.{field.Name}", field.Offset, other, compiler))
                {
                    yield return finding;
                }
            }
        }
    }

    private static IEnumerable<Finding> Compare(
        string name, long expected, IReadOnlyDictionary<string, long> other, string compiler)
    {
        if (!other.TryGetValue(name, out long actual))
        {
            yield return new Finding("records", $"{name} is 0x{expected:X} on the host and unknown to {compiler}", WayOut);
        }
        else if (actual != expected)
        {
            yield return new Finding(
                "records", $"{name} is 0x{expected:X} on the host and 0x{actual:X} for {compiler}", WayOut);
        }
    }

    private const string WayOut = "give the struct explicit offsets and a size, and fields of the same width everywhere";
}
