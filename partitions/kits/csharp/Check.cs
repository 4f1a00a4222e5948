// What a guest does when something is not as it must be.
using System;
using System.Diagnostics.CodeAnalysis;

namespace MicroHV.Guest;

/// <summary>Checks that end the partition with a message and <see cref="ExitCode.Failed"/>.</summary>
public static class Check
{
    /// <summary>Ends the partition with <paramref name="message"/> unless <paramref name="condition"/> holds.</summary>
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
        Partition.End(ExitCode.Failed);
    }

    /// <summary>The same with the name of what is meant between <paramref name="before"/> and <paramref name="after"/>.</summary>
    [DoesNotReturn]
    internal static void Fail(ReadOnlySpan<byte> before, ReadOnlySpan<byte> name, ReadOnlySpan<byte> after)
    {
        Console.Write("failed: "u8);
        Console.Write(before);
        Console.Write(name);
        Console.WriteLine(after);
        Partition.End(ExitCode.Failed);
    }
}
