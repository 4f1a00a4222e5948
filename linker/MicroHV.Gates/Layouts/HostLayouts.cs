// Layouts as .NET on the host computes them.
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;

namespace MicroHV.Gates.Layouts;

/// <summary>
/// Layouts of the structs that more than one compiler sees: those with explicit layout in the kernel's rooms Abi, Stop and Vcpu.
/// Sizes and offsets are measured, not read from attributes.
/// </summary>
public static class HostLayouts
{
    private static readonly string[] _rooms = ["MicroHV.Kernel.Abi", "MicroHV.Kernel.Stop", "MicroHV.Kernel.Vcpu"];

    /// <summary>The assembly that holds the kernel's sources on the host.</summary>
    public static Assembly Model => typeof(GuestRegisters).Assembly;

    /// <summary>All records, by name.</summary>
    public static IReadOnlyList<RecordLayout> All() => [.. RecordTypes(Model).Select(Measure)];

    /// <summary>The layout of one struct.</summary>
    public static RecordLayout Measure(Type type) =>
        new(type.Name, type.FullName!, SizeOf(type), [.. VisibleFields(type).Select(field => Place(type, field))]);

    private static IEnumerable<Type> RecordTypes(Assembly assembly) =>
        assembly.GetTypes().Where(IsRecord).OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static bool IsRecord(Type type) =>
        type.IsValueType && type.IsExplicitLayout && !type.IsNested && !type.IsByRefLike && !type.IsGenericType
        && _rooms.Contains(type.Namespace);

    private static IEnumerable<FieldInfo> VisibleFields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => !field.IsPrivate)
            .OrderBy(field => field.MetadataToken);

    private static FieldPlace Place(Type type, FieldInfo field)
    {
        bool isBuffer = field.GetCustomAttribute<FixedBufferAttribute>() is not null;
        return new FieldPlace(field.Name, OffsetOf(type, field), isBuffer, IsRecord(field.FieldType) ? field.FieldType.Name : null);
    }

    private static int SizeOf(Type type)
    {
        DynamicMethod method = new("SizeOf", typeof(int), [], restrictedSkipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Sizeof, type);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }

    private static int OffsetOf(Type type, FieldInfo field)
    {
        DynamicMethod method = new("OffsetOf", typeof(int), [], typeof(HostLayouts).Module, skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        LocalBuilder record = code.DeclareLocal(type);
        code.Emit(OpCodes.Ldloca, record);
        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Ldloca, record);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Sub);
        code.Emit(OpCodes.Conv_I4);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }
}
