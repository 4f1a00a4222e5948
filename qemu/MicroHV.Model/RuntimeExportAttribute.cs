// .NET has no such attribute in public; the kernel's sources name the functions that assembly calls with it.
namespace System.Runtime;

/// <summary>The method is called from assembly under a name of its own; nothing happens under .NET.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute : Attribute
{
    /// <summary>The name is <paramref name="entry"/>.</summary>
    public RuntimeExportAttribute(string entry) => Entry = entry;

    /// <summary>The name.</summary>
    public string Entry { get; }
}
