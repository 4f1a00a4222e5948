// A host exception of the software machine, as a .NET exception.
namespace MicroHV.Model;

using System;

/// <summary>The kernel did what would be a host exception (#PF, #GP, #UD) on hardware.</summary>
public sealed class HostExceptionException : Exception
{
    /// <summary>An exception with <paramref name="message"/>.</summary>
    public HostExceptionException(string message)
        : base(message)
    {
    }
}
