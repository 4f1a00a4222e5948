// The symbols that C# declares to be in assembly.
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MicroHV.Gates.Gates;

/// <summary>The symbols that C# declares to be in assembly, with <c>[RuntimeImport("symbol")]</c>.</summary>
public static class DeclaredExterns
{
    private const string Attribute = "RuntimeImportAttribute";

    /// <summary>Those of the assembly at <paramref name="path"/>.</summary>
    public static IReadOnlySet<string> Of(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.CustomAttributes
            .Select(metadata.GetCustomAttribute)
            .Where(attribute => TypeName(metadata, attribute) == Attribute)
            .Select(attribute => FirstArgument(metadata, attribute))
            .ToHashSet(StringComparer.Ordinal);
    }

    private static string? TypeName(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MethodDefinition)
        {
            return null;
        }

        MethodDefinition constructor = metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor);
        return metadata.GetString(metadata.GetTypeDefinition(constructor.GetDeclaringType()).Name);
    }

    private static string FirstArgument(MetadataReader metadata, CustomAttribute attribute)
    {
        BlobReader value = metadata.GetBlobReader(attribute.Value);
        _ = value.ReadUInt16();
        return value.ReadSerializedString() ?? "";
    }
}
