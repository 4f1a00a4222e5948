// Where every failed check of the language ends.
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>
/// Where every failed check of the language ends: in the symbol <c>failed_check</c>, which whoever links this core library
/// provides and which never returns. The names are those that the compiler looks up. Those for broken code
/// (ThrowTypeLoadException, ThrowInvalidProgramException and their like) are missing on purpose: without them the build
/// stops where it would otherwise emit a method that fails when it runs.
/// </summary>
internal static class ThrowHelpers
{
    /// <summary>A stack cookie was overwritten; the number that <c>RhpFallbackFailFast</c> passes.</summary>
    internal const int StackSmashed = 100;

    [DoesNotReturn] internal static void ThrowIndexOutOfRangeException() => Fail(1);

    [DoesNotReturn] internal static void ThrowDivideByZeroException() => Fail(2);

    [DoesNotReturn] internal static void ThrowOverflowException() => Fail(3);

    [DoesNotReturn] internal static void ThrowNullReferenceException() => Fail(4);

    [DoesNotReturn] internal static void ThrowPlatformNotSupportedException() => Fail(5);

    [DoesNotReturn] internal static void ThrowFeatureBodyRemoved() => Fail(6);

    [DoesNotReturn] internal static void ThrowInvalidOperationException() => Fail(7);

    [DoesNotReturn] internal static void ThrowArgumentOutOfRangeException() => Fail(10);

    [DoesNotReturn] internal static void ThrowArgumentException() => Fail(11);

    [MethodImpl(MethodImplOptions.NoInlining)]
    [DoesNotReturn]
    private static void Fail(int code)
    {
        FailedCheck(code);
        while (true)
        {
        }
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("failed_check")]
    private static extern void FailedCheck(int code);
}
