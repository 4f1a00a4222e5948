// The end of a CPU whose machine is given up.
namespace MicroHV.Model;

using System;

/// <summary>Another CPU of the machine has failed: this one unwinds.</summary>
internal sealed class KernelAbandonedException : Exception
{
}
