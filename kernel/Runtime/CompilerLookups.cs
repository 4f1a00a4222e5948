// Types that the ahead-of-time compiler looks up by name and that nothing here calls.
using System.Runtime.CompilerServices;

namespace Internal.Runtime.CompilerHelpers
{
    /// <summary>Must exist; there is nothing to start.</summary>
    internal static class StartupCodeHelpers { }

    /// <summary>Asked for where a constant table is met; the table itself is then read without them.</summary>
    internal static class LdTokenHelpers
    {
        private static System.RuntimeTypeHandle GetRuntimeTypeHandle(nint handle) => default;

        private static System.RuntimeMethodHandle GetRuntimeMethodHandle(nint handle) => default;

        private static System.RuntimeFieldHandle GetRuntimeFieldHandle(nint handle) => default;
    }
}

namespace System.Runtime
{
    /// <summary>Casts between reference types, of which there are none.</summary>
    internal static unsafe class TypeCast
    {
        private static object CheckCastAny(void* type, object value) => value;

        private static object CheckCastInterface(void* type, object value) => value;

        private static object CheckCastClass(void* type, object value) => value;

        private static object CheckCastClassSpecial(void* type, object value) => value;

        private static object IsInstanceOfAny(void* type, object value) => value;

        private static object IsInstanceOfInterface(void* type, object value) => value;

        private static object IsInstanceOfClass(void* type, object value) => value;

        private static bool IsInstanceOfException(void* type, object value) => false;
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>
    /// What code with a static constructor calls. A build with such code fails at the gate that names the class; without
    /// this type the compiler would stop before, and name only this type.
    /// </summary>
    internal static class ClassConstructorRunner
    {
        private static nint CheckStaticClassConstructionReturnNonGCStaticBase(
            ref StaticClassConstructionContext context, nint nonGCStaticBase) => nonGCStaticBase;

        private static object CheckStaticClassConstructionReturnGCStaticBase(
            ref StaticClassConstructionContext context, object gcStaticBase) => gcStaticBase;

        private static void CheckStaticClassConstruction(ref StaticClassConstructionContext context) { }
    }

    /// <summary>State of a static constructor.</summary>
    public struct StaticClassConstructionContext
    {
        /// <summary>Address of the constructor; zero once it has run.</summary>
        public nint cctorMethodAddress;
    }
}

namespace System.Runtime.InteropServices
{
    /// <summary>Interfaces that are found while running; there are none.</summary>
    public interface IDynamicInterfaceCastable
    {
        internal static nint GetDynamicInterfaceImplementation(object instance, nint type, ushort slot) => 0;
    }
}
