// What a test needs of the machine that it runs on.
using MicroHV.Machines;

namespace MicroHV.Image.Tests;

/// <summary>Tools that <c>microhv test</c> installs, and a single test project cannot.</summary>
internal static class RequiredTools
{
    /// <summary>Skips the test, with the reason, where one is missing; where CI is set, all must be there.</summary>
    public static void Require(params IReadOnlyList<RequiredTool> tools)
    {
        bool isCi = Environment.GetEnvironmentVariable("CI") is "true" or "1";
        RequiredTool? missing = tools.FirstOrDefault(tool => !tool.IsOn(Host.Here));
        Assert.SkipUnless(isCi || missing is null, $"no {missing?.Name} here; 'microhv doctor' says how to install it");
    }
}
