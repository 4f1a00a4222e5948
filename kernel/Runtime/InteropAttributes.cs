// Layout of structs, and the attributes that tie C# to assembly.
namespace System.Runtime.InteropServices
{
    /// <summary>How text would be passed; nothing here passes text.</summary>
    public enum CharSet
    {
        /// <summary>Unspecified.</summary>
        None = 1,

        /// <summary>Bytes.</summary>
        Ansi = 2,

        /// <summary>UTF-16.</summary>
        Unicode = 3,

        /// <summary>As the platform does.</summary>
        Auto = 4,
    }

    /// <summary>Who places the fields of a struct.</summary>
    public enum LayoutKind
    {
        /// <summary>The order in the source.</summary>
        Sequential = 0,

        /// <summary>An offset on each field.</summary>
        Explicit = 2,

        /// <summary>The compiler.</summary>
        Auto = 3,
    }

    /// <summary>Says who places the fields of a struct.</summary>
    public sealed class StructLayoutAttribute : Attribute
    {
        /// <summary>Placed as <paramref name="layoutKind"/> says.</summary>
        public StructLayoutAttribute(LayoutKind layoutKind) { }

        /// <summary>Largest alignment of a field in bytes.</summary>
        public int Pack;

        /// <summary>Size of the struct in bytes.</summary>
        public int Size;

        /// <summary>How text would be passed.</summary>
        public CharSet CharSet;
    }

    /// <summary>Offset of a field in bytes.</summary>
    public sealed class FieldOffsetAttribute : Attribute
    {
        /// <summary>Placed at <paramref name="offset"/>.</summary>
        public FieldOffsetAttribute(int offset) { }
    }

    /// <summary>A parameter that is only read.</summary>
    public sealed class InAttribute : Attribute { }

    /// <summary>How a type argument is passed; needed for the constraint <c>unmanaged</c>.</summary>
    public enum UnmanagedType { }
}

namespace System.Runtime
{
    /// <summary>Gives a method a symbol that assembly can call.</summary>
    internal sealed class RuntimeExportAttribute : Attribute
    {
        /// <summary>The symbol is <paramref name="entry"/>.</summary>
        public RuntimeExportAttribute(string entry) { }
    }

    /// <summary>The body of the method is a symbol in an assembly file.</summary>
    internal sealed class RuntimeImportAttribute : Attribute
    {
        /// <summary>The symbol is <paramref name="entry"/>.</summary>
        public RuntimeImportAttribute(string entry) { }
    }
}
