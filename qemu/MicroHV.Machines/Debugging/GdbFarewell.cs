// How gdb left.
namespace MicroHV.Machines;

/// <summary>What gdb wants for the machine when it goes.</summary>
internal enum GdbFarewell
{
    /// <summary>Its connection broke: the machine stands, and another gdb may come.</summary>
    Loss,

    /// <summary>The machine runs on without a debugger.</summary>
    Detach,

    /// <summary>The machine ends.</summary>
    Kill,
}
