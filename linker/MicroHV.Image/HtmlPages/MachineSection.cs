// What the system requires of its machine.
using MicroHV.Image.Pages;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>A list of requirements.</summary>
internal static class MachineSection
{
    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, SystemView view)
    {
        using (html.Open("section", ("id", "machine")))
        {
            html.Element("h2", "Machine");
            html.Element("p", "What the machine must have. The kernel holds the plan against it at boot and refuses another.");
            using (html.Open("dl", ("class", "facts")))
            {
                Fact("processor", MachineWords.Processor(view.Machine));
                Fact("CPUs", MachineWords.Cpus(view.Machine));
                Fact("RAM", MachineWords.Ram(view.Machine));
                Fact("TSC", MachineWords.Tsc(view.Machine));
                Fact("console", MachineWords.Console(view.Machine));
            }
        }

        void Fact(string name, string value)
        {
            html.Element("dt", name);
            html.Element("dd", value);
        }
    }
}
