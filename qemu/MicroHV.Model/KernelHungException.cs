// A kernel that would never do anything again.
namespace MicroHV.Model;

using System;

/// <summary>The kernel waits for something that cannot come, or goes round without end.</summary>
public sealed class KernelHungException : Exception
{
    /// <summary>An exception with <paramref name="message"/>.</summary>
    public KernelHungException(string message)
        : base(message)
    {
    }
}
