// The end of a kernel on the software machine.
namespace MicroHV.Model;

using System;

/// <summary>The kernel halted for good: the only way out of its endless loop.</summary>
public sealed class KernelHaltedException : Exception
{
}
