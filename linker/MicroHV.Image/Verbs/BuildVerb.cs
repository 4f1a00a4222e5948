// `microhv build`: from a description to files that boot.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using MicroHV.Image.Diagnostics;
using MicroHV.Image.Evidence;
using MicroHV.Image.Help;
using MicroHV.Image.Images;
using MicroHV.Image.Tools;
using MicroHV.Machines;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Verbs;

/// <summary>Leaves kernel.elf, system.blob, system.elf, system.evidence.json and, if asked, system.iso.</summary>
internal static class BuildVerb
{
    private const string DefaultFolder = "out";

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> system = SystemArgument.Create();
        Option<string?> output = new("--output", "-o")
        {
            Description = $"Folder for the files; without it, {DefaultFolder} in the system's folder.",
            HelpName = "folder",
        };
        output.Validators.Add(RefuseEmpty);
        Option<bool> iso = new("--iso") { Description = "Make system.iso too, which boots through BIOS and UEFI." };
        Verb verb = new(
            "build",
            "Build a system's bootable image.",
            new("build mine", "leave kernel.elf, system.blob and system.elf in mine/out"),
            new("build mine --iso -o images", "an ISO for BIOS and UEFI too, all in the folder images"))
        {
            system, output, iso,
        };
        verb.SetAction(arguments => CheckVerb.Guard(
            () => Run(arguments.GetRequiredValue(system), arguments.GetValue(output), arguments.GetValue(iso))));
        return verb;
    }

    private static void RefuseEmpty(OptionResult option)
    {
        if (option.Tokens is [{ Value: "" }])
        {
            option.AddError("'' names no folder; name the one for the files");
        }
    }

    private static int Run(string path, string? output, bool withIso)
    {
        SystemSource source = SystemSource.Load(path);
        DiagnosticPrinter.Print(source.System);
        if (source.System.Plan is not SystemPlan plan)
        {
            return ExitCode.Failed;
        }

        if (withIso && new ToolInstaller(Console.Error).Install(ToolTable.AnyIso).Count > 0)
        {
            return ExitCode.ToolMissing;
        }

        string folder = Path.GetFullPath(output ?? Path.Combine(Path.GetDirectoryName(plan.Path)!, DefaultFolder));
        SystemImage image = SystemImage.Build(plan, source.KernelElf, new BlobOptions());
        using (OutputFolder files = new(folder))
        {
            files.Write("kernel.elf", source.KernelElf.Span);
            files.Write("system.blob", image.Blob);
            files.Write("system.elf", image.Elf);
            List<HashedFile> outputs = [.. EvidenceCollector.Outputs(source, image)];
            if (withIso)
            {
                string iso = files.Add("system.iso");
                IsoImage.Write(iso, image.Elf);
                outputs.Add(HashedFile.At("output", "system.iso", iso));
            }

            files.Write(EvidenceCollector.FileName, Encoding.UTF8.GetBytes(EvidenceCollector.Text(source, outputs)));
            files.Publish();
        }

        string names = $"kernel.elf, system.blob, system.elf, {(withIso ? "system.iso, " : "")}{EvidenceCollector.FileName}";
        Console.WriteLine($"{plan.Name}: {names} in {folder}");
        Console.WriteLine(
            $"{plan.Name}: kernel and pool "
            + $"{Units.FormatSize(plan.Kernel.Memory.SizeBytes - plan.Kernel.BlobSizeBytes)}, "
            + $"blob {Units.FormatSize(plan.Kernel.BlobSizeBytes)}, "
            + $"machine needs {Units.FormatSize(plan.MemorySizeBytes)} of RAM");
        return ExitCode.Good;
    }
}
