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

    // One loop and no return: so the compiler sees that they never come back, and moves what calls them out of the way.

    [DoesNotReturn]
    internal static void ThrowIndexOutOfRangeException()
    {
        while (true)
        {
            FailedCheck(1);
        }
    }

    [DoesNotReturn]
    internal static void ThrowDivideByZeroException()
    {
        while (true)
        {
            FailedCheck(2);
        }
    }

    [DoesNotReturn]
    internal static void ThrowOverflowException()
    {
        while (true)
        {
            FailedCheck(3);
        }
    }

    [DoesNotReturn]
    internal static void ThrowNullReferenceException()
    {
        while (true)
        {
            FailedCheck(4);
        }
    }

    [DoesNotReturn]
    internal static void ThrowPlatformNotSupportedException()
    {
        while (true)
        {
            FailedCheck(5);
        }
    }

    [DoesNotReturn]
    internal static void ThrowFeatureBodyRemoved()
    {
        while (true)
        {
            FailedCheck(6);
        }
    }

    [DoesNotReturn]
    internal static void ThrowInvalidOperationException()
    {
        while (true)
        {
            FailedCheck(7);
        }
    }

    [DoesNotReturn]
    internal static void ThrowArgumentOutOfRangeException()
    {
        while (true)
        {
            FailedCheck(10);
        }
    }

    [DoesNotReturn]
    internal static void ThrowArgumentException()
    {
        while (true)
        {
            FailedCheck(11);
        }
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("failed_check")]
    private static extern void FailedCheck(int code);
}
