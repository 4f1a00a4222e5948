// Attributes and markers of namespace System.Runtime.CompilerServices.
namespace System.Runtime.CompilerServices;

/// <summary>The ahead-of-time compiler knows the member by name and supplies its body.</summary>
internal sealed class IntrinsicAttribute : Attribute { }

/// <summary>The name of an indexer.</summary>
public sealed class IndexerNameAttribute : Attribute
{
    /// <summary>Names it <paramref name="indexerName"/>.</summary>
    public IndexerNameAttribute(string indexerName) { }
}

/// <summary>A field of <c>fixed</c> size.</summary>
public sealed class FixedBufferAttribute : Attribute
{
    /// <summary>A buffer of <paramref name="length"/> elements.</summary>
    public FixedBufferAttribute(Type elementType, int length) { }
}

/// <summary>The struct holds a buffer.</summary>
public sealed class UnsafeValueTypeAttribute : Attribute { }

/// <summary>The compiler wrote it.</summary>
public sealed class CompilerGeneratedAttribute : Attribute { }

/// <summary>Locals start with whatever the stack holds.</summary>
public sealed class SkipLocalsInitAttribute : Attribute { }

/// <summary>The struct is its one field, repeated.</summary>
public sealed class InlineArrayAttribute : Attribute
{
    /// <summary>Repeated <paramref name="length"/> times.</summary>
    public InlineArrayAttribute(int length) { }
}

/// <summary>A method that is called as if it belonged to its first argument.</summary>
public sealed class ExtensionAttribute : Attribute { }

/// <summary>Names the elements of a tuple.</summary>
public sealed class TupleElementNamesAttribute : Attribute
{
    /// <summary>The names, in order.</summary>
    public TupleElementNamesAttribute(string[] transformNames) { }
}

/// <summary>Marks setters that only initializers may call.</summary>
public static class IsExternalInit { }

/// <summary>Marks volatile fields.</summary>
public static class IsVolatile { }

/// <summary>How a method is compiled.</summary>
[Flags]
public enum MethodImplOptions
{
    /// <summary>Never copied into its callers.</summary>
    NoInlining = 0x0008,

    /// <summary>Copied into its callers where that is possible at all.</summary>
    AggressiveInlining = 0x0100,

    /// <summary>The body is a symbol that the linker finds.</summary>
    InternalCall = 0x1000,
}

/// <summary>Says how a method is compiled.</summary>
public sealed class MethodImplAttribute : Attribute
{
    /// <summary>Compiled as <paramref name="methodImplOptions"/> say.</summary>
    public MethodImplAttribute(MethodImplOptions methodImplOptions) { }
}

/// <summary>What the C# compiler may emit for this core library.</summary>
public static class RuntimeFeature
{
    /// <summary>Static abstract members of interfaces.</summary>
    public const string VirtualStaticsInInterfaces = nameof(VirtualStaticsInInterfaces);

    /// <summary>Function pointers with a calling convention.</summary>
    public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);

    /// <summary>Bodies in interfaces.</summary>
    public const string DefaultImplementationsOfInterfaces = nameof(DefaultImplementationsOfInterfaces);

    /// <summary>Fields that are references.</summary>
    public const string ByRefFields = nameof(ByRefFields);

    /// <summary>Ref structs as type arguments.</summary>
    public const string ByRefLikeGenerics = nameof(ByRefLikeGenerics);

    /// <summary><c>nint</c> is <c>IntPtr</c>.</summary>
    public const string NumericIntPtr = nameof(NumericIntPtr);
}
