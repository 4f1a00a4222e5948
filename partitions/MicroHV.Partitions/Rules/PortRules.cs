// Rules about port grants.
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Who may use which I/O ports.</summary>
internal static class PortRules
{
    private static readonly (string Name, ulong First, ulong Last)[] _kernelPorts =
    [
        ("the interrupt controller", 0x20, 0x21), ("the interrupt controller", 0xA0, 0xA1),
        ("the interrupt controller", 0x4D0, 0x4D1), ("the timer", 0x40, 0x43), ("the timer", 0x61, 0x61),
    ];

    private static readonly (string Name, ulong First, ulong Last)[] _dangerousPorts =
    [
        ("PCI configuration", 0xCF8, 0xCF8), ("PCI configuration", 0xCFA, 0xCFF),
        ("reset", 0xCF9, 0xCF9), ("reset", 0x92, 0x92),
        ("reset through the keyboard controller", 0x64, 0x64), ("system management interrupts", 0xB2, 0xB3),
        ("the mask of NMIs", 0x70, 0x70),
        ("ISA DMA", 0x00, 0x1F), ("ISA DMA", 0x81, 0x8F), ("ISA DMA", 0xC0, 0xDF),
    ];

    [Rule("MHV0401", "A port grant names ports from 0 to 0xFFFF, the lower one first.")]
    public static IEnumerable<Breach> PortsExist(SystemPlan plan) =>
        from partition in plan.Partitions
        from port in partition.Ports
        where !port.IsWellFormed
        select new Breach(port.Place, $"{port} is no range of ports", "write a range such as \"0x3f8-0x3ff\" below 0x10000");

    [Rule("MHV0402", "No port is granted to two partitions.")]
    public static IEnumerable<Breach> PortsAreGrantedOnce(SystemPlan plan)
    {
        var grants = plan.Partitions
            .SelectMany(partition => partition.Ports.Select(port => (Partition: partition, Port: port)))
            .Where(grant => grant.Port.IsWellFormed)
            .ToList();
        for (int i = 0; i < grants.Count; i++)
        {
            foreach ((PartitionPlan earlier, PortPlan port) in grants.Take(i))
            {
                if (earlier != grants[i].Partition && port.Reaches(grants[i].Port.First, grants[i].Port.Last))
                {
                    yield return new Breach(
                        grants[i].Port.Place,
                        $"'{grants[i].Partition.Name}' and '{earlier.Name}' are both granted ports of {grants[i].Port.Shown}",
                        "grant them to one of them");
                }
            }
        }
    }

    [Rule("MHV0405", "A partition is granted a port once.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> PortsAreWrittenOnce(SystemPlan plan)
    {
        foreach (PartitionPlan partition in plan.Partitions)
        {
            for (int i = 1; i < partition.Ports.Count; i++)
            {
                PortPlan port = partition.Ports[i];
                if (partition.Ports.Take(i).FirstOrDefault(earlier => earlier.Reaches(port.First, port.Last)) is PortPlan twin)
                {
                    yield return new Breach(
                        port.Place, $"port grant {port.Shown} of '{partition.Name}' has ports of {twin.Shown} again", "write every port once");
                }
            }
        }
    }

    [Rule("MHV0403", "The ports of the console, the interrupt controller and the timer are the kernel's.")]
    public static IEnumerable<Breach> KernelPortsAreTheKernels(SystemPlan plan)
    {
        const ulong SerialPortCount = 8;
        IEnumerable<(string Name, ulong First, ulong Last)> kernelPorts = _kernelPorts
            .Append(("the console", plan.Machine.ConsolePort, plan.Machine.ConsolePort + SerialPortCount - 1));
        return
            from partition in plan.Partitions
            from port in partition.Ports
            from kernel in kernelPorts
            where port.IsWellFormed && port.Reaches(kernel.First, kernel.Last)
            select new Breach(
                port.Place, $"port grant {port.Shown} of '{partition.Name}' reaches {kernel.Name}, which is the kernel's",
                "leave these ports out");
    }

    [Rule(
        "MHV0404",
        "Ports of PCI configuration, reset, system management, DMA and the NMI mask are granted only with a written reason.")]
    public static IEnumerable<Breach> DangerousPortsHaveReasons(SystemPlan plan) =>
        from partition in plan.Partitions
        from port in partition.Ports
        where port.IsWellFormed && string.IsNullOrWhiteSpace(port.Reason)
        from name in _dangerousPorts
            .Where(danger => port.Reaches(danger.First, danger.Last))
            .Select(danger => danger.Name)
            .Distinct()
        select new Breach(
            port.Place, $"port grant {port.Shown} of '{partition.Name}' reaches {name}",
            $"leave it out or write {{ range = \"{port.Shown}\", reason = \"…\" }}");
}
