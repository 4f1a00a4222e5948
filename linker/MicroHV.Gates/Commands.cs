// The command line of the gates; only build files call it.
using System.CommandLine;
using MicroHV.Gates.Elf;
using MicroHV.Gates.Gates;
using MicroHV.Gates.Layouts;

namespace MicroHV.Gates;

/// <summary>The command line of the gates.</summary>
internal static class Commands
{
    public static RootCommand Root() =>
        new("Gates of the MicroHV build: what the kernel and C# guests must not contain.")
        {
            Offsets(),
            Object(),
            Image(),
            Layouts(),
        };

    private static Command Offsets()
    {
        Option<FileInfo> include = new("--include") { Required = true, Description = "File to write for nasm." };
        Option<FileInfo> probe = new("--probe") { Required = true, Description = "C# file to write for ILC." };
        Command command = new("offsets", "Write the offsets of the kernel's records for nasm, and the questions for ILC.")
        {
            include,
            probe,
        };
        command.SetAction(result =>
        {
            IReadOnlyList<RecordLayout> records = HostLayouts.All();
            WriteIfDifferent(result.GetRequiredValue(include), AbiOffsets.Write(records, HostLayouts.Model));
            WriteIfDifferent(result.GetRequiredValue(probe), LayoutProbe.Write(records));
            return 0;
        });
        return command;
    }

    private static Command Object()
    {
        Option<FileInfo> assembly = new("--assembly") { Required = true, Description = "What csc made." };
        Option<FileInfo> file = new("--object") { Required = true, Description = "What ILC made of it." };
        Command command = new("object", "Refuse what needs a runtime.") { assembly, file };
        command.SetAction(result =>
        {
            ElfFile elf = ElfFile.Read(result.GetRequiredValue(file).FullName);
            IReadOnlySet<string> declared = DeclaredExterns.Of(result.GetRequiredValue(assembly).FullName);
            return Report(
            [
                .. UndefinedSymbolGate.Check(elf, declared),
                .. ClassConstructorGate.Check(elf),
                .. ReferenceStaticGate.Check(elf),
            ]);
        });
        return command;
    }

    private static Command Image()
    {
        Option<FileInfo> image = new("--image") { Required = true, Description = "What ld made." };
        Option<FileInfo> roots = new("--xmm-free-roots") { Required = true, Description = "Entries that do not save XMM." };
        Command command = new("image", "Refuse XMM where nobody saves it, and memory both writable and executable.")
        {
            image,
            roots,
        };
        command.SetAction(result =>
        {
            ElfFile elf = ElfFile.Read(result.GetRequiredValue(image).FullName);
            return Report(
            [
                .. SegmentRightsGate.Check(elf),
                .. XmmGate.Check(elf, XmmFreeRoots.Read(result.GetRequiredValue(roots).FullName)),
            ]);
        });
        return command;
    }

    private static Command Layouts()
    {
        Option<FileInfo> include = new("--include") { Required = true, Description = "What nasm reads." };
        Option<FileInfo> probe = new("--probe") { Required = true, Description = "What ILC made of the questions." };
        Command command = new("layouts", "Refuse records that kernel, host and assembly see differently.") { include, probe };
        command.SetAction(result =>
        {
            IReadOnlyList<RecordLayout> host = HostLayouts.All();
            ElfFile elf = ElfFile.Read(result.GetRequiredValue(probe).FullName);
            IReadOnlyDictionary<string, long> kernel = KernelLayouts.Read(elf, host);
            IReadOnlyDictionary<string, long> assembly =
                AssemblyLayouts.Read(result.GetRequiredValue(include).FullName, host);
            return Report(
            [
                .. RecordLayoutGate.Check(host, kernel, "the kernel"),
                .. RecordLayoutGate.Check(host, assembly, "assembly"),
            ]);
        });
        return command;
    }

    private static int Report(IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            Console.Error.WriteLine(finding);
        }

        return findings.Count == 0 ? 0 : 1;
    }

    // An unchanged file keeps its time, so that nothing is assembled again.
    private static void WriteIfDifferent(FileInfo file, string text)
    {
        file.Directory!.Create();
        if (!file.Exists || File.ReadAllText(file.FullName) != text)
        {
            File.WriteAllText(file.FullName, text);
        }
    }
}
