// Installs what is missing, where that is possible without asking.
using System.Diagnostics;
using MicroHV.Machines;

namespace MicroHV.Image.Tools;

/// <summary>
/// Installs missing tools through apt-get if this process is root or sudo asks for no password. Says first what it is about
/// to do, and afterwards what is still missing.
/// </summary>
internal sealed class ToolInstaller
{
    private readonly TextWriter _output;
    private readonly Func<string, IReadOnlyList<string>, int> _run;
    private readonly bool _isRoot;
    private readonly Host _host;

    /// <summary>Speaks to <paramref name="output"/> and runs real commands.</summary>
    public ToolInstaller(TextWriter output) : this(output, Execute, Environment.IsPrivilegedProcess, Host.Here)
    {
    }

    /// <summary>As above with commands run by <paramref name="run"/>, which returns the exit code, or -1 if there is no such command.</summary>
    public ToolInstaller(TextWriter output, Func<string, IReadOnlyList<string>, int> run, bool isRoot, Host host)
    {
        _output = output;
        _run = run;
        _isRoot = isRoot;
        _host = host;
    }

    /// <summary>Installs what is missing of <paramref name="tools"/>.</summary>
    /// <returns>What is still missing.</returns>
    public IReadOnlyList<RequiredTool> Install(IEnumerable<RequiredTool> tools)
    {
        RequiredTool[] missing = [.. tools.Where(tool => !tool.IsOn(_host)).Distinct()];
        if (missing.Length == 0)
        {
            return [];
        }

        Distribution? distribution = _host.Distribution;
        if (distribution is { HasAptGet: true } && CanInstall())
        {
            InstallPackages(distribution.PackagesOf(missing));
            missing = [.. missing.Where(tool => !tool.IsOn(_host))];
        }

        SayMissing(missing, distribution);
        return missing;
    }

    private bool CanInstall() =>
        _run("apt-get", ["--version"]) == 0 && (_isRoot || _run("sudo", ["-n", "true"]) == 0);

    private void SayMissing(RequiredTool[] missing, Distribution? distribution)
    {
        if (missing.Length == 0)
        {
            return;
        }

        foreach (RequiredTool tool in missing)
        {
            _output.WriteLine($"microhv: {tool.Name} is missing ({tool.Purpose})");
        }

        _output.WriteLine(distribution is null
            ? "microhv: 'microhv doctor' says how to install it on Debian, Ubuntu, Fedora, Arch and in a container"
            : $"microhv: install it with: {distribution.InstallCommand(missing)}");
    }

    private void InstallPackages(IReadOnlyList<string> packages)
    {
        string names = string.Join(' ', packages);
        _output.WriteLine($"microhv: installing with {(_isRoot ? "" : "sudo ")}apt-get: {names}");
        bool isListed = AptGet(["update"]) == 0;
        if (!isListed)
        {
            _output.WriteLine("microhv: apt-get update failed; going on with the package lists that are there");
        }

        if (AptGet(["install", "-y", "--no-install-recommends", .. packages]) == 0)
        {
            return;
        }

        // One package that does not exist here must not keep the others away.
        foreach (string package in packages)
        {
            if (AptGet(["install", "-y", "--no-install-recommends", package]) != 0)
            {
                _output.WriteLine($"microhv: package {package} could not be installed");
            }
        }
    }

    private int AptGet(IReadOnlyList<string> arguments)
    {
        string[] quiet = ["-q", "-o", "DPkg::Lock::Timeout=300", .. arguments];
        return _isRoot ? _run("apt-get", quiet) : _run("sudo", ["-n", "apt-get", .. quiet]);
    }

    private static int Execute(string command, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return NoSuchCommand;
        }
    }

    private const int NoSuchCommand = -1;
}
