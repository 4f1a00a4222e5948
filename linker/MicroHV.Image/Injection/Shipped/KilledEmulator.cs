// An emulator that somebody ended is no evidence.
namespace MicroHV.Image.Injection.Shipped;

/// <summary>Gives up a run whose machine was ended from outside: it is not finished, so no store keeps it.</summary>
internal static class KilledEmulator
{
    /// <summary>Does so if <paramref name="signal"/> is one by which somebody ended the emulator.</summary>
    /// <exception cref="IOException">It is.</exception>
    public static void ThrowIf(int? signal)
    {
        if (signal is not null)
        {
            throw new IOException(
                $"somebody ended an emulator by signal {signal}; its run is not kept, and the same command makes it and what else is missing");
        }
    }
}
