// Machines that can be started, or a sentence that says why not.
using MicroHV.Machines;

namespace MicroHV.Image.Tools;

/// <summary>Installs what lanes need, and asks their emulators whether they can be used.</summary>
/// <param name="output">Where it says what is missing.</param>
internal sealed class MachineInstaller(TextWriter output)
{
    /// <summary>True if every lane can be used now; if not, it has said why.</summary>
    /// <param name="lanes">The lanes.</param>
    public bool AreReady(params IReadOnlyList<Lane> lanes)
    {
        if (new ToolInstaller(output).Install(lanes.SelectMany(lane => lane.RequiredTools)).Count > 0)
        {
            return false;
        }

        return AreFit(lanes, Host.Here);
    }

    /// <summary>True if the emulators of every lane, which are installed, can be used; if not, it has said why.</summary>
    /// <param name="lanes">The lanes.</param>
    /// <param name="host">Where they are installed.</param>
    public bool AreFit(IReadOnlyList<Lane> lanes, Host host)
    {
        string[] obstacles =
            [.. lanes.Select(lane => lane.Machine.Ask(host)).Where(fitness => !fitness.IsFit).Select(fitness => fitness.Words).Distinct()];
        foreach (string obstacle in obstacles)
        {
            output.WriteLine($"microhv: {obstacle}");
        }

        return obstacles.Length == 0;
    }
}
