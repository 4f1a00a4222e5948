// What a guest does when something is not as it must be.
using System;
using System.Diagnostics.CodeAnalysis;

namespace MicroHV.Guest;

/// <summary>Checks that end the partition with a message and an exit code that is not zero.</summary>
public static class Check
{
    /// <summary>Exit code of a failed check.</summary>
    public const ulong FailedExitCode = 1;

    /// <summary>Ends the partition if <paramref name="condition"/> does not hold.</summary>
    /// <param name="condition">What must be true.</param>
    /// <param name="message">What is wrong if it is not.</param>
    public static void That(bool condition, ReadOnlySpan<byte> message)
    {
        if (!condition)
        {
            Fail(message);
        }
    }

    /// <summary>Writes <paramref name="message"/> and ends the partition.</summary>
    [DoesNotReturn]
    public static void Fail(ReadOnlySpan<byte> message)
    {
        Console.Write("failed: "u8);
        Console.WriteLine(message);
        End(FailedExitCode);
    }

    /// <summary>Ends the partition with everything written that it had to say.</summary>
    [DoesNotReturn]
    public static void End(ulong exitCode)
    {
        Console.Flush();
        Hypercalls.Report(exitCode);
        while (true)
        {
        }
    }
}
