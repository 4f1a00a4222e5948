// What the C# compiler calls for constant tables.
namespace System.Runtime.CompilerServices;

/// <summary>What the C# compiler calls for constant tables.</summary>
public static class RuntimeHelpers
{
    /// <summary>Offset of the first character of a string in bytes.</summary>
    public static unsafe int OffsetToStringData => sizeof(void*) + sizeof(int);

    /// <summary>A view of a constant table; the ahead-of-time compiler supplies the body.</summary>
    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle field) => default;
}
